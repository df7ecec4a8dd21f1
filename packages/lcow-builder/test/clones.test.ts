import { defaultWcowOptions, memoryHost, verifyCloneOptions } from '../src/index.js';

const template = {
  ...defaultWcowOptions(memoryHost(), 'template', 'me'),
  layerFolders: ['C:\\image', 'C:\\scratch-1'],
  isTemplate: true,
  isClone: false,
  templateConfig: undefined,
  externalGuestConnection: true,
  additionalDocument: undefined,
};
const clone = {
  ...template,
  id: 'clone',
  layerFolders: ['C:\\image', 'C:\\scratch-2'],
  isTemplate: false,
  isClone: true,
  templateConfig: { templateId: 'template' },
  additionalDocument: { Owner: 'other' },
};

const rules = (one: object, other: object) =>
  verifyCloneOptions({ ...template, ...one }, { ...clone, ...other }).map(
    ({ path, rule }) => `${path}: ${rule}`,
  );

test('a clone may have its own id, scratch layer, flags and additional document', () => {
  expect(rules({}, {})).toEqual([]);
});

test.each([
  ['another image', {}, { layerFolders: ['C:\\other', 'C:\\s'] }, ['clone.layerFolders: clone-same-layers']],
  ['more memory', {}, { memorySizeInMB: 2048 }, ['clone.memorySizeInMB: clone-same-options']],
  [
    'a list that differs',
    {},
    { numaProcessorCounts: [1] },
    ['clone.numaProcessorCounts: clone-same-options'],
  ],
  ['no template configuration', {}, { templateConfig: undefined }, ['clone.templateConfig: clone-template']],
  ['not meant as a clone', {}, { isClone: false }, ['clone.isClone: clone-flag']],
  ['made from no template', { isTemplate: false }, {}, ['template.isTemplate: template-flag']],
  [
    'a connection of the host',
    { externalGuestConnection: false },
    { externalGuestConnection: false },
    ['clone.externalGuestConnection: clone-connection'],
  ],
  [
    'a pinned template',
    { fullyPhysicallyBacked: true },
    { fullyPhysicallyBacked: true },
    ['template.fullyPhysicallyBacked: template-memory'],
  ],
  [
    'too few layers',
    { layerFolders: ['C:\\a'] },
    { layerFolders: ['C:\\b'] },
    ['template.layerFolders: clone-layers', 'clone.layerFolders: clone-layers'],
  ],
])('%s', (_, one, other, expected) => {
  expect(rules(one, other)).toEqual(expected);
});

test('equal numbers are equal in either form', () => {
  expect(rules({ memorySizeInMB: 2 }, { memorySizeInMB: 2n })).toEqual([]);
});
