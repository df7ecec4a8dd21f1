import { hcsError, hresults, signedHresult } from '@uvmkit/hcs';
import { ComputeSystem, decode } from '@uvmkit/hcs-schema';

/** The event provider that HCS names in its error documents: Microsoft-Windows-Hyper-V-Compute. */
const COMPUTE_PROVIDER = '17103e3f-3c6e-4677-bb17-3b267eb5be57';
const INVALID_JSON_EVENT = 11000;

/** The document if it is one, or `UVM_HCS_INVALID_DOCUMENT` with every problem; HCS refuses unknown members too. */
export const assertDocument = (document: unknown): ComputeSystem => {
  const result = decode(ComputeSystem, document, { mode: 'strict' });
  if (result.ok) return result.value;
  const { problems } = result;
  const messages = problems.map(({ path, expected, got, hint }) => {
    const meant = hint === undefined ? '' : ` (${hint})`;
    return `'$.${path}' should be ${expected}, not ${got}${meant}`;
  });
  throw hcsError(hresults.HCS_E_INVALID_JSON, {
    detail: `${messages.join('; ')}.`,
    document: {
      Error: signedHresult(hresults.HCS_E_INVALID_JSON),
      ErrorMessage: 'The virtual machine or container JSON document is invalid.',
      ErrorEvents: messages.map((Message) => ({
        Message,
        Provider: COMPUTE_PROVIDER,
        EventId: INVALID_JSON_EVENT,
      })),
    },
  });
};
