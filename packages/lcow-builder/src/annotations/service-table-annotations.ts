import { decode, HvSocketServiceConfig } from '@uvmkit/hcs-schema';
import { SERVICE_TABLE } from './annotation-names.js';
import { unreadable, type AnnotationValues } from './annotation-values.js';
import { guidText } from './readers.js';

/** Settings of Hyper-V socket services, by GUID in lower case. */
export const serviceTableOf = (values: AnnotationValues): Readonly<Record<string, HvSocketServiceConfig>> => {
  const table: Record<string, HvSocketServiceConfig> = {};
  for (const [rest, text, name] of values.below(SERVICE_TABLE)) {
    const guid = guidText.read(rest);
    const decoded = decode(HvSocketServiceConfig, text);
    if (guid !== undefined && decoded.ok) table[guid] = decoded.value;
    else
      values.problems.push(
        unreadable(name, text, 'named by a GUID with settings as JSON', 'additionalHyperVConfig'),
      );
  }
  return table;
};
