import { homedir } from 'node:os';
import { join } from 'node:path';

interface CacheFolderHost {
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number | undefined;
  readonly home?: string;
}

/**
 * Where uvmkit keeps what it can make again: `UVMKIT_CACHE`, else `$XDG_CACHE_HOME/uvmkit`, else `~/.cache/uvmkit`, and
 * for root `/var/cache/uvmkit`, since root's VMs run as another user who cannot read root's home.
 */
export const cacheFolder = ({
  env = process.env,
  uid = process.getuid?.(),
  home = homedir(),
}: CacheFolderHost = {}) => {
  if (env['UVMKIT_CACHE']) return env['UVMKIT_CACHE'];
  if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], 'uvmkit');
  return uid === 0 ? '/var/cache/uvmkit' : join(home, '.cache', 'uvmkit');
};
