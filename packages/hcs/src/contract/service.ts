import type { ServicePropertyQuery } from '@uvmkit/hcs-schema';
import { codeOf, type Contract } from './contract.js';

/** What the service says about itself. */
export const service = ({ harness, expect, check, withHost }: Contract): void => {
  if (!harness.can.serviceProperties) {
    check('says that it does not answer for the service', () =>
      withHost(async (host) => {
        expect(await codeOf(host.properties({ PropertyTypes: ['Basic'] }))).toEqual('UVM_HCS_NOT_SUPPORTED');
      }),
    );
    return;
  }

  check('names the schema versions that it reads', () =>
    withHost(async (host) => {
      const { Properties = [] } = await host.properties({ PropertyTypes: ['Basic'] });
      const [basic] = Properties as readonly { SupportedSchemaVersions?: readonly { Major?: number }[] }[];
      expect({ answers: Properties.length, two: basic?.SupportedSchemaVersions?.some(isTwo) }).toEqual({
        answers: 1,
        two: true,
      });
    }),
  );

  check('gives one answer for each question, in the order of the questions', () =>
    withHost(async (host) => {
      const { Properties = [] } = await host.properties({ PropertyTypes: ['ProcessorTopology', 'Basic'] });
      expect(
        Properties.map((answer) => Object.keys(answer as object).filter((key) => asked.has(key))),
      ).toEqual([['LogicalProcessorCount'], ['SupportedSchemaVersions']]);
    }),
  );

  check('refuses a question that it does not understand', () =>
    withHost(async (host) => {
      const query = { NoSuchMember: true } as ServicePropertyQuery;
      expect(await codeOf(host.properties(query))).toEqual('UVM_HCS_INVALID_DOCUMENT');
    }),
  );
};

const asked = new Set(['LogicalProcessorCount', 'SupportedSchemaVersions']);
const isTwo = ({ Major }: { Major?: number }): boolean => Major === 2;
