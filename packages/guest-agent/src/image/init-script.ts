import { guestLayout } from './layout.js';

/** Lists of module files in the order of loading, one name a line, in the folder of the modules. */
export const moduleLists = { channel: 'channel.list', others: 'others.list' } as const;

/**
 * The guest's first process, for busybox's shell. It stays process 1: it loads the modules of the channel, starts the
 * agent with the words behind ` -- ` of the kernel line, loads the rest beside it, reaps orphans, and powers the machine
 * off when the agent has ended.
 */
export const initScript = `#!/bin/sh
export PATH=/sbin:/usr/sbin:/bin:/usr/bin
mount -t devtmpfs dev /dev
mount -t proc proc /proc
mount -t sysfs sys /sys
mkdir -p /dev/pts /dev/shm
mount -t devpts devpts /dev/pts
mount -t tmpfs -o mode=1777 shm /dev/shm
mount -t tmpfs -o mode=1777 tmp /tmp
mount -t tmpfs -o mode=755 run /run
exec </dev/console >/dev/console 2>&1
echo "init: loading the channel"
load() {
  while read -r module; do
    insmod "${guestLayout.modules}/$module" || echo "$module"
  done < "${guestLayout.modules}/$1"
}
load ${moduleLists.channel}
${guestLayout.node} ${guestLayout.agent} "$@" &
agent=$!
{
  ip link set lo up
  mount -t cgroup2 cgroup2 /sys/fs/cgroup
  load ${moduleLists.others} > ${guestLayout.modulesLoaded}.new 2>/dev/null
  mv ${guestLayout.modulesLoaded}.new ${guestLayout.modulesLoaded}
} &
wait $agent
echo "init: the agent has ended with status $?"
poweroff -f
`;
