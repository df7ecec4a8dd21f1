import type * as koffiModule from 'koffi';
import { errors } from '../errors.js';
import { pointer, type CType, type Koffi, type KoffiType, type Pointer } from './c-types.js';
import { bindTable, type Bound, type FunctionTable } from './function-table.js';
import { createLanes } from './gate.js';
import { libraries, type LibraryName, type LibraryPaths } from './libraries.js';
import { systemFolder } from './system-folder.js';

/** Loaded before any program of the machine could put another in front (KnownDLLs): safe by bare name. */
const knownLibraries: readonly LibraryName[] = ['kernel32', 'advapi32', 'ntdll', 'ws2_32'];

/** Called by Windows, on any thread of its own; runs on ours while that thread waits. */
export type NativeCallback = (first: Pointer, context: Pointer) => void;

/** Windows' libraries, each loaded when first used, and the memory behind their pointers. */
export interface Native extends Bindings {
  /** UTF-16 text up to its NUL. */
  readText(address: bigint): string;
  /** A value of a C type at an address. */
  read<T>(address: bigint, type: CType<T>): T;
  /** The address of a function that Windows may call as `void (void *, void *)`; valid as long as the process. */
  callback(run: NativeCallback): bigint;
}

type Bindings = { readonly [L in LibraryName]: Bound<(typeof libraries)[L]> };

/**
 * Opens the way to Windows' libraries, or to those at the given paths. Loads nothing but the FFI yet.
 *
 * @throws UVM_UNSUPPORTED_PLATFORM where there is neither
 */
export const openNative = async (paths: LibraryPaths = {}): Promise<Native> => {
  if (process.platform !== 'win32' && Object.keys(paths).length === 0)
    throw unsupported('The compute service');
  const koffi = await loadKoffi();
  return assemble(koffi, paths);
};

const loadKoffi = async (): Promise<Koffi> => {
  try {
    return (await import('koffi')).default;
  } catch (cause) {
    throw errors.UVM_UNSUPPORTED_PLATFORM(
      `koffi does not load on ${process.platform} ${process.arch}.`,
      { platform: process.platform, arch: process.arch },
      { cause },
    );
  }
};

const assemble = (koffi: Koffi, paths: LibraryPaths): Native => {
  const lanes = createLanes();
  const types = new Map<CType<unknown>, KoffiType>();
  const typeOf = (type: CType<unknown>): KoffiType => {
    const built = types.get(type) ?? type.build(koffi);
    types.set(type, built);
    return built;
  };
  const callbackType = koffi.pointer(koffi.proto('void', [pointer.build(koffi), pointer.build(koffi)]));

  const native = {
    readText: (address: bigint): string => koffi.decode.string16(address),
    read: <T>(address: bigint, type: CType<T>): T => koffi.decode(address, typeOf(type)) as T,
    callback: (run: NativeCallback): bigint => koffi.register(run, callbackType),
  };
  for (const name of Object.keys(libraries) as LibraryName[]) {
    Object.defineProperty(native, name, {
      configurable: true,
      enumerable: true,
      get: () => {
        const library = load(koffi, name, paths[name] ?? (() => systemPath(native as Native, name)));
        const value = bindTable<FunctionTable>(koffi, lanes, library, `${name}.dll`, libraries[name]);
        Object.defineProperty(native, name, { value, enumerable: true });
        return value;
      },
    });
  }
  return native as Native;
};

const load = (koffi: Koffi, name: LibraryName, where: string | (() => string)): koffiModule.LibraryHandle => {
  const path = typeof where === 'string' ? where : where();
  try {
    return koffi.load(path);
  } catch (cause) {
    throw errors.UVM_NATIVE_LIBRARY_MISSING(`${name}.dll from ${path}.`, { library: name, path }, { cause });
  }
};

/** Full paths, so that no folder of the search order can put its own library in front. */
const systemPath = (native: Native, name: LibraryName): string => {
  if (process.platform !== 'win32') throw unsupported(`${name}.dll`);
  if (knownLibraries.includes(name)) return `${name}.dll`;
  return `${systemFolder(native.kernel32)}\\${name}.dll`;
};

const unsupported = (what: string): Error =>
  errors.UVM_UNSUPPORTED_PLATFORM(`${what} does not exist on ${process.platform}.`, {
    platform: process.platform,
  });
