import { hcsError, hresults } from '@uvmkit/hcs';
import { decode, type Codec } from '@uvmkit/hcs-schema';

/** The event provider that HCS names in its error documents: Microsoft-Windows-Hyper-V-Compute. */
const COMPUTE_PROVIDER = '17103e3f-3c6e-4677-bb17-3b267eb5be57';
const INVALID_JSON_EVENT = 11000;
/** The document says it as an NTSTATUS, while the call itself returns the HRESULT (hcs-api facts, §4.1). */
const INVALID_JSON_STATUS = 0xc037010d | 0;

/** The document if it is one, or `UVM_HCS_INVALID_DOCUMENT` with every problem; HCS refuses unknown members too. */
export const assertDocument = <T>(codec: Codec<T>, document: unknown): T => {
  const result = decode(codec, document, { mode: 'strict' });
  if (result.ok) return result.value;
  throw invalidDocument(
    result.problems.map(({ path, expected, got, hint }) => {
      const meant = hint === undefined ? '' : ` (${hint})`;
      return `'${path === '' ? '$' : `$.${path}`}' should be ${expected}, not ${got}${meant}`;
    }),
  );
};

/** The error and the error document of HCS, with one event a problem. */
export const invalidDocument = (problems: readonly string[]): Error =>
  hcsError(hresults.HCS_E_INVALID_JSON, {
    detail: `${problems.join('; ')}.`,
    document: {
      Error: INVALID_JSON_STATUS,
      ErrorMessage: 'The virtual machine or container JSON document is invalid.',
      ErrorEvents: problems.map((Message) => ({
        Message,
        Provider: COMPUTE_PROVIDER,
        EventId: INVALID_JSON_EVENT,
      })),
    },
  });
