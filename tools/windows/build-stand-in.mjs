// Builds the library that plays Windows' compute service in tests, and prints where it is.
//
//   node tools/windows/build-stand-in.mjs [--target linux|windows] [--out folder] [--check]
//
// Without --target: for Linux and for Windows. stand-in-1809.{so,dll}, as on older Windows, comes to lie beside it.
// --check runs the smoke test against it: plainly, under the address and thread sanitizers, and under Wine where there is one.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const sourceFolder = join(here, 'stand-in');
const smokeFolder = join(sourceFolder, 'smoke');

const targets = {
  linux: {
    compiler: process.env.CC ?? 'gcc',
    extension: '.so',
    program: '',
    foreignFiles: /_windows\.c$/,
    // nodelete: threads of the pool outlive a dlclose.
    options: ['-fPIC', '-D_GNU_SOURCE', '-pthread', '-Wl,-z,nodelete', '-Wl,-z,defs'],
    definitions: [],
  },
  windows: {
    compiler: 'x86_64-w64-mingw32-gcc',
    extension: '.dll',
    program: '.exe',
    foreignFiles: /_linux\.c$/,
    options: ['-D_WIN32_WINNT=0x0A00', '-static-libgcc'],
    definitions: [join(sourceFolder, 'stand-in.def')],
    libraries: ['-lws2_32'],
  },
};

const sanitizers = {
  plain: [],
  address: ['-fsanitize=address,undefined', '-fno-sanitize-recover=all'],
  thread: ['-fsanitize=thread'],
};

const sources = (target) =>
  readdirSync(sourceFolder)
    .filter((name) => name.endsWith('.c') && !target.foreignFiles.test(name))
    .map((name) => join(sourceFolder, name));

const newestInput = () =>
  Math.max(
    ...[sourceFolder, smokeFolder].flatMap((folder) =>
      readdirSync(folder).map((name) => statSync(join(folder, name)).mtimeMs),
    ),
    statSync(fileURLToPath(import.meta.url)).mtimeMs,
  );

/** Compiles under another name first: whoever loads the library meanwhile finds the old one or the new one whole. */
const compile = (target, inputs, options, output) => {
  if (existsSync(output) && statSync(output).mtimeMs > newestInput()) return output;
  mkdirSync(dirname(output), { recursive: true });
  const unfinished = `${output}.${process.pid}`;
  const warnings = ['-Wall', '-Wextra', '-Werror'];
  const common = ['-std=c11', '-O2', '-g', ...warnings, '-fvisibility=hidden', ...target.options];
  execFileSync(
    target.compiler,
    [...common, ...options, '-o', unfinished, ...inputs, ...(target.libraries ?? [])],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  renameSync(unfinished, output);
  return output;
};

const buildLibrary = (target, out, name, options = []) =>
  compile(
    target,
    [...sources(target), ...target.definitions],
    ['-shared', ...options],
    join(out, `${name}${target.extension}`),
  );

/** The smoke test has threads and a lock of its own, from the same source. */
const buildSmoke = (target, out, options = []) =>
  compile(
    target,
    [
      ...readdirSync(smokeFolder)
        .filter((name) => name.endsWith('.c'))
        .map((name) => join(smokeFolder, name)),
      ...sources(target).filter((path) => /[\\/](text|platform_\w+)\.c$/.test(path)),
    ],
    options,
    join(out, `smoke${target.program}`),
  );

const wine = ['/usr/lib/wine/wine64', '/usr/bin/wine64', '/usr/bin/wine'].find((path) => existsSync(path));

const checkLinux = (out) => {
  for (const [name, options] of Object.entries(sanitizers)) {
    const folder = join(out, 'check', name);
    const library = buildLibrary(targets.linux, folder, 'stand-in', options);
    const older = buildLibrary(targets.linux, folder, 'stand-in-1809', ['-DSTAND_IN_1809', ...options]);
    const smoke = buildSmoke(targets.linux, folder, options);
    console.log(`smoke on Linux, ${name}:`);
    execFileSync(smoke, [library, older], {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: 300_000,
    });
  }
};

const checkWindows = (library, older, out) => {
  const folder = join(out, 'check', 'wine');
  const smoke = buildSmoke(targets.windows, folder);
  if (wine === undefined) {
    console.log('Skipped: smoke on Windows, because there is no wine64 (apt-get install wine64).');
    return;
  }
  console.log('smoke on Windows, under Wine:');
  execFileSync(wine, [smoke, library, older], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { WINEDEBUG: '-all', WINEPREFIX: join(folder, 'prefix'), ...process.env },
    timeout: 300_000,
  });
};

const { values } = parseArgs({
  options: {
    target: { type: 'string' },
    out: { type: 'string', default: join(here, 'out') },
    check: { type: 'boolean', default: false },
  },
});
const out = resolve(values.out);
if (values.target !== undefined && !Object.hasOwn(targets, values.target)) {
  throw new Error(`--target is one of ${Object.keys(targets).join(', ')}, not ${values.target}.`);
}
for (const name of values.target === undefined ? Object.keys(targets) : [values.target]) {
  const library = buildLibrary(targets[name], out, 'stand-in');
  const older = buildLibrary(targets[name], out, 'stand-in-1809', ['-DSTAND_IN_1809']);
  console.log(library);
  if (values.check && name === 'linux') checkLinux(out);
  if (values.check && name === 'windows') checkWindows(library, older, out);
}
