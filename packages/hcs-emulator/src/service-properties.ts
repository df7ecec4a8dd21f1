import { hcsError, hresults } from '@uvmkit/hcs';
import type { ServicePropertyQuery, ServiceProperties } from '@uvmkit/hcs-schema';

export interface ServiceFacts {
  readonly logicalProcessorCount: number;
}

/** The schema versions whose documents this host reads. */
const supportedSchemaVersions = [{ Major: 2, Minor: 1 }];

const answers: Readonly<Record<string, (facts: ServiceFacts) => unknown>> = {
  Basic: () => ({ SupportedSchemaVersions: supportedSchemaVersions }),
  ProcessorTopology: ({ logicalProcessorCount }) => ({
    LogicalProcessorCount: logicalProcessorCount,
    LogicalProcessors: Array.from({ length: logicalProcessorCount }, (_, index) => ({
      LpIndex: index,
      NodeNumber: 0,
      PackageId: 0,
      CoreId: index,
      RootVpIndex: index,
    })),
  }),
};

/** One answer for each type asked for, in the order of the question. */
export const serviceProperties = (query: ServicePropertyQuery, facts: ServiceFacts): ServiceProperties => ({
  Properties: (query.PropertyTypes ?? []).map((type) => {
    const answer = answers[String(type)];
    if (answer === undefined || !Object.hasOwn(answers, String(type))) {
      throw hcsError(hresults.HCS_E_INVALID_JSON, {
        detail: `The service has no property ${JSON.stringify(type)}; it has ${Object.keys(answers).join(', ')}.`,
      });
    }
    return answer(facts);
  }),
});
