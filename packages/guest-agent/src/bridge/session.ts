/** What belongs to one bridge connection. Everything else outlives connections. */
export interface Session {
  /** The protocol version agreed on; undefined before negotiation. */
  version: number | undefined;
}
