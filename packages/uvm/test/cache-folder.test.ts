import { cacheFolder } from '../src/provision/cache-folder.js';

const home = '/home/ada';

test.each([
  ['UVMKIT_CACHE wins', { UVMKIT_CACHE: '/x', XDG_CACHE_HOME: '/y' }, 1000, '/x'],
  ['then XDG_CACHE_HOME', { XDG_CACHE_HOME: '/y' }, 0, '/y/uvmkit'],
  ['then the home of an ordinary user', {}, 1000, '/home/ada/.cache/uvmkit'],
  ['root has a folder that its VMs can read', {}, 0, '/var/cache/uvmkit'],
])('%s', (_, env, uid, folder) => expect(cacheFolder({ env, uid, home })).toBe(folder));
