// The functions that the library exports, with the ABI of the Windows functions they play. x64 has one
// calling convention, so that nothing is said of it. HRESULTs are int32_t, strings are UTF-16 and end with a
// zero.
#pragma once

#include <stdint.h>
#include <uchar.h>

// A function that a system library has as well is called standin_<name> in C and exported as <name>: by its
// assembler name on Linux, by stand-in.def on Windows. So the library's own calls still reach the system.
#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#define EXPORT_RENAMED
#define AS(name)
#else
#define EXPORT __attribute__((visibility("default")))
#define EXPORT_RENAMED EXPORT
#define AS(name) __asm__(#name)
#endif

typedef void *HCS_OPERATION;
typedef void *HCS_SYSTEM;

typedef struct {
  int32_t Type;
  const char16_t *EventData;
  HCS_OPERATION Operation;
} HCS_EVENT;

typedef void (*HCS_OPERATION_COMPLETION)(HCS_OPERATION operation, void *context);
typedef void (*HCS_EVENT_CALLBACK)(HCS_EVENT *event, void *context);

// computecore.dll

EXPORT HCS_OPERATION HcsCreateOperation(const void *context, HCS_OPERATION_COMPLETION callback);
EXPORT void HcsCloseOperation(HCS_OPERATION operation);
EXPORT void *HcsGetOperationContext(HCS_OPERATION operation);
EXPORT int32_t HcsSetOperationContext(HCS_OPERATION operation, const void *context);
EXPORT HCS_SYSTEM HcsGetComputeSystemFromOperation(HCS_OPERATION operation);
EXPORT int32_t HcsGetOperationType(HCS_OPERATION operation);
EXPORT uint64_t HcsGetOperationId(HCS_OPERATION operation);
EXPORT int32_t HcsGetOperationResult(HCS_OPERATION operation, char16_t **document);
EXPORT int32_t HcsWaitForOperationResult(HCS_OPERATION operation, uint32_t timeout_ms, char16_t **document);
EXPORT int32_t HcsSetOperationCallback(HCS_OPERATION operation, const void *context,
                                       HCS_OPERATION_COMPLETION callback);
EXPORT int32_t HcsCancelOperation(HCS_OPERATION operation);
EXPORT int32_t HcsAddResourceToOperation(HCS_OPERATION operation, uint32_t type, const char16_t *uri,
                                         void *handle);

EXPORT int32_t HcsEnumerateComputeSystems(const char16_t *query, HCS_OPERATION operation);
EXPORT int32_t HcsCreateComputeSystem(const char16_t *id, const char16_t *configuration,
                                      HCS_OPERATION operation, const void *security_descriptor,
                                      HCS_SYSTEM *system);
EXPORT int32_t HcsOpenComputeSystem(const char16_t *id, uint32_t access, HCS_SYSTEM *system);
EXPORT void HcsCloseComputeSystem(HCS_SYSTEM system);
EXPORT int32_t HcsStartComputeSystem(HCS_SYSTEM system, HCS_OPERATION operation, const char16_t *options);
EXPORT int32_t HcsShutDownComputeSystem(HCS_SYSTEM system, HCS_OPERATION operation, const char16_t *options);
EXPORT int32_t HcsTerminateComputeSystem(HCS_SYSTEM system, HCS_OPERATION operation, const char16_t *options);
EXPORT int32_t HcsCrashComputeSystem(HCS_SYSTEM system, HCS_OPERATION operation, const char16_t *options);
EXPORT int32_t HcsPauseComputeSystem(HCS_SYSTEM system, HCS_OPERATION operation, const char16_t *options);
EXPORT int32_t HcsResumeComputeSystem(HCS_SYSTEM system, HCS_OPERATION operation, const char16_t *options);
EXPORT int32_t HcsSaveComputeSystem(HCS_SYSTEM system, HCS_OPERATION operation, const char16_t *options);
EXPORT int32_t HcsGetComputeSystemProperties(HCS_SYSTEM system, HCS_OPERATION operation,
                                             const char16_t *query);
EXPORT int32_t HcsModifyComputeSystem(HCS_SYSTEM system, HCS_OPERATION operation, const char16_t *request,
                                      void *identity);
