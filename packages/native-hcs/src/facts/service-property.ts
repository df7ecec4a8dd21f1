import { ServiceProperties, ServicePropertyQuery, print, type AnyCodec } from '@uvmkit/hcs-schema';
import type { WaitOptions } from '@uvmkit/vmutils';
import { errors } from '../errors.js';
import type { Service } from '../host/service.js';
import { readDocument, readValue } from '../operations/documents.js';

/** What is needed of the compute service to ask it about this machine. */
export type ServiceQueries = Pick<Service, 'ask' | 'native'>;

/** Characters of an answer that an error carries along. */
const SHOWN_TEXT = 1000;

/** One property of the service, of which the answer has exactly one. */
export const serviceProperty = async <A>(
  service: ServiceQueries,
  type: 'ProcessorTopology' | 'CpuGroup',
  codec: AnyCodec<A>,
  wait: WaitOptions,
): Promise<A> => {
  const query = print({ PropertyTypes: [type] }, { as: ServicePropertyQuery });
  const what = `the service property ${type}`;
  const text = await service.ask(`The query of ${what}`, wait, (document, ended) =>
    service.native.computecore.HcsGetServiceProperties.asyncUnless(ended, query, document),
  );
  const { Properties = [] } = readDocument(ServiceProperties, text, what);
  if (Properties.length !== 1)
    throw errors.UVM_NATIVE_MALFORMED_RESULT(`${what} has ${Properties.length} values in place of one.`, {
      type: codec.name,
      text: text?.slice(0, SHOWN_TEXT),
    });
  return readValue(codec, Properties[0], what, text);
};
