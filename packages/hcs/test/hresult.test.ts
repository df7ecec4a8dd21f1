import { formatHresult, hresultName, hresults, sameHresult, signedHresult } from '../src/hresult.js';

describe('HRESULTs', () => {
  test('the signed decimal of an error document names the same code as the unsigned one', () => {
    expect(hresultName(-2147024883)).toBe('ERROR_INVALID_DATA');
    expect(signedHresult(hresults.ERROR_INVALID_DATA)).toBe(-2147024883);
  });

  test("the service's NTSTATUS form means the HRESULT with the same low word", () => {
    expect(sameHresult(0xc037010d, hresults.HCS_E_INVALID_JSON)).toBe(true);
    expect(hresultName(-1070137075)).toBe('HCS_E_INVALID_JSON');
    expect(sameHresult(0xc0070002, hresults.ERROR_FILE_NOT_FOUND)).toBe(false);
  });

  test('an unknown code has no name and still prints', () => {
    expect(hresultName(0x80370fff)).toBeUndefined();
    expect(formatHresult(-2147467259)).toBe('0x80004005');
    expect(formatHresult(5)).toBe('0x00000005');
  });

  test('no two names share a code', () => {
    expect(new Set(Object.values(hresults)).size).toBe(Object.keys(hresults).length);
  });
});
