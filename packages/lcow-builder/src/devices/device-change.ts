import type { GuestModificationRequest, ModifySettingRequest } from '@uvmkit/hcs-schema';

/** Something to be sent: to the host's compute system, or over the bridge to the guest. */
export type DeviceRequest =
  | { readonly to: 'host'; readonly request: ModifySettingRequest }
  | { readonly to: 'guest'; readonly request: GuestModificationRequest };

/**
 * One change of a VM's devices. It yields what is to be sent, one after the other, and ends with its result; a request
 * that failed is thrown into it, so that it can take back what it did. It sends nothing itself.
 *
 * The changes of one table must not overlap: the next may begin when the one before has ended.
 */
export type DeviceChange<Result> = Generator<DeviceRequest, Result, void>;

/** Carries a change out. */
export const perform = async <Result>(
  change: DeviceChange<Result>,
  send: (request: DeviceRequest) => Promise<void>,
): Promise<Result> => {
  let step = change.next();
  while (!step.done) {
    let failure: { readonly error: unknown } | undefined;
    try {
      await send(step.value);
    } catch (error) {
      failure = { error };
    }
    step = failure === undefined ? change.next() : change.throw(failure.error);
  }
  return step.value;
};

/** What a failure says; part of the reference's texts. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
