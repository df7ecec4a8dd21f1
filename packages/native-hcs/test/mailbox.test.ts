import { setImmediate as turn } from 'node:timers/promises';
import { Mailbox } from '../src/operations/mailbox.js';

describe('a mailbox', () => {
  test('delivers later, in order', async () => {
    const got: number[] = [];
    const mailbox = new Mailbox<number>((letter) => got.push(letter));
    mailbox.post(1);
    mailbox.post(2);
    expect(got).toEqual([]);
    await turn();
    expect(got).toEqual([1, 2]);
  });

  test('what one receiver throws keeps no letter from the others', async () => {
    const got: number[] = [];
    const errors: unknown[] = [];
    const receive = (letter: number): void => {
      if (letter === 1) throw new Error('of a receiver');
      got.push(letter);
    };
    const mailbox = new Mailbox<number>(receive, (error) => errors.push(error));
    for (const letter of [0, 1, 2]) mailbox.post(letter);
    await turn();
    expect({ got, errors }).toEqual({ got: [0, 2], errors: [new Error('of a receiver')] });
  });

  test('a letter that is posted by a receiver comes in the next turn', async () => {
    const got: string[] = [];
    const mailbox = new Mailbox<string>((letter) => {
      got.push(letter);
      if (letter === 'first') mailbox.post('second');
    });
    mailbox.post('first');
    await turn();
    expect(got).toEqual(['first']);
    await turn();
    expect(got).toEqual(['first', 'second']);
  });
});
