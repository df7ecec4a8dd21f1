/**
 * The logger that every uvmkit library takes. A winston logger fits it as it is.
 *
 * Pass fields instead of building strings, and guard costly debug calls with `isDebugEnabled`.
 */
export interface Logger {
  debug(message: string, fields?: object): unknown;
  info(message: string, fields?: object): unknown;
  warn(message: string, fields?: object): unknown;
  error(message: string, fields?: object): unknown;
  child(fields: object): Logger;
  isDebugEnabled?(): boolean;
}

const nothing = (): void => undefined;

/** The default logger: says nothing. */
export const silentLogger: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  child: () => silentLogger,
  isDebugEnabled: () => false,
};
