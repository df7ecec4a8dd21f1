import { formatHresult, hcsError, hresultName, hresults } from '@uvmkit/hcs';
import type { UvmError } from '@uvmkit/vmutils';
import { errors } from '../../errors.js';
import { HcnErrorRecord } from './hcn-documents.js';
import { hcnCodeName, type HcnCodeName } from './hcn-codes.js';
import { readHcnDocument } from './read-hcn-document.js';

type Code = 'UVM_HCN_NOT_FOUND' | 'UVM_HCN_ENDPOINT_IN_USE' | 'UVM_HCN_INVALID_SETTINGS';

const codeOf: Partial<Record<HcnCodeName, Code>> = {
  HCN_E_NETWORK_NOT_FOUND: 'UVM_HCN_NOT_FOUND',
  HCN_E_ENDPOINT_NOT_FOUND: 'UVM_HCN_NOT_FOUND',
  HCN_E_ENDPOINT_ALREADY_ATTACHED: 'UVM_HCN_ENDPOINT_IN_USE',
  HCN_E_ENDPOINT_NAMESPACE_ALREADY_EXISTS: 'UVM_HCN_ENDPOINT_IN_USE',
  HCN_E_INVALID_NETWORK: 'UVM_HCN_INVALID_SETTINGS',
  HCN_E_INVALID_NETWORK_TYPE: 'UVM_HCN_INVALID_SETTINGS',
  HCN_E_INVALID_ENDPOINT: 'UVM_HCN_INVALID_SETTINGS',
  HCN_E_INVALID_POLICY: 'UVM_HCN_INVALID_SETTINGS',
  HCN_E_INVALID_POLICY_TYPE: 'UVM_HCN_INVALID_SETTINGS',
  HCN_E_INVALID_JSON: 'UVM_HCN_INVALID_SETTINGS',
  HCN_E_INVALID_JSON_REFERENCE: 'UVM_HCN_INVALID_SETTINGS',
  HCN_E_INVALID_IP: 'UVM_HCN_INVALID_SETTINGS',
  HCN_E_ADDR_INVALID_OR_RESERVED: 'UVM_HCN_INVALID_SETTINGS',
  HCN_E_INVALID_PREFIX: 'UVM_HCN_INVALID_SETTINGS',
  HCN_E_INVALID_SUBNET: 'UVM_HCN_INVALID_SETTINGS',
  HCN_E_INVALID_IP_SUBNET: 'UVM_HCN_INVALID_SETTINGS',
};

/** Facility of the host network service; codes of other facilities are Windows' own. */
const HCN_FACILITY = 0x803b;

/**
 * The typed error of a failed call. The record may name a more exact code than the call returned. What is no matter of
 * networks (rights, a broken document) gives the error that the compute service's calls give.
 */
export const hcnError = (what: string, returned: number, recordText: string | undefined): UvmError => {
  const [record, unreadable] = readRecord(recordText);
  const hresult = mostExact(returned, record?.ErrorCode) >>> 0;
  const options = unreadable === undefined ? undefined : { cause: unreadable };
  const name = hcnCodeName(hresult) ?? hresultName(hresult);
  const says = record?.Error ? ` ${JSON.stringify(record.Error)}.` : '';
  const detail = `${what} failed.${says} (${name ?? 'HRESULT'} ${formatHresult(hresult)})`;
  const data = { hresult, ...(name && { name }), ...(record && { record }) };

  if (hresult === hresults.ERROR_NOT_FOUND) return errors.UVM_HCN_NOT_FOUND(detail, data, options);
  if (hresult === hresults.ERROR_ACCESS_DENIED)
    return hcsError(hresult, { detail: `${what} failed.${says}`, cause: unreadable });
  const code = codeOf[name as HcnCodeName] ?? 'UVM_HCN_FAILED';
  return errors[code](detail, data, options);
};

const mostExact = (returned: number, recorded: number | undefined): number =>
  recorded !== undefined && recorded >>> 16 === HCN_FACILITY && returned >>> 16 !== HCN_FACILITY
    ? recorded
    : returned;

/** A record that cannot be read becomes the error's cause, and hides nothing. */
const readRecord = (text: string | undefined): [HcnErrorRecord | undefined, unknown] => {
  if (text === undefined || text === '') return [undefined, undefined];
  try {
    return [readHcnDocument(HcnErrorRecord, text, 'the error record'), undefined];
  } catch (unreadable) {
    return [undefined, unreadable];
  }
};
