import { decode, HvSocketServiceConfig } from '@uvmkit/hcs-schema';
import type { UvmOptions } from '../options/uvm-options.js';
import { SERVICE_TABLE } from './annotation-names.js';
import { unreadable, type AnnotationValues } from './annotation-values.js';
import type { Draft } from './draft.js';
import { guidText } from './readers.js';

/** Adds settings of Hyper-V socket services to those of the options, by GUID in lower case. */
export const applyServiceTable = <Options extends UvmOptions>(
  draft: Draft<Options>,
  values: AnnotationValues,
): void => {
  const table: Record<string, HvSocketServiceConfig> = {};
  for (const [rest, text, name] of values.below(SERVICE_TABLE)) {
    const guid = guidText.read(rest);
    const decoded = decode(HvSocketServiceConfig, text);
    if (guid !== undefined && decoded.ok) table[guid] = decoded.value;
    else
      values.passedOver.push(
        unreadable(name, text, 'named by a GUID with settings as JSON', 'additionalHyperVConfig'),
      );
  }
  if (Object.keys(table).length === 0) return;
  draft.set(
    { name: SERVICE_TABLE, option: 'additionalHyperVConfig' },
    { ...draft.options.additionalHyperVConfig, ...table },
  );
};
