import { hcsError } from '../src/hcs-error.js';
import { hresults } from '../src/hresult.js';

describe('hcsError', () => {
  test('gives a code of its own to what callers act on, whatever the form of the HRESULT', () => {
    for (const code of [0x8037010e, 0xc037010e, -1070137074]) {
      expect(hcsError(code, { detail: 'Opening x.' }).code).toBe('UVM_HCS_SYSTEM_NOT_FOUND');
    }
  });

  test.each([
    ['HCS_E_SERVICE_NOT_AVAILABLE', 'UVM_HCS_SERVICE_NOT_AVAILABLE'],
    ['HCS_E_SERVICE_DISCONNECT', 'UVM_HCS_SERVICE_DISCONNECTED'],
    ['ERROR_NOT_FOUND', 'UVM_HCS_RESOURCE_NOT_FOUND'],
    ['E_OUTOFMEMORY', 'UVM_HCS_OUT_OF_MEMORY'],
    ['ERROR_SHARING_VIOLATION', 'UVM_HCS_SHARING_VIOLATION'],
    ['HCS_E_OPERATION_TIMEOUT', 'UVM_HCS_OPERATION_TIMEOUT'],
    ['HCS_E_CONNECT_FAILED', 'UVM_HCS_CONNECTION_FAILED'],
    ['HCS_E_CONNECTION_TIMEOUT', 'UVM_HCS_CONNECTION_FAILED'],
    ['HCS_E_CONNECTION_CLOSED', 'UVM_HCS_CONNECTION_FAILED'],
  ] as const)('%s is %s, with something to do about it', (name, code) => {
    const error = hcsError(hresults[name], { detail: 'Called.' });
    expect(error.code).toBe(code);
    expect(error.remedy).not.toBe('');
  });

  test('keeps the HRESULT, the error document and the cause of any other failure', () => {
    const cause = new Error('worker died');
    const document = { Error: -2147467259, ErrorMessage: 'Unspecified' };
    const error = hcsError(hresults.E_FAIL, { detail: 'Start.', document, cause });
    expect(error).toMatchObject({ code: 'UVM_HCS_FAILED', data: { hresult: 0x80004005, document }, cause });
    expect(error.message).toContain('E_FAIL 0x80004005');
  });

  test('an HRESULT that nobody has named is still a failure with its number', () => {
    expect(hcsError(0x8037ffff, { detail: '' })).toMatchObject({
      code: 'UVM_HCS_FAILED',
      data: { hresult: 0x8037ffff },
    });
  });
});
