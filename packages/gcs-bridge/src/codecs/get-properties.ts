import * as t from 'io-ts';
import { RequestBase, ResponseBase } from './common.js';

/** For containers only: guests refuse it for the VM. */
export const GetPropertiesRequest = t.intersection(
  [
    RequestBase,
    t.partial({
      /** Empty, or a string that holds the JSON of a `PropertyQuery`. */
      Query: t.string,
    }),
  ],
  'GetPropertiesRequest',
);
export type GetPropertiesRequest = t.TypeOf<typeof GetPropertiesRequest>;

/** Which properties; guests ignore names that they do not know. Travels as JSON inside a string. */
export const PropertyQuery = t.partial({ PropertyTypes: t.array(t.string) }, 'PropertyQuery');
export type PropertyQuery = t.TypeOf<typeof PropertyQuery>;

export const GetPropertiesResponse = t.intersection(
  [
    ResponseBase,
    t.type({
      /** A string that holds JSON. */
      Properties: t.string,
    }),
  ],
  'GetPropertiesResponse',
);
export type GetPropertiesResponse = t.TypeOf<typeof GetPropertiesResponse>;
