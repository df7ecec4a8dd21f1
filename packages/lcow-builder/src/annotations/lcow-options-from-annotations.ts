import { BOOT_FILES } from '@uvmkit/vmutils';
import type { BuilderHost } from '../host/builder-host.js';
import { updateBootFilesPath } from '../options/boot-files.js';
import type { LcowOptions } from '../options/lcow-options.js';
import type { Problem } from '../problems/problem.js';
import { impliedRules, lateRules, simpleRules, type AnnotationRule } from './annotation-rules.js';
import { AnnotationValues, type Annotations } from './annotation-values.js';
import { serviceTableOf } from './service-table-annotations.js';

export interface AnnotationOptions {
  /** Does what the reference does with what it cannot read: leaves the option as it is. What was left is reported. */
  readonly lenient?: boolean;
}

/** An option that an annotation changed besides the one it is for. */
export interface ImpliedChange {
  readonly annotation: string;
  readonly option: keyof LcowOptions;
  readonly value: unknown;
}

/** Options with the wishes of a pod, or everything that is wrong with those. */
export type FromAnnotations =
  | {
      readonly ok: true;
      readonly options: LcowOptions;
      /** What annotations changed on the way, since it cannot be had otherwise. */
      readonly implied: readonly ImpliedChange[];
      /** With `lenient`: the annotations that were passed over. */
      readonly ignored: readonly Problem[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Applies the annotations of a pod to options. Names that begin neither with `io.microsoft.virtualmachine.` nor with
 * `io.microsoft.container.` are not looked at.
 *
 * @param base what holds where no annotation says otherwise, as from `defaultLcowOptions`
 */
export const lcowOptionsFromAnnotations = (
  annotations: Annotations,
  base: LcowOptions,
  host: BuilderHost,
  { lenient = false }: AnnotationOptions = {},
): FromAnnotations => {
  const values = new AnnotationValues(annotations);
  const draft = new Draft(values, base);
  draft.apply(simpleRules);
  draft.set({ additionalHyperVConfig: { ...base.additionalHyperVConfig, ...serviceTableOf(values) } });
  applyBootFiles(draft, values, host);
  applyPhysicalBacking(draft, values);
  applyExtraArguments(draft, values);
  applySecurityPolicy(draft, values);
  draft.apply(lateRules);

  if (values.problems.length > 0 && !lenient) return { ok: false, problems: values.problems };
  return { ok: true, options: draft.options, implied: draft.implied, ignored: values.problems };
};

/** Options on their way, with a note of every change that no annotation asked for by name. */
class Draft {
  readonly #values: AnnotationValues;
  readonly implied: ImpliedChange[] = [];
  options: LcowOptions;

  constructor(values: AnnotationValues, base: LcowOptions) {
    this.#values = values;
    this.options = base;
  }

  apply(rules: readonly AnnotationRule[]): void {
    for (const rule of rules) {
      const value = this.#values.read(rule);
      if (value !== undefined) this.set({ [rule.option]: value });
    }
  }

  set(changes: Partial<LcowOptions>): void {
    this.options = { ...this.options, ...changes };
  }

  imply({ name: annotation }: AnnotationRule, changes: Partial<LcowOptions>): void {
    for (const [name, value] of Object.entries(changes)) {
      const option = name as keyof LcowOptions;
      if (this.options[option] !== value) this.implied.push({ annotation, option, value });
    }
    this.set(changes);
  }
}

/** The folder may bring other file names; the type of the root file system and the way to boot then have theirs. */
const applyBootFiles = (draft: Draft, values: AnnotationValues, host: BuilderHost): void => {
  const { bootFilesPath, rootFsType, kernelDirect } = impliedRules;
  const folder = values.read(bootFilesPath);
  if (folder !== undefined) {
    const {
      bootFilesPath: path,
      rootFsFile,
      preferredRootFsType,
      kernelFile,
    } = updateBootFilesPath(draft.options, folder as string, host);
    draft.set({ bootFilesPath: path });
    draft.imply(bootFilesPath, { rootFsFile, preferredRootFsType, kernelFile });
  }
  const type = (values.read(rootFsType) ??
    draft.options.preferredRootFsType) as LcowOptions['preferredRootFsType'];
  draft.set({ preferredRootFsType: type });
  if (type !== 'none')
    draft.imply(rootFsType, { rootFsFile: type === 'vhd' ? BOOT_FILES.rootVhd : BOOT_FILES.initrd });
  draft.apply([kernelDirect]);
  if (!draft.options.kernelDirect) draft.imply(kernelDirect, { kernelFile: BOOT_FILES.kernel });
};

const applyPhysicalBacking = (draft: Draft, values: AnnotationValues): void => {
  const rule = impliedRules.fullyPhysicallyBacked;
  const isBacked = values.read(rule) ?? draft.options.fullyPhysicallyBacked;
  draft.set({ fullyPhysicallyBacked: isBacked === true });
  if (isBacked === true) draft.imply(rule, { allowOvercommit: false, vpmemDeviceCount: 0 });
};

const applyExtraArguments = (draft: Draft, values: AnnotationValues): void => {
  const extra = values.read(impliedRules.extraArguments);
  if (typeof extra === 'string' && extra !== '')
    draft.set({ execCommandLine: `${draft.options.execCommandLine} ${extra}` });
};

/** A policy makes the VM confidential, unless there is no hardware for that, and a confidential VM boots in one way. */
const applySecurityPolicy = (draft: Draft, values: AnnotationValues): void => {
  const { securityPolicy, noSecurityHardware } = impliedRules;
  const hasHardware = values.read(noSecurityHardware) !== true;
  draft.apply([securityPolicy]);
  if (draft.options.securityPolicy !== '') draft.imply(securityPolicy, { securityPolicyEnabled: true });
  if (!draft.options.securityPolicyEnabled) return;
  if (hasHardware)
    draft.imply(securityPolicy, {
      vpmemDeviceCount: 0,
      guestStateFilePath: BOOT_FILES.guestState,
      kernelBootOptions: '',
      allowOvercommit: false,
      preferredRootFsType: 'none',
      rootFsFile: '',
      dmVerityRootFsVhd: BOOT_FILES.dmVerityRootVhd,
      dmVerityMode: true,
    });
  const scratch = simpleRules.find(({ option }) => option === 'enableScratchEncryption');
  if (scratch !== undefined && values.read(scratch) === undefined)
    draft.imply(securityPolicy, { enableScratchEncryption: true });
};
