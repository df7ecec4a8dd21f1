import {
  decode,
  isRegistryHive,
  isRegistryValueType,
  RegistryChanges,
  type RegistryValue,
} from '@uvmkit/hcs-schema';
import type { Problem } from '../problems/problem.js';
import type { WcowOptions } from '../wcow/wcow-options.js';
import { REGISTRY_VALUES } from './annotation-names.js';
import { unreadable, type AnnotationValues } from './annotation-values.js';
import type { Draft } from './draft.js';

/** Adds the values that pods may set to those of the options. */
export const applyRegistryValues = (draft: Draft<WcowOptions>, values: AnnotationValues): void => {
  const text = values.text(REGISTRY_VALUES);
  if (text === undefined || text === '') return;
  const entries = readEntries(text, values);
  const kept = entries.filter((entry, index) => {
    const [message, remedy] = refusal(entry) ?? [];
    if (message === undefined || remedy === undefined) return true;
    values.passedOver.push(entryProblem(`${REGISTRY_VALUES}[${index}]`, entry, message, remedy));
    return false;
  });
  draft.set({ name: REGISTRY_VALUES, option: 'additionalRegistryKeys' }, [
    ...draft.options.additionalRegistryKeys,
    ...kept,
  ]);
};

/** What has the members of registry values, without members that those do not have. */
const readEntries = (text: string, values: AnnotationValues): readonly RegistryValue[] => {
  if (!isJsonList(text)) {
    values.passedOver.push(
      unreadable(REGISTRY_VALUES, text, 'a JSON list of registry values', 'additionalRegistryKeys'),
    );
    return [];
  }
  const decoded = decode(RegistryChanges, `{"AddValues":${text}}`, { mode: 'lenient' });
  for (const { path, expected, got } of [...(decoded.ok ? [] : decoded.problems), ...decoded.warnings]) {
    const place = REGISTRY_VALUES + path.slice('AddValues'.length);
    values.passedOver.push(
      entryProblem(place, got, `This should be ${expected}.`, 'See the HCS schema of RegistryValue.'),
    );
  }
  return decoded.ok ? (decoded.value.AddValues ?? []).map(knownMembers) : [];
};

/** A whole list: whatever stands around it cannot be meant by it. */
const isJsonList = (text: string): boolean => {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
};

const knownMembers = (value: RegistryValue): RegistryValue => {
  const { Key, Name, Type, StringValue, BinaryValue, DWordValue, QWordValue, CustomType } = value;
  const key = Key && { Hive: Key.Hive, Name: Key.Name, Volatile: Key.Volatile };
  return { Key: key, Name, Type, StringValue, BinaryValue, DWordValue, QWordValue, CustomType };
};

/** Where pods may set values: hives, and how keys in them begin, in any case. */
const permitted: Readonly<Record<string, readonly string[]>> = {
  System: ['currentcontrolset\\services', 'currentcontrolset\\policies', 'software'],
  Software: [''],
};

/** Why a pod cannot set this, and what to do. Checks come in the reference's order. */
const refusal = (value: RegistryValue): readonly [message: string, remedy: string] | undefined => {
  const { Key: key, Name: name, Type: type } = value;
  if (key === undefined) return ['The value has no key.', 'Give Key.'];
  if (key.Hive === undefined || !isRegistryHive(key.Hive))
    return ['The key is in no hive.', "Give Hive 'System' or 'Software'."];
  if (key.Name === undefined || key.Name === '') return ['The key has no name.', 'Give Key.Name.'];
  if (name === undefined || name === '') return ['The value has no name.', 'Give Name.'];
  if (type === undefined || !isRegistryValueType(type))
    return ['The value has no type.', "Give Type, as in 'DWord'."];
  if (countOfData(value) > 1)
    return ['The value has data of several types.', 'Give the member that belongs to Type, and no other.'];

  const start = key.Name.toLowerCase();
  if (!permitted[key.Hive]?.some((place) => start.startsWith(place)))
    return [
      'Pods may not set values there.',
      'Use the hive Software, or System below CurrentControlSet\\Services, CurrentControlSet\\Policies or Software.',
    ];
  return undefined;
};

const countOfData = ({ StringValue, BinaryValue, DWordValue, QWordValue }: RegistryValue): number =>
  [StringValue, BinaryValue, DWordValue, QWordValue].filter((data) => data !== undefined && isSet(data))
    .length;

/** Zeros and empty texts are what the reference takes for nothing. */
const isSet = (data: string | number | bigint): boolean => data !== '' && data !== 0 && data !== 0n;

const entryProblem = (path: string, value: unknown, message: string, remedy: string): Problem => ({
  path,
  rule: 'annotation-registry-value',
  value,
  message,
  remedy,
});
