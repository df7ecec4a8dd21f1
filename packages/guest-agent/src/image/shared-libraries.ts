import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { errors } from './errors.js';

const run = promisify(execFile);

/** Libraries and the loader that programs of this machine need, as absolute paths, each once (ldd(1)). */
export const sharedLibrariesOf = async (programs: readonly string[]): Promise<readonly string[]> => {
  const found = new Set<string>();
  for (const program of programs) {
    const { stdout } = await run('ldd', [program], { env: { ...process.env, LC_ALL: 'C' } }).catch(
      (cause: unknown) => {
        throw errors.UVM_IMAGE_SOURCE(`ldd cannot tell what ${program} needs.`, { program }, { cause });
      },
    );
    for (const library of parseLdd(stdout, program)) found.add(library);
  }
  return [...found];
};

/** `libm.so.6 => /lib/…/libm.so.6 (0x…)` names a library, `/lib64/ld-linux-x86-64.so.2 (0x…)` the loader. */
export const parseLdd = (text: string, program: string): readonly string[] =>
  text.split('\n').flatMap((line) => {
    const [, missing] = /^\s*(\S+) => not found/.exec(line) ?? [];
    if (missing)
      throw errors.UVM_IMAGE_SOURCE(`${program} needs ${missing}, which is not here.`, { program, missing });
    const [, path] = /(?:=>\s*|^\s*)(\/\S+) \(0x[0-9a-f]+\)$/.exec(line) ?? [];
    return path === undefined ? [] : [path];
  });
