import { stat } from 'node:fs/promises';
import type { Account } from './launch-command.js';

/** The account that owns nothing, on every Linux system. */
const nobody: Account = { uid: 65_534, gid: 65_534 };

const GROUP_READ_WRITE = 0o060;

/**
 * The account for QEMU: nobody when this process is root, else that of this process. For KVM the group is that of its
 * device, where the group may open it.
 */
export const qemuAccount = async (
  wanted: Account | 'caller' | undefined,
  usesKvm: boolean,
  ownUid: number | undefined = process.getuid?.(),
): Promise<Account | undefined> => {
  if (wanted === 'caller' || ownUid !== 0) return undefined;
  if (wanted !== undefined) return wanted;
  const kvm = usesKvm ? await stat('/dev/kvm').catch(() => undefined) : undefined;
  const mayOpen = kvm !== undefined && (kvm.mode & GROUP_READ_WRITE) === GROUP_READ_WRITE && kvm.gid !== 0;
  return mayOpen ? { uid: nobody.uid, gid: kvm.gid } : nobody;
};