EXPORT int32_t HcsSetComputeSystemCallback(HCS_SYSTEM system, uint32_t options, const void *context,
                                           HCS_EVENT_CALLBACK callback);

EXPORT int32_t HcsGetServiceProperties(const char16_t *query, char16_t **document);
EXPORT int32_t HcsModifyServiceSettings(const char16_t *settings, char16_t **document);
EXPORT int32_t HcsGrantVmAccess(const char16_t *vm_id, const char16_t *path);
EXPORT int32_t HcsRevokeVmAccess(const char16_t *vm_id, const char16_t *path);
EXPORT int32_t HcsCreateEmptyGuestStateFile(const char16_t *path);
EXPORT int32_t HcsCreateEmptyRuntimeStateFile(const char16_t *path);

#if !defined(STAND_IN_1809) // what Windows 10 1809 and Server 2019 do not have
EXPORT HCS_OPERATION HcsCreateOperationWithNotifications(uint32_t options, const void *context,
                                                         HCS_EVENT_CALLBACK callback);
EXPORT int32_t HcsWaitForComputeSystemExit(HCS_SYSTEM system, uint32_t timeout_ms, char16_t **document);
EXPORT int32_t HcsGrantVmGroupAccess(const char16_t *path);
EXPORT int32_t HcsRevokeVmGroupAccess(const char16_t *path);
#endif

// computenetwork.dll: ids are GUIDs in memory layout, the last parameter takes the error record

typedef void *HCN_NETWORK;
typedef void *HCN_ENDPOINT;
typedef void *HCN_NAMESPACE;

#define HCN_FUNCTIONS(name, names, type)                                                               \
  EXPORT int32_t HcnEnumerate##names(const char16_t *query, char16_t **ids, char16_t **error);         \
  EXPORT int32_t HcnOpen##name(const uint8_t *id, type *object, char16_t **error);                     \
  EXPORT int32_t HcnModify##name(type object, const char16_t *request, char16_t **error);              \
  EXPORT int32_t HcnQuery##name##Properties(type object, const char16_t *query, char16_t **properties, \
                                            char16_t **error);                                         \
  EXPORT int32_t HcnDelete##name(const uint8_t *id, char16_t **error);                                 \
  EXPORT int32_t HcnClose##name(type object);

HCN_FUNCTIONS(Network, Networks, HCN_NETWORK)
HCN_FUNCTIONS(Endpoint, Endpoints, HCN_ENDPOINT)
HCN_FUNCTIONS(Namespace, Namespaces, HCN_NAMESPACE)
EXPORT int32_t HcnCreateNetwork(const uint8_t *id, const char16_t *settings, HCN_NETWORK *network,
                                char16_t **error);
EXPORT int32_t HcnCreateEndpoint(HCN_NETWORK network, const uint8_t *id, const char16_t *settings,
                                 HCN_ENDPOINT *endpoint, char16_t **error);
EXPORT int32_t HcnCreateNamespace(const uint8_t *id, const char16_t *settings, HCN_NAMESPACE *namespace_,
                                  char16_t **error);

// computestorage.dll

EXPORT int32_t HcsFormatWritableLayerVhd(void *vhd);
EXPORT int32_t HcsGetLayerVhdMountPath(void *vhd, char16_t **path);

// kernel32.dll and ole32.dll: memory

EXPORT_RENAMED void *standin_LocalFree(void *memory) AS(LocalFree);
EXPORT_RENAMED void standin_CoTaskMemFree(void *memory) AS(CoTaskMemFree);

// kernel32.dll: events and registered waits

typedef void (*WAIT_CALLBACK)(void *context, uint8_t timed_out);

EXPORT_RENAMED int32_t standin_GetLastError(void) AS(GetLastError);
EXPORT_RENAMED void *standin_CreateEventW(const void *security, int32_t is_manual, int32_t is_set,
                                          const char16_t *name) AS(CreateEventW);
EXPORT_RENAMED int32_t standin_CloseHandle(void *handle) AS(CloseHandle);
EXPORT_RENAMED int32_t standin_RegisterWaitForSingleObject(void **wait, void *object, WAIT_CALLBACK callback,
                                                           void *context, uint32_t timeout_ms, uint32_t flags)
    AS(RegisterWaitForSingleObject);
