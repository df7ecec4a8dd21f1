import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { silentLogger } from '@uvmkit/vmutils';
import { exitOfEvent, resetOrPanic } from '../src/exit-cause.js';
import { kvmObstacle } from '../src/host/detect-kvm.js';
import { findProgram } from '../src/host/find-program.js';
import { isAtLeast, parseQemuVersion } from '../src/host/qemu-version.js';
import { qemuAccount } from '../src/process/account.js';
import { Cleanup } from '../src/process/cleanup.js';
import { launchCommand } from '../src/process/launch-command.js';
import { MAX_SOCKET_PATH_BYTES, stateFolderParent } from '../src/process/state-folder.js';
import { lockFile } from '../src/template/lock-file.js';

test.each([
  [true, 'flags\t\t: fpu vmx sse', true],
  [true, 'flags : fpu svm', true],
  [true, 'flags\t\t: fpu sse', false],
  [true, 'flags\t\t: fpu avmx svmx', false],
  [true, '', false],
  [false, 'flags\t\t: vmx', false],
])('KVM with a device that opens (%s) and cpuinfo %j may work: %s', async (opens, cpuInfo, works) => {
  const host = {
    platform: 'linux',
    arch: 'x64',
    canOpenKvm: async () => opens,
    cpuInfo: async () => cpuInfo,
  } as const;
  expect((await kvmObstacle(host)) === undefined).toBe(works);
});

test.each([
  ['QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg)\nCopyright', { major: 7, minor: 2, text: '7.2.22' }],
  ['QEMU emulator version 10.0\n', { major: 10, minor: 0, text: '10.0' }],
  ['GNU bash 5', undefined],
  ['', undefined],
])('version in %j', (text, version) => {
  expect(parseQemuVersion(text)).toEqual(version);
});

test('versions compare by number', () => {
  const version = { major: 9, minor: 2, text: '' };
  const wanted = [
    [9, 1],
    [9, 2],
    [9, 3],
    [10, 0],
    [8, 9],
  ] as const;
  expect(wanted.map(([major, minor]) => isAtLeast(version, { major, minor }))).toEqual([
    true,
    true,
    false,
    false,
    true,
  ]);
});

test('QEMU runs as nobody only when this process is root', async () => {
  expect(await qemuAccount(undefined, false, 0)).toEqual({ uid: 65_534, gid: 65_534 });
  expect(await qemuAccount('caller', false, 0)).toBeUndefined();
  expect(await qemuAccount({ uid: 7, gid: 8 }, false, 0)).toEqual({ uid: 7, gid: 8 });
  expect(await qemuAccount(undefined, true, 1_000)).toBeUndefined();
});

test('the library path is set for QEMU alone', () => {
  const program = { path: '/q/qemu', libraryFolders: ['/q/lib', '/q/more'], account: { uid: 1, gid: 2 } };
  const { file, args, options } = launchCommand({ ...program, setpriv: '/bin/setpriv' }, ['-S']);
  expect([file, ...args]).toEqual(
    '/bin/setpriv --pdeathsig KILL --no-new-privs -- env LD_LIBRARY_PATH=/q/lib:/q/more /q/qemu -S'.split(
      ' ',
    ),
  );
  expect(options).toMatchObject({ uid: 1, gid: 2, cwd: '/' });
  expect(Object.keys(options.env ?? {})).toEqual(['PATH', 'LC_ALL']);
  const bare = launchCommand({ ...program, libraryFolders: [], setpriv: undefined }, ['-S']);
  expect([bare.file, ...bare.args]).toEqual(['/q/qemu', '-S']);
});

test.each([
  [MAX_SOCKET_PATH_BYTES - 1, true],
  [MAX_SOCKET_PATH_BYTES, true],
  [MAX_SOCKET_PATH_BYTES + 1, false],
])('a socket path of %d bytes is allowed: %s', (bytes, allowed) => {
  const parent = `/${'x'.repeat(bytes - '/uvm-XXXXXX/console.sock'.length - 1)}`;
  const attempt = (): string => stateFolderParent(parent, undefined);
  if (allowed) expect(attempt()).toBe(parent);
  else expect(attempt).toThrow('longer than the system allows');
});

test.each([
  ['SHUTDOWN', { guest: true, reason: 'guest-shutdown' }, 'powerOff'],
  ['SHUTDOWN', { guest: true, reason: 'guest-reset' }, 'reset'],
  ['SHUTDOWN', { guest: true, reason: 'guest-panic' }, 'panic'],
  ['SHUTDOWN', { guest: false, reason: 'host-qmp-quit' }, undefined],
  ['GUEST_PANICKED', { action: 'pause' }, 'panic'],
  ['STOP', {}, undefined],
])('event %s %j means %s', (name, data, reason) => {
  expect(exitOfEvent({ name, data })).toBe(reason);
});

test('a reset behind the words of a panic is a panic', () => {
  expect(resetOrPanic('reset', ['[    1.0] Kernel panic - not syncing: Attempted to kill init!'])).toBe(
    'panic',
  );
  expect(resetOrPanic('reset', ['bye'])).toBe('reset');
  expect(resetOrPanic('powerOff', ['Kernel panic - not syncing'])).toBe('powerOff');
});

test('a program is found by name on the search path, by path, or not at all', async () => {
  expect(await findProgram('sh', '/nowhere:/bin')).toMatch(/sh$/);
  expect(await findProgram('/bin/sh')).toBe(await findProgram('sh', '/bin'));
  expect(await findProgram('sh', '/nowhere')).toBeUndefined();
  expect(await findProgram('/nowhere/sh')).toBeUndefined();
});

describe('cleanup', () => {
  test('undoes newest first, once, past failures, and at once what comes late', async () => {
    const done: string[] = [];
    const cleanup = new Cleanup(silentLogger);
    await cleanup.add(() => done.push('first'));
    await cleanup.add(() => Promise.reject(new Error('stuck')));
    await cleanup.add(() => done.push('last'));
    await Promise.all([cleanup[Symbol.asyncDispose](), cleanup[Symbol.asyncDispose]()]);
    expect(done).toEqual(['last', 'first']);
    await cleanup.add(() => done.push('late'));
    expect(done).toEqual(['last', 'first', 'late']);
  });
});

describe('lock file', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lock-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'lock');
  const never = new AbortController().signal;

  test('is held by one at a time', async () => {
    let holders = 0;
    const most: number[] = [];
    await Promise.all(
      [1, 2, 3, 4].map(async () => {
        const lock = await lockFile(file, never);
        most.push(++holders);
        await new Promise((resolve) => setTimeout(resolve, 5));
        holders--;
        await lock[Symbol.asyncDispose]();
      }),
    );
    expect(most).toEqual([1, 1, 1, 1]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('of a process that is gone is taken over', async () => {
    writeFileSync(file, '4194305');
    const lock = await lockFile(file, never);
    await lock[Symbol.asyncDispose]();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is not waited for any longer than wanted', async () => {
    const lock = await lockFile(file, never);
    const abort = new AbortController();
    const waiting = lockFile(file, abort.signal);
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'UVM_ABORTED' });
    await lock[Symbol.asyncDispose]();
    // The one that gave up may be about to notice.
    while (readdirSync(folder).length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  });
});
