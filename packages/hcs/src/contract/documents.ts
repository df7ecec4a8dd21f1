import type {
  ComputeSystem as ComputeSystemDocument,
  ModifySettingRequest,
  PropertyQuery,
  ResultError,
  SystemQuery,
} from '@uvmkit/hcs-schema';
import { sameHresult, hresults } from '../hresult.js';
import { codeOf, listed, type Contract } from './contract.js';

/** What is in a document that the host refuses, and in the error that says so. */
export const documents = ({ harness, expect, check, withHost, withRunning, newId, documentOf }: Contract) => {
  /** The document with a member that no schema knows. */
  const misspelt = (id: string): ComputeSystemDocument => {
    const document = documentOf(id);
    return { ...document, VirtualMachine: { ...document.VirtualMachine, ...unknownMember } };
  };

  check('an unknown member is refused with an error document that names its path', () =>
    withHost(async (host) => {
      const id = newId();
      const error = await host.create(id, misspelt(id)).catch((reason: unknown) => reason as HcsError);
      const { code, data } = error as HcsError;
      const said = (data.document?.ErrorEvents ?? []).map(({ Message = '' }) => Message).join('\n');
      expect({
        code,
        hresult: data.hresult,
        sameInDocument: sameHresult(data.document?.Error ?? 0, hresults.HCS_E_INVALID_JSON),
        names: said.includes('$.VirtualMachine.NoSuchMember'),
      }).toEqual({
        code: 'UVM_HCS_INVALID_DOCUMENT',
        hresult: hresults.HCS_E_INVALID_JSON,
        sameInDocument: true,
        names: true,
      });
    }),
  );

  check('a refused document leaves its id free', () =>
    withHost(async (host) => {
      const id = newId();
      expect(await codeOf(host.create(id, misspelt(id)))).toEqual('UVM_HCS_INVALID_DOCUMENT');
      expect(await listed(host, id)).toEqual([]);
      expect((await host.create(id, documentOf(id))).id).toEqual(id);
    }),
  );

  for (const [what, text] of notDocuments) {
    check(`${what} is no document`, () =>
      withHost(async (host) => {
        const document = text as unknown as ComputeSystemDocument;
        expect(await codeOf(host.create(newId(), document))).toEqual('UVM_HCS_INVALID_DOCUMENT');
      }),
    );
  }

  check('a question about systems that it does not understand is refused', () =>
    withRunning(async (system, host) => {
      expect(await codeOf(host.enumerate(unknownMember as SystemQuery))).toEqual('UVM_HCS_INVALID_DOCUMENT');
      expect(await codeOf(system.properties(unknownMember as PropertyQuery))).toEqual(
        'UVM_HCS_INVALID_DOCUMENT',
      );
    }),
  );

  check('a change is refused when its request is none, or names nothing that there is', () =>
    withRunning(async (system) => {
      const strange = { ResourcePath: 'VirtualMachine/Devices/Plan9/Shares', ...unknownMember };
      expect(await codeOf(system.modify(strange as ModifySettingRequest))).toEqual(
        'UVM_HCS_INVALID_DOCUMENT',
      );
      expect(await codeOf(system.modify({ ResourcePath: 'NoSuchResource/0' }))).toEqual(
        'UVM_HCS_RESOURCE_NOT_FOUND',
      );
    }),
  );

  check(harness.can.modify ? 'a resource can be changed' : 'says that it changes no resources', () =>
    withRunning(async (system) => {
      expect(await codeOf(system.modify(serviceTableUpdate))).toEqual(
        harness.can.modify ? 'it succeeded' : 'UVM_HCS_NOT_SUPPORTED',
      );
    }),
  );
};

interface HcsError extends Error {
  readonly code: string;
  readonly data: { readonly hresult?: number; readonly document?: ResultError };
}

const unknownMember: object = { NoSuchMember: 1 };

const notDocuments: readonly (readonly [string, unknown])[] = [
  ['a list', []],
  ['a number', 7],
  ['null', null],
];

/** Lets a service be listened on: needs no file and no program in the guest. */
export const serviceTableUpdate: ModifySettingRequest = {
  ResourcePath:
    'VirtualMachine/Devices/HvSocket/HvSocketConfig/ServiceTable/00001389-facb-11e6-bd58-64006a7986d3',
  RequestType: 'Update',
  Settings: { AllowWildcardBinds: true, BindSecurityDescriptor: 'D:P(A;;FA;;;SY)(A;;FA;;;BA)' },
};