EXPORT_RENAMED int32_t standin_UnregisterWaitEx(void *wait, void *completion) AS(UnregisterWaitEx);

// kernel32.dll: who inherits a socket; it knows no other handles

EXPORT_RENAMED int32_t standin_SetHandleInformation(void *handle, uint32_t mask, uint32_t flags)
    AS(SetHandleInformation);

// ws2_32.dll: sockets of family 34

typedef uintptr_t HV_SOCKET;
#define NO_SOCKET ((HV_SOCKET) - 1)

typedef struct {
  uint16_t Family;
  uint16_t Reserved;
  uint8_t VmId[16];
  uint8_t ServiceId[16];
} SOCKADDR_HV;

/** WSANETWORKEVENTS. */
typedef struct {
  int32_t lNetworkEvents;
  int32_t iErrorCode[10];
} NETWORK_EVENTS;

EXPORT_RENAMED int32_t standin_WSAStartup(uint16_t version, void *data) AS(WSAStartup);
EXPORT_RENAMED HV_SOCKET standin_WSASocketW(int32_t family, int32_t type, int32_t protocol, const void *info,
                                            uint32_t group, uint32_t flags) AS(WSASocketW);
EXPORT_RENAMED int32_t standin_closesocket(HV_SOCKET socket) AS(closesocket);
EXPORT_RENAMED int32_t standin_bind(HV_SOCKET socket, const SOCKADDR_HV *address, int32_t length) AS(bind);
EXPORT_RENAMED int32_t standin_listen(HV_SOCKET socket, int32_t backlog) AS(listen);
EXPORT_RENAMED HV_SOCKET standin_accept(HV_SOCKET socket, SOCKADDR_HV *address, int32_t *length) AS(accept);
EXPORT_RENAMED int32_t standin_connect(HV_SOCKET socket, const SOCKADDR_HV *address, int32_t length)
    AS(connect);
EXPORT_RENAMED int32_t standin_recv(HV_SOCKET socket, void *buffer, int32_t length, int32_t flags) AS(recv);
EXPORT_RENAMED int32_t standin_send(HV_SOCKET socket, const void *data, int32_t length, int32_t flags)
    AS(send);
EXPORT_RENAMED int32_t standin_shutdown(HV_SOCKET socket, int32_t how) AS(shutdown);
EXPORT_RENAMED int32_t standin_setsockopt(HV_SOCKET socket, int32_t level, int32_t name, const void *value,
                                          int32_t length) AS(setsockopt);
EXPORT_RENAMED int32_t standin_getsockopt(HV_SOCKET socket, int32_t level, int32_t name, void *value,
                                          int32_t *length) AS(getsockopt);
EXPORT_RENAMED int32_t standin_WSAEventSelect(HV_SOCKET socket, void *event, int32_t events)
    AS(WSAEventSelect);
EXPORT_RENAMED int32_t standin_WSAEnumNetworkEvents(HV_SOCKET socket, void *event, NETWORK_EVENTS *found)
    AS(WSAEnumNetworkEvents);
EXPORT_RENAMED int32_t standin_WSAGetLastError(void) AS(WSAGetLastError);

// Control functions for tests: README.md says what they do.

EXPORT void StandInReset(void);
EXPORT void StandInScript(const char16_t *function, uint32_t skip, int32_t result, int32_t completion,
                          const char16_t *document, uint32_t delay_ms, uint32_t flags);
EXPORT int64_t StandInCount(const char16_t *what);
EXPORT int32_t StandInLastDocument(const char16_t *function, char16_t *buffer, uint32_t capacity);
EXPORT void StandInEmit(const char16_t *id, int32_t type, const char16_t *data, uint32_t times);
EXPORT void StandInExit(const char16_t *id, const char16_t *exit_document);
EXPORT void StandInDisconnect(void);
EXPORT void StandInOnStart(void (*callback)(const char16_t *runtime_id));
EXPORT uint16_t StandInListenerPort(const uint8_t *vm_id, const uint8_t *service_id);
EXPORT void StandInGuestListener(const uint8_t *vm_id, const uint8_t *service_id, uint16_t tcp_port);
