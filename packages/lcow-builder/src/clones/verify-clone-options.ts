import type { ComputeSystem } from '@uvmkit/hcs-schema';
import type { UvmOptions } from '../options/uvm-options.js';
import type { Problem } from '../problems/problem.js';

/** What a template VM leaves for its clones. */
export interface TemplateConfig {
  /** The id of the saved VM. */
  readonly templateId: string;
}

/** Options of a VM that is saved to be cloned, or that is such a clone. */
export interface CloneOptions extends UvmOptions {
  /** Folders of the image's layers, from its base to the VM's own scratch layer. */
  readonly layerFolders: readonly string[];
  readonly isTemplate: boolean;
  readonly isClone: boolean;
  readonly templateConfig: TemplateConfig | undefined;
  /** The VM's owner connects to the guest, instead of the host's own service. */
  readonly externalGuestConnection: boolean;
  /** Merged into the document that the options give. */
  readonly additionalDocument: Partial<ComputeSystem> | undefined;
}

/** The layers of a container: at least its image and its scratch. */
const LEAST_LAYERS = 2;

/** What every VM has of its own. */
const ownOptions: ReadonlySet<string> = new Set([
  'id',
  'isTemplate',
  'isClone',
  'templateConfig',
  'layerFolders',
  'additionalDocument',
]);

/**
 * Whether a VM can be a clone of a template: both are the same but for what every VM has of its own, among it the last
 * layer folder. Nothing is wrong when the list is empty.
 */
export const verifyCloneOptions = <Options extends CloneOptions>(
  template: Options,
  clone: Options,
): readonly Problem[] => [
  ...checkTemplate(template),
  ...checkClone(clone),
  ...checkLayers('template', template),
  ...checkLayers('clone', clone),
  ...checkSameLayers(template, clone),
  ...checkSameOptions(template, clone),
];

const checkTemplate = ({ isTemplate, fullyPhysicallyBacked }: CloneOptions): readonly Problem[] => [
  ...unless(isTemplate, {
    path: 'template.isTemplate',
    rule: 'template-flag',
    value: isTemplate,
    message: 'Only a VM that is made as a template can be cloned.',
    remedy: 'Set isTemplate when the VM is made.',
  }),
  ...unless(!fullyPhysicallyBacked, {
    path: 'template.fullyPhysicallyBacked',
    rule: 'template-memory',
    value: fullyPhysicallyBacked,
    message: 'Pinned memory cannot be shared with clones.',
    remedy: 'Make the template with fullyPhysicallyBacked: false.',
  }),
];

const checkClone = ({
  isClone,
  templateConfig,
  externalGuestConnection,
}: CloneOptions): readonly Problem[] => [
  ...unless(isClone, {
    path: 'clone.isClone',
    rule: 'clone-flag',
    value: isClone,
    message: 'These options do not ask for a clone.',
    remedy: 'Set isClone.',
  }),
  ...unless(templateConfig !== undefined, {
    path: 'clone.templateConfig',
    rule: 'clone-template',
    value: templateConfig,
    message: 'A clone needs to know its template.',
    remedy: 'Give the configuration that saving the template returned.',
  }),
  ...unless(externalGuestConnection, {
    path: 'clone.externalGuestConnection',
    rule: 'clone-connection',
    value: externalGuestConnection,
    message: "A clone's guest is already running, so the host's own service cannot connect to it.",
    remedy: 'Set externalGuestConnection.',
  }),
];

const checkLayers = (which: 'template' | 'clone', { layerFolders }: CloneOptions): readonly Problem[] =>
  unless(layerFolders.length >= LEAST_LAYERS, {
    path: `${which}.layerFolders`,
    rule: 'clone-layers',
    value: layerFolders,
    message: `There are at least ${LEAST_LAYERS} layers: an image and a scratch.`,
    remedy: 'Give the folders of all layers, the scratch layer last.',
  });

const checkSameLayers = (template: CloneOptions, clone: CloneOptions): readonly Problem[] =>
  unless(isSame(template.layerFolders.slice(0, -1), clone.layerFolders.slice(0, -1)), {
    path: 'clone.layerFolders',
    rule: 'clone-same-layers',
    value: clone.layerFolders,
    message: 'Template and clone have different images.',
    remedy: "Use the template's layer folders, all but the last.",
  });

const checkSameOptions = (template: CloneOptions, clone: CloneOptions): readonly Problem[] => {
  const one = template as unknown as Readonly<Record<string, unknown>>;
  const other = clone as unknown as Readonly<Record<string, unknown>>;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names]
    .filter((name) => !ownOptions.has(name) && !isSame(one[name], other[name]))
    .map((name) => ({
      path: `clone.${name}`,
      rule: 'clone-same-options',
      value: other[name],
      message: `Template and clone differ in ${name}.`,
      remedy: 'Give the clone the value that the template was made with.',
    }));
};

const unless = (isFine: boolean, problem: Problem): readonly Problem[] => (isFine ? [] : [problem]);

/** Equal data; 1 and 1n are the same number, and so are a missing and an undefined member. */
const isSame = (one: unknown, other: unknown): boolean => {
  if (Object.is(one, other)) return true;
  if (typeof one === 'bigint' || typeof other === 'bigint')
    return isNumeric(one) && isNumeric(other) && String(one) === String(other);
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const first = one as Readonly<Record<string, unknown>>;
  const second = other as Readonly<Record<string, unknown>>;
  const names = new Set([...Object.keys(first), ...Object.keys(second)]);
  return [...names].every((name) => isSame(first[name], second[name]));
};

const isNumeric = (value: unknown): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint';
