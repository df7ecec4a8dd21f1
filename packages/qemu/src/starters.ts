import type { Logger } from '@uvmkit/vmutils';
import { launchPlan } from './boot-plan.js';
import { errors } from './errors.js';
import type { Machine } from './machine.js';
import { Cleanup } from './process/cleanup.js';
import type { Starter } from './qemu-vm.js';
import { makeTemplate, startCold, startFromTemplate, type StartContext } from './start-machine.js';
import { templateKey, type TemplateStore } from './template/template-store.js';

/** Starts that may be tried again: each leaves nothing behind when it fails. */
const attempt = async (
  cleanup: Cleanup,
  logger: Logger,
  start: (own: Cleanup) => Promise<Machine>,
): Promise<Machine> => {
  const own = new Cleanup(logger);
  try {
    const machine = await start(own);
    await cleanup.add(() => own[Symbol.asyncDispose]());
    return machine;
  } catch (error) {
    await own[Symbol.asyncDispose]();
    throw error;
  }
};

/** Boots the guest. */
export const coldStarter =
  (context: StartContext): Starter =>
  (cleanup, signal) =>
    attempt(cleanup, context.logger, (own) => startCold(context, own, signal));

interface WarmOptions {
  readonly store: TemplateStore;
  /** Digest of the RAM disk, and what else a saved guest depends on besides its arguments. */
  readonly ingredients: object;
}

/** Starts the guest from its template, which is made before if need be, and made again once if it does not work. */
export const warmStarter =
  (context: StartContext, { store, ingredients }: WarmOptions): Starter =>
  async (cleanup, signal) => {
    const key = keyOf(context, ingredients);
    const make: Parameters<TemplateStore['get']>[1] = (unfinished) =>
      makeTemplate(context, unfinished, signal);
    const start = async (): Promise<Machine> => {
      const template = await store.get(key, make, signal);
      return attempt(cleanup, context.logger, (own) =>
        startFromTemplate(context, template, own, signal),
      ).catch(async (error: unknown) => {
        if (!signal.aborted) await store.remove(template);
        throw new BrokenTemplate(error);
      });
    };
    try {
      return await start();
    } catch (first) {
      signal.throwIfAborted();
      if (!(first instanceof BrokenTemplate)) throw first;
      context.logger.warn('the template did not start and is made again', { error: first.cause });
    }
    return start().catch((second: unknown) => {
      const cause = second instanceof BrokenTemplate ? second.cause : second;
      throw errors.UVM_QEMU_TEMPLATE('It was made anew once.', {}, { cause });
    });
  };

class BrokenTemplate extends Error {
  constructor(cause: unknown) {
    super('a template did not start', { cause });
  }
}

/** Everything that the guest can see, and what runs it. */
const keyOf = ({ plan, program, accelerator }: StartContext, ingredients: object): string => {
  const anyVm = { ...plan, config: { ...plan.config, id: 'template' } };
  const placeholder = { folder: '', ram: '', state: '', mode: 'make' } as const;
  const { args } = launchPlan(anyVm, program, accelerator, placeholder);
  return templateKey({
    args: args({ qmp: '', console: '', agent: '' }),
    kernel: plan.kernel.sha256,
    libraries: program.libraryFolders,
    ...ingredients,
  });
};
