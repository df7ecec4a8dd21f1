/** Why a request is refused: becomes the HRESULT and the message of its response. */
export class GuestFault extends Error {
  constructor(
    /** Unsigned, one of `hresults`. */
    readonly hresult: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
