import {
  hresult,
  i32,
  nothing,
  outPointer,
  pointer,
  text,
  u32,
  type CType,
  type Pointer,
} from './c-types.js';
import { inLane, signature } from './function-table.js';

/** computecore.dll of Windows 10 1809 and later (Microsoft's reference of the Host Compute System API). */
export const computecore = {
  HcsCreateOperation: signature(pointer, pointer, pointer),
  HcsCloseOperation: inLane('release', signature(nothing, pointer)),
  HcsGetOperationResult: signature(hresult, pointer, outPointer),
  HcsCancelOperation: inLane('release', signature(hresult, pointer)),

  HcsEnumerateComputeSystems: signature(hresult, text, pointer),
  HcsCreateComputeSystem: signature(hresult, text, text, pointer, pointer, outPointer),
  HcsOpenComputeSystem: signature(hresult, text, u32, outPointer),
  HcsCloseComputeSystem: inLane('release', signature(nothing, pointer)),
  HcsStartComputeSystem: signature(hresult, pointer, pointer, text),
  HcsShutDownComputeSystem: signature(hresult, pointer, pointer, text),
  HcsTerminateComputeSystem: signature(hresult, pointer, pointer, text),
  HcsPauseComputeSystem: signature(hresult, pointer, pointer, text),
  HcsResumeComputeSystem: signature(hresult, pointer, pointer, text),
  HcsSaveComputeSystem: signature(hresult, pointer, pointer, text),
  HcsGetComputeSystemProperties: signature(hresult, pointer, pointer, text),
  HcsModifyComputeSystem: signature(hresult, pointer, pointer, text, pointer),
  HcsSetComputeSystemCallback: signature(hresult, pointer, u32, pointer, pointer),

  HcsGetServiceProperties: signature(hresult, text, outPointer),
  HcsModifyServiceSettings: signature(hresult, text, outPointer),

  HcsGrantVmAccess: signature(hresult, text, text),
  HcsRevokeVmAccess: signature(hresult, text, text),
  HcsGrantVmGroupAccess: signature(hresult, text),
  HcsRevokeVmGroupAccess: signature(hresult, text),
};

/** What an HCS_EVENT holds. The pointers are Windows' own and end with the callback. */
export interface HcsEvent {
  readonly Type: number;
  readonly EventData: string | null;
  readonly Operation: Pointer;
}

/** HCS_EVENT: 24 bytes on 64-bit Windows. */
export const hcsEvent: CType<HcsEvent> = {
  build: (koffi) =>
    koffi.struct({ Type: i32.build(koffi), EventData: text.build(koffi), Operation: pointer.build(koffi) }),
};

/** HCS_EVENT_TYPE, as far as systems send them. */
export const eventTypes = {
  SystemExited: 1,
  SystemCrashInitiated: 2,
  SystemCrashReport: 3,
  SystemGuestConnectionClosed: 6,
  ServiceDisconnect: 0x0200_0000,
} as const;

/** Access mask of `HcsOpenComputeSystem`: everything. */
export const GENERIC_ALL = 0x1000_0000;
