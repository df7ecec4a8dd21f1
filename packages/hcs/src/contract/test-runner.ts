/** The part of jest that the suite uses, so that any runner of its kind can be handed in. */
export interface TestRunner {
  describe(name: string, body: () => void): void;
  test(name: string, body: () => Promise<void>, timeoutMs?: number): void;
  expect(actual: unknown): { toEqual(expected: unknown): void };
}
