// Which packages' jest suites run on Windows. A new package does, unless it is named here with the reason.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from '../workspace/prepare.mjs';

/** Packages whose suites need another system as a whole. Single tests say so themselves: see `isForLinux`. */
export const linuxOnly = {
  qemu: 'reaches its VMs through UNIX sockets, and ends them by signals',
  uvm: 'finds and fetches a QEMU for Linux',
};

/** Those that take longest go first, so that two at a time end together. */
const longFirst = ['hcs-schema', 'lcow-builder', 'guest-agent'];

const rank = (name) => (longFirst.includes(name) ? longFirst.indexOf(name) : longFirst.length);

export const folderOf = (name) => join(workspace, 'packages', name);

/** Every package with a jest suite that is not for Linux alone. */
export const windowsSuites = () =>
  readdirSync(join(workspace, 'packages'))
    .filter((name) => existsSync(join(folderOf(name), 'jest.config.cjs')) && !(name in linuxOnly))
    .sort((a, b) => rank(a) - rank(b));

/** A test that needs Linux says so in its name, or in that of a group around it; one that needs Windows likewise. */
export const isForLinux = (fullName) => fullName.includes('(Linux only');
export const isForWindows = (fullName) => fullName.includes('(Windows only');
