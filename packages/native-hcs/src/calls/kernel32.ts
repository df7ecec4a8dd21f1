import { bool32, bytes, outPointer, pointer, u32 } from './c-types.js';
import { inLane, signature } from './function-table.js';

/** kernel32.dll: memory of results, events and waits on them by Windows' thread pool, other processes, the processor. */
export const kernel32 = {
  LocalFree: signature(pointer, pointer),
  GetLastError: signature(u32),
  GetSystemDirectoryW: signature(u32, bytes, u32),
  CreateEventW: signature(pointer, pointer, bool32, bool32, pointer),
  CloseHandle: signature(bool32, pointer),
  SetHandleInformation: signature(bool32, pointer, u32, u32),
  RegisterWaitForSingleObject: signature(bool32, outPointer, pointer, pointer, pointer, u32, u32),
  // Waits for callbacks into this process, and for nothing of the service's.
  UnregisterWaitEx: inLane('own', signature(bool32, pointer, pointer)),

  CreateToolhelp32Snapshot: signature(pointer, u32, u32),
  Process32FirstW: signature(bool32, pointer, bytes),
  Process32NextW: signature(bool32, pointer, bytes),
  OpenProcess: signature(pointer, u32, bool32, u32),
  K32GetProcessMemoryInfo: signature(bool32, pointer, bytes, u32),

  GetCurrentProcess: signature(pointer),
  IsWow64Process2: signature(bool32, pointer, bytes, bytes),
  IsProcessorFeaturePresent: signature(bool32, u32),
};
