/**
 * Where things are inside the guest that `buildBootFiles` makes. The agent, the image builder and the engine agree
 * on these names; none of them may change alone.
 */
export const guestLayout = {
  /** Name of the virtio-serial port that carries the guest channel, as `/sys/class/virtio-ports/<port>/name` shows it. */
  channelPortName: 'org.uvmkit.agent',
  /** The Node binary that runs the agent. */
  node: '/bin/node',
  /** The agent, bundled into one CommonJS file. The kernel line's words after ` -- ` are its `process.argv`. */
  agent: '/agent.cjs',
  /**
   * koffi's native part. koffi 3.3 looks for `<its folder>/../../build/koffi/linux_x64/koffi.node`, and its folder is
   * `/` once bundled into {@link guestLayout.agent}: so a bundle of `koffi/indirect` finds it without any setting.
   */
  koffiAddon: '/build/koffi/linux_x64/koffi.node',
  /** Kernel modules, as plain `.ko` files in one folder. */
  modules: '/lib/modules',
  /** Exists once the modules that do not belong to the channel are loaded; holds one line per module that failed. */
  modulesLoaded: '/run/modules-loaded',
} as const;
