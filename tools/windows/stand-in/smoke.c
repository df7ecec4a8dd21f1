// Loads the library as an FFI does and puts it through what its users will do: `smoke <library> <library of 1809>`.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "functions.h"
#include "hresults.h"
#include "platform.h"
#include "stand-in.h"
#include "text.h"
#include "wsa.h"

#if defined(_WIN32)
#include <windows.h>
#else
#include <dlfcn.h>
#endif

#define USED_FUNCTIONS(USE)     \
  USE(HcsCreateOperation)       \
  USE(HcsCloseOperation)        \
  USE(HcsGetOperationType)      \
  USE(HcsGetOperationContext)   \
  USE(HcsGetOperationResult)    \
  USE(HcsWaitForOperationResult) \
  USE(HcsEnumerateComputeSystems) \
  USE(HcsCreateComputeSystem)   \
  USE(HcsOpenComputeSystem)     \
  USE(HcsCloseComputeSystem)    \
  USE(HcsStartComputeSystem)    \
  USE(HcsShutDownComputeSystem) \
  USE(HcsTerminateComputeSystem) \
  USE(HcsPauseComputeSystem)    \
  USE(HcsSaveComputeSystem)     \
  USE(HcsGetComputeSystemProperties) \
  USE(HcsModifyComputeSystem)   \
  USE(HcsSetComputeSystemCallback) \
  USE(HcsCreateOperationWithNotifications) \
  USE(HcsResumeComputeSystem)   \
  USE(HcsCrashComputeSystem)    \
  USE(HcsWaitForComputeSystemExit) \
  USE(HcsGrantVmAccess)         \
  USE(HcsRevokeVmGroupAccess)   \
  USE(HcsCreateEmptyGuestStateFile) \
  USE(HcsGetServiceProperties)  \
  USE(HcsModifyServiceSettings) \
  USE(HcnCreateNetwork)         \
  USE(HcnOpenNetwork)           \
  USE(HcnDeleteNetwork)         \
  USE(HcnCloseNetwork)          \
  USE(HcnCreateEndpoint)        \
  USE(HcnEnumerateEndpoints)    \
  USE(HcnQueryEndpointProperties) \
  USE(HcnDeleteEndpoint)        \
  USE(HcnCloseEndpoint)         \
  USE(HcnCreateNamespace)       \
  USE(HcnModifyNamespace)       \
  USE(HcnQueryNamespaceProperties) \
  USE(HcnDeleteNamespace)       \
  USE(HcnCloseNamespace)        \
  USE(HcsGetLayerVhdMountPath)  \
  USE(StandInReset)             \
  USE(StandInScript)            \
  USE(StandInCount)             \
  USE(StandInLastDocument)      \
  USE(StandInEmit)              \
  USE(StandInExit)              \
  USE(StandInDisconnect)        \
  USE(StandInOnStart)           \
  USE(StandInListenerPort)      \
  USE(StandInGuestListener)

#define USED_RENAMED_FUNCTIONS(USE) \
  USE(LocalFree)                    \
  USE(CoTaskMemFree)                \
  USE(CreateEventW)                 \
  USE(CloseHandle)                  \
  USE(RegisterWaitForSingleObject)  \
  USE(UnregisterWaitEx)             \
  USE(WSAStartup)                   \
  USE(WSASocketW)                   \
  USE(closesocket)                  \
  USE(bind)                         \
  USE(listen)                       \
  USE(accept)                       \
  USE(connect)                      \
  USE(recv)                         \
  USE(send)                         \
  USE(shutdown)                     \
  USE(setsockopt)                   \
  USE(getsockopt)                   \
  USE(WSAEventSelect)               \
  USE(WSAEnumNetworkEvents)         \
  USE(WSAGetLastError)

static struct {
#define USE(name) __typeof__(name) *name;
  USED_FUNCTIONS(USE)
#undef USE
#define USE(name) __typeof__(standin_##name) *name;
  USED_RENAMED_FUNCTIONS(USE)
#undef USE
} lib;

static const char *current = "";

#define CHECK(condition)                                                                    \
  do {                                                                                      \
    if (!(condition)) {                                                                     \
      fprintf(stderr, "smoke.c:%d: %s: not so: %s\n", __LINE__, current, #condition);       \
      exit(1);                                                                              \
    }                                                                                       \
  } while (0)

#if defined(_WIN32)
static void *open_library(const char *path) { return (void *)LoadLibraryA(path); }

static void *symbol(void *library, const char *name) { return (void *)GetProcAddress((HMODULE)library, name); }
#else
static void *open_library(const char *path) {
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) fprintf(stderr, "%s\n", dlerror());
  return library;
}

static void *symbol(void *library, const char *name) { return dlsym(library, name); }
#endif

static void load(const char *path) {
  void *library = open_library(path);
  CHECK(library != NULL);
#define USE(name)                               \
  *(void **)&lib.name = symbol(library, #name); \
  CHECK(lib.name != NULL);
  USED_FUNCTIONS(USE)
  USED_RENAMED_FUNCTIONS(USE)
#undef USE
#define FUNCTION(name, needs) CHECK(symbol(library, #name) != NULL);
  STAND_IN_FUNCTIONS(FUNCTION)
#undef FUNCTION
#if !defined(_WIN32) // libc's functions of the same name stay what they are for everybody else
  CHECK(dlsym(RTLD_DEFAULT, "bind") != symbol(library, "bind"));
  CHECK(dlsym(RTLD_DEFAULT, "recv") != symbol(library, "recv"));
#endif
}

static void check_older_library(const char *path) {
  static const char *const newer[] = {"HcsGrantVmGroupAccess", "HcsRevokeVmGroupAccess", "HcsWaitForComputeSystemExit",
                                      "HcsCreateOperationWithNotifications"};
  void *library = open_library(path);
  CHECK(library != NULL && symbol(library, "HcsCreateOperation") != NULL);
  for (size_t i = 0; i < sizeof newer / sizeof *newer; i++) CHECK(symbol(library, newer[i]) == NULL);
}

#define COUNT(what) lib.StandInCount(u##what)

static const char16_t *const plain = u"{\"Owner\":\"smoke\",\"VirtualMachine\":{}}";
static const char16_t *const bound_to_handles = u"{\"ShouldTerminateOnLastHandleClosed\":true,\"VirtualMachine\":{}}";

/** Waits until a counter of the library has the value. */
static void await_count(const char16_t *what, int64_t value) {
  for (int i = 0; i < 2000 && lib.StandInCount(what) != value; i++) platform_sleep_ms(5);
  CHECK(lib.StandInCount(what) == value);
}

static bool contains(const char16_t *text, const char *piece) {
  for (; text != NULL && *text != 0; text++) {
    if (text_starts_with(text, piece)) return true;
  }
  return false;
}

/** Waits for an operation; the result, and whether its document contains `piece` (NULL: there is none). */
static int32_t finish(HCS_OPERATION operation, const char *piece) {
  char16_t *document = NULL;
  const int32_t result = lib.HcsWaitForOperationResult(operation, 10000, &document);
  CHECK(piece == NULL ? document == NULL : contains(document, piece));
  lib.LocalFree(document);
  return result;
}

static HCS_SYSTEM create(const char16_t *id, const char16_t *document) {
  HCS_SYSTEM system = NULL;
  HCS_OPERATION operation = lib.HcsCreateOperation(NULL, NULL);
  CHECK(lib.HcsCreateComputeSystem(id, document, operation, NULL, &system) == S_OK_HR);
  CHECK(system != NULL);
  CHECK(finish(operation, NULL) == S_OK_HR);
  lib.HcsCloseOperation(operation);
  return system;
}

typedef int32_t (*system_call)(HCS_SYSTEM system, HCS_OPERATION operation, const char16_t *document);

static int32_t run(system_call call, HCS_SYSTEM system, const char16_t *document, const char *piece) {
  HCS_OPERATION operation = lib.HcsCreateOperation(NULL, NULL);
  int32_t result = call(system, operation, document);
  if (result >= 0) result = finish(operation, piece);
  lib.HcsCloseOperation(operation);
  return result;
}

/** Everything that was opened is closed, everything that was given is freed. */
static void expect_nothing_left(void) {
  static const char16_t *const counters[] = {u"systemHandles", u"operations", u"documents", u"badFrees",
                                             u"badHandles",    u"pending",    u"callbacksRunning",
                                             u"sockets",       u"events",     u"waits",
                                             u"networkHandles"};
  for (size_t i = 0; i < sizeof counters / sizeof *counters; i++) await_count(counters[i], 0);
}

struct heard {
  int exits;
  int others;
  int completions;
  int overlaps;
  int running;
  int last;
  bool on_own_thread;
  uint64_t own_thread;
};

/** Counters of callbacks are kept under the test's own lock. */
static struct heard heard_now(const struct heard *heard) {
  platform_lock();
  const struct heard copy = *heard;
  platform_unlock();
  return copy;
}

static void on_event(HCS_EVENT *event, void *context) {
  struct heard *heard = context;
  platform_lock();
  heard->overlaps += heard->running++ > 0;
  heard->on_own_thread |= platform_thread() == heard->own_thread;
  if (event->Type == 1) {
    CHECK(contains(event->EventData, "ExitType"));
    heard->exits++;
  } else {
    heard->others++;
  }
  platform_unlock();
  platform_lock();
  heard->running--;
  platform_unlock();
}

static void on_completion(HCS_OPERATION operation, void *context) {
  struct heard *heard = context;
  CHECK(lib.HcsGetOperationContext(operation) == context);
  platform_lock();
  heard->completions++;
  heard->on_own_thread |= platform_thread() == heard->own_thread;
  platform_unlock();
}

static void await_completions(const struct heard *heard, int count) {
  for (int i = 0; i < 2000 && heard_now(heard).completions != count; i++) platform_sleep_ms(5);
  CHECK(heard_now(heard).completions == count);
}

static void lives_and_ends(void) {
  struct heard heard = {.own_thread = platform_thread()};
  HCS_SYSTEM system = create(u"Smoke-1", plain);
  HCS_SYSTEM second = NULL;
  CHECK(lib.HcsOpenComputeSystem(u"sMOKE-1", 0x10000000, &second) == S_OK_HR);
  CHECK(lib.HcsSetComputeSystemCallback(system, 0, &heard, on_event) == S_OK_HR);
  CHECK(lib.HcsSetComputeSystemCallback(second, 0, &heard, on_event) == S_OK_HR);

  HCS_OPERATION operation = lib.HcsCreateOperation(&heard, on_completion);
  char16_t *document = NULL;
  CHECK(lib.HcsGetOperationResult(operation, &document) == HCS_E_OPERATION_NOT_STARTED);
  CHECK(lib.HcsStartComputeSystem(system, operation, NULL) == S_OK_HR);
  await_completions(&heard, 1);
  CHECK(lib.HcsGetOperationResult(operation, &document) == S_OK_HR && document == NULL);
  CHECK(lib.HcsGetOperationType(operation) == 2);
  CHECK(lib.HcsGetComputeSystemProperties(system, operation, u"") == S_OK_HR); // used again
  CHECK(finish(operation, "\"State\":\"Running\"") == S_OK_HR);
  await_completions(&heard, 2);
  lib.HcsCloseOperation(operation);

  CHECK(run(lib.HcsStartComputeSystem, system, NULL, "\"Detail\":\"Start\"") == HCS_E_INVALID_STATE);
  CHECK(run(lib.HcsSaveComputeSystem, system, NULL, "\"Save\"") == HCS_E_INVALID_STATE);
  CHECK(run(lib.HcsTerminateComputeSystem, system, NULL, NULL) == S_OK_HR);
  for (int i = 0; i < 2000 && heard_now(&heard).exits < 2; i++) platform_sleep_ms(5);
  CHECK(heard_now(&heard).exits == 2 && heard_now(&heard).others == 0 && !heard_now(&heard).on_own_thread);
  CHECK(run(lib.HcsGetComputeSystemProperties, system, NULL, "\"Stopped\":true,\"ExitType\":\"ForcedExit\"") == 0);
  CHECK(run(lib.HcsTerminateComputeSystem, second, NULL, "Terminate") == HCS_E_SYSTEM_ALREADY_STOPPED);
  CHECK(COUNT("systems") == 0);
  lib.HcsCloseComputeSystem(system);
  lib.HcsCloseComputeSystem(second);
  CHECK(lib.HcsOpenComputeSystem(u"Smoke-1", 0, &system) == HCS_E_SYSTEM_NOT_FOUND && system == NULL);
}

static void asks_and_changes(void) {
  HCS_SYSTEM system = create(u"0F0E0D0C-0000-4000-8000-0000000000AB", plain);
  CHECK(run(lib.HcsGetComputeSystemProperties, system, u"{\"PropertyTypes\":[\"Memory\"]}",
            "\"AssignedMemory\":262144") == S_OK_HR);
  CHECK(run(lib.HcsGetComputeSystemProperties, system, NULL,
            "\"RuntimeId\":\"0f0e0d0c-0000-4000-8000-0000000000ab\"") == S_OK_HR);
  CHECK(run(lib.HcsGetComputeSystemProperties, system, u"{\"PropertyTypes\":[\"Nonsense\"]}", "PropertyTypes") == HCS_E_INVALID_JSON);

  HCS_OPERATION operation = lib.HcsCreateOperation(NULL, NULL);
  CHECK(lib.HcsModifyComputeSystem(system, operation,
                                   u"{\"ResourcePath\":\"VirtualMachine/ComputeTopology/Memory/SizeInMB\","
                                   u"\"Settings\":2048}",
                                   NULL) == S_OK_HR);
  CHECK(finish(operation, NULL) == S_OK_HR);
  CHECK(lib.HcsModifyComputeSystem(system, operation, u"{\"ResourcePath\":\"Nowhere\"}", NULL) == S_OK_HR);
  CHECK(finish(operation, "Modify") == HR_NOT_FOUND);
  CHECK(lib.HcsModifyComputeSystem(system, operation, u"{\"ResourcePath\"", NULL) == S_OK_HR);
  CHECK(finish(operation, "Syntax error") == HCS_E_INVALID_JSON);
  CHECK(lib.HcsEnumerateComputeSystems(u"{\"Owners\":[\"smoke\"]}", operation) == S_OK_HR);
  CHECK(finish(operation, "[{\"Id\":\"0F0E") == S_OK_HR);
  CHECK(lib.HcsEnumerateComputeSystems(u"{\"Ids\":[\"other\"]}", operation) == S_OK_HR);
  CHECK(finish(operation, "[]") == S_OK_HR);

  HCS_SYSTEM failed = NULL;
  CHECK(lib.HcsCreateComputeSystem(u"x", u"{\"VirtualMachine\":{\"NoSuchMember\":1}}", operation, NULL, &failed) == 0);
  CHECK(finish(operation, "$.VirtualMachine.NoSuchMember") == HCS_E_INVALID_JSON);
  CHECK(run(lib.HcsStartComputeSystem, failed, NULL, "Start") == HCS_E_SYSTEM_NOT_FOUND);
  lib.HcsCloseComputeSystem(failed);
  lib.HcsCloseOperation(operation);

  char16_t sent[64];
  CHECK(lib.StandInLastDocument(u"HcsEnumerateComputeSystems", sent, 64) == 17 && text_is(sent, "{\"Ids\":[\"other\"]}"));
  CHECK(run(lib.HcsShutDownComputeSystem, system, NULL, "Shutdown") == HCS_E_INVALID_STATE);
  CHECK(run(lib.HcsTerminateComputeSystem, system, NULL, NULL) == S_OK_HR);
  lib.HcsCloseComputeSystem(system);

  char16_t *document = NULL;
  CHECK(lib.HcsModifyServiceSettings(u"{\"PropertyType\":\"CpuGroup\",\"Settings\":{\"Operation\":\"CreateGroup\","
                                     u"\"OperationDetails\":{\"GroupId\":\"g\",\"LogicalProcessorCount\":2,"
                                     u"\"LogicalProcessors\":[0,1]}}}",
                                     &document) == S_OK_HR);
  CHECK(document == NULL);
  CHECK(lib.HcsGetServiceProperties(u"{\"PropertyTypes\":[\"Basic\",\"CpuGroup\"]}", &document) == S_OK_HR);
  CHECK(contains(document, "\"Minor\":6}]},{\"CpuGroups\":[{\"GroupId\":\"g\""));
  lib.CoTaskMemFree(document);
}

static void ends_with_its_last_handle(void) {
  HCS_SYSTEM system = create(u"last", bound_to_handles);
  HCS_SYSTEM second = NULL;
  CHECK(lib.HcsOpenComputeSystem(u"last", 0, &second) == S_OK_HR);
  lib.HcsCloseComputeSystem(system);
  CHECK(COUNT("systems") == 1);
  lib.HcsCloseComputeSystem(second);
  CHECK(COUNT("systems") == 0);
}

static void closes_in_flight(void) {
  struct heard heard = {0};
  HCS_SYSTEM system = create(u"flight", bound_to_handles);
  for (int i = 0; i < 200; i++) {
    lib.StandInScript(u"HcsGetComputeSystemProperties", 0, 0, 0, u"{}", (uint32_t)i % 3, 4);
    HCS_OPERATION operation = lib.HcsCreateOperation(&heard, on_completion);
    CHECK(lib.HcsGetComputeSystemProperties(system, operation, NULL) == S_OK_HR);
    lib.HcsCloseOperation(operation);
    const int after_close = heard_now(&heard).completions;
    if (i % 50 == 0) platform_sleep_ms(10);
    CHECK(heard_now(&heard).completions == after_close);
  }
  lib.HcsCloseComputeSystem(system);
}

static void weathers_a_storm(void) {
  for (int round = 0; round < 20; round++) {
    struct heard heard = {.own_thread = platform_thread()};
    HCS_SYSTEM systems[3];
    systems[0] = create(u"storm", bound_to_handles);
    for (int i = 1; i < 3; i++) CHECK(lib.HcsOpenComputeSystem(u"storm", 0, &systems[i]) == S_OK_HR);
    struct heard each[3] = {heard, heard, heard};
    for (int i = 0; i < 3; i++) lib.HcsSetComputeSystemCallback(systems[i], 0, &each[i], on_event);
    lib.StandInEmit(u"STORM", 6, u"{\"n\":1}", 5000);
    if (round % 2 == 0) platform_sleep_ms(2);
    lib.HcsSetComputeSystemCallback(systems[0], 0, NULL, NULL);
    lib.HcsCloseComputeSystem(systems[1]);
    const int stopped[2] = {heard_now(&each[0]).others, heard_now(&each[1]).others};
    for (int i = 0; i < 4000 && heard_now(&each[2]).others < 5000; i++) platform_sleep_ms(5);
    CHECK(heard_now(&each[2]).others == 5000 && heard_now(&each[2]).overlaps == 0);
    CHECK(heard_now(&each[0]).others == stopped[0] && heard_now(&each[1]).others == stopped[1]);
    lib.HcsCloseComputeSystem(systems[0]);
    lib.HcsCloseComputeSystem(systems[2]);
    CHECK(COUNT("systems") == 0);
  }
}

static void close_from_inside(HCS_OPERATION operation, void *context) {
  on_completion(operation, context);
  lib.HcsCloseOperation(operation);
}

static void answers_by_script(void) {
  struct heard heard = {.own_thread = platform_thread()};
  HCS_SYSTEM system = create(u"script", bound_to_handles);
  char16_t *document = NULL;

  lib.StandInScript(u"HcsStartComputeSystem", 1, HCS_E_INVALID_STATE, 0, u"{broken", 0, 0);
  lib.StandInScript(u"HcsStartComputeSystem", 0, 0, HCS_E_UNEXPECTED_EXIT, NULL, 0, 0);
  CHECK(run(lib.HcsStartComputeSystem, system, NULL, NULL) == HCS_E_UNEXPECTED_EXIT);
  HCS_OPERATION operation = lib.HcsCreateOperation(NULL, NULL);
  CHECK(lib.HcsStartComputeSystem(system, operation, NULL) == HCS_E_INVALID_STATE);
  CHECK(lib.HcsGetOperationResult(operation, &document) == HCS_E_INVALID_STATE && text_is(document, "{broken"));
  lib.LocalFree(document);
  lib.HcsCloseOperation(operation);

  lib.StandInScript(u"HcsStartComputeSystem", 0, 0, 0, u"on this thread", 0, 2 | 4);
  operation = lib.HcsCreateOperation(&heard, on_completion);
  CHECK(lib.HcsStartComputeSystem(system, operation, NULL) == S_OK_HR);
  CHECK(heard_now(&heard).completions == 1 && heard_now(&heard).on_own_thread);
  CHECK(finish(operation, "on this thread") == S_OK_HR);
  lib.HcsCloseOperation(operation);

  lib.StandInScript(u"HcsPauseComputeSystem", 0, 0, 0, NULL, 0, 1);
  operation = lib.HcsCreateOperation(&heard, on_completion);
  CHECK(lib.HcsPauseComputeSystem(system, operation, NULL) == S_OK_HR);
  CHECK(lib.HcsWaitForOperationResult(operation, 20, &document) == HCS_E_OPERATION_TIMEOUT && document == NULL);
  CHECK(lib.HcsPauseComputeSystem(system, operation, NULL) == HCS_E_OPERATION_ALREADY_STARTED);
  CHECK(COUNT("pending") == 1);
  lib.HcsCloseOperation(operation);
  CHECK(COUNT("pending") == 0);

  lib.StandInScript(u"HcsGetServiceProperties", 0, HCS_E_INVALID_JSON, 0, u"no", 0, 0);
  CHECK(lib.HcsGetServiceProperties(NULL, &document) == HCS_E_INVALID_JSON && text_is(document, "no"));
  lib.LocalFree(document);

  operation = lib.HcsCreateOperation(&heard, close_from_inside);
  CHECK(lib.HcsGetComputeSystemProperties(system, operation, NULL) == S_OK_HR);
  await_completions(&heard, 2);
  await_count(u"operations", 0);
  lib.HcsCloseComputeSystem(system);
}

static void finds_misuse(void) {
  HCS_SYSTEM system = create(u"misuse", bound_to_handles);
  HCS_OPERATION operation = lib.HcsCreateOperation(NULL, NULL);
  char16_t *document = NULL;
  CHECK(lib.HcsGetComputeSystemProperties(system, operation, NULL) == S_OK_HR);
  CHECK(lib.HcsWaitForOperationResult(operation, 10000, &document) == S_OK_HR);
  CHECK(COUNT("documents") == 1);
  lib.LocalFree(document);
  lib.LocalFree(document);
  lib.LocalFree(NULL);
  CHECK(COUNT("badFrees") == 1 && COUNT("documents") == 0);
  lib.HcsCloseComputeSystem(system);
  CHECK(lib.HcsStartComputeSystem(system, operation, NULL) == E_HANDLE_HR);
  lib.HcsCloseOperation(operation);
  lib.HcsCloseOperation(operation);
  CHECK(lib.HcsGetOperationResult(&document, NULL) == E_HANDLE_HR);
  CHECK(COUNT("badHandles") == 3);
  CHECK(COUNT("calls:HcsCloseOperation") >= 2 && COUNT("no such counter") == -1);
}

static void loses_the_service(void) {
  struct heard heard = {0};
  HCS_SYSTEM system = create(u"lost", plain);
  lib.HcsSetComputeSystemCallback(system, 0, &heard, on_event);
  lib.StandInScript(u"HcsStartComputeSystem", 0, 0, 0, NULL, 0, 1);
  HCS_OPERATION operation = lib.HcsCreateOperation(&heard, on_completion);
  CHECK(lib.HcsStartComputeSystem(system, operation, NULL) == S_OK_HR);
  lib.StandInDisconnect();
  CHECK(finish(operation, NULL) == HCS_E_SERVICE_DISCONNECT);
  await_completions(&heard, 1);
  for (int i = 0; i < 2000 && heard_now(&heard).others == 0; i++) platform_sleep_ms(5);
  CHECK(heard_now(&heard).others == 1);
  CHECK(lib.HcsStartComputeSystem(system, operation, NULL) == HCS_E_SERVICE_DISCONNECT);
  lib.HcsCloseOperation(operation);
  lib.HcsCloseComputeSystem(system);
}

static void wait_for_exit(void) {
  char16_t *document = NULL;
  HCS_SYSTEM system = NULL;
  CHECK(lib.HcsOpenComputeSystem(u"awaited", 0, &system) == S_OK_HR);
  CHECK(lib.HcsWaitForComputeSystemExit(system, INFINITE_MS, &document) == S_OK_HR);
  CHECK(contains(document, "UnexpectedExit"));
  lib.LocalFree(document);
  lib.HcsCloseComputeSystem(system);
}

static void on_notification(HCS_EVENT *event, void *context) {
  CHECK(event->Type == 0x01000000 && event->EventData == NULL);
  on_completion(event->Operation, context);
}

static void crashes(void) {
  struct heard heard = {.own_thread = platform_thread()}, completed = {0};
  char16_t *document = NULL;
  HCS_SYSTEM system = create(u"awaited", plain);
  lib.HcsSetComputeSystemCallback(system, 1, &heard, on_event);
  HCS_OPERATION operation = lib.HcsCreateOperationWithNotifications(0, &completed, on_notification);
  CHECK(lib.HcsStartComputeSystem(system, operation, NULL) == HCS_E_OPERATION_SYSTEM_CALLBACK_ALREADY_SET);
  CHECK(run(lib.HcsStartComputeSystem, system, NULL, NULL) == S_OK_HR); // heard as an event of the system
  for (int i = 0; i < 2000 && heard_now(&heard).others < 1; i++) platform_sleep_ms(5);
  lib.HcsSetComputeSystemCallback(system, 0, &heard, on_event);
  CHECK(lib.HcsPauseComputeSystem(system, operation, NULL) == S_OK_HR);
  await_completions(&completed, 1);
  CHECK(lib.HcsResumeComputeSystem(system, operation, NULL) == S_OK_HR);
  await_completions(&completed, 2);
  lib.HcsCloseOperation(operation);
  CHECK(lib.HcsWaitForComputeSystemExit(system, 10, &document) == HCS_E_OPERATION_TIMEOUT && document == NULL);
  CHECK(COUNT("systemHandles") == 1);
  platform_spawn(wait_for_exit);
  await_count(u"systemHandles", 2);
  CHECK(run(lib.HcsCrashComputeSystem, system, NULL, NULL) == S_OK_HR);
  for (int i = 0; i < 2000 && heard_now(&heard).exits < 1; i++) platform_sleep_ms(5);
  CHECK(heard_now(&heard).exits == 1 && heard_now(&heard).others == 3);
  await_count(u"systemHandles", 1);
  lib.HcsCloseComputeSystem(system);
}

static void makes_files(void) {
  static const char name[] = "smoke-stand-in.vmgs";
  remove(name);
  CHECK(lib.HcsGrantVmAccess(u"vm", u"smoke-stand-in.vmgs") == HR_FILE_NOT_FOUND);
  CHECK(lib.HcsCreateEmptyGuestStateFile(u"smoke-stand-in.vmgs") == S_OK_HR);
  CHECK(lib.HcsCreateEmptyGuestStateFile(u"smoke-stand-in.vmgs") == HR_FILE_EXISTS);
  CHECK(lib.HcsCreateEmptyGuestStateFile(u"no such folder/x") == HR_PATH_NOT_FOUND);
  CHECK(lib.HcsGrantVmAccess(u"vm", u"smoke-stand-in.vmgs") == S_OK_HR);
  CHECK(lib.HcsRevokeVmGroupAccess(u"smoke-stand-in.vmgs") == S_OK_HR);
  CHECK(remove(name) == 0);
}

static struct heard started;

static void on_start(const char16_t *runtime_id) {
  CHECK(text_length(runtime_id) == 36);
  platform_lock();
  started.completions++;
  platform_unlock();
}

static void is_ended_by_its_guest(void) {
  struct heard heard = {0};
  HCS_SYSTEM system = create(u"guest", plain);
  lib.HcsSetComputeSystemCallback(system, 0, &heard, on_event);
  lib.StandInOnStart(on_start);
  CHECK(run(lib.HcsStartComputeSystem, system, NULL, NULL) == S_OK_HR);
  await_completions(&started, 1);
  lib.StandInOnStart(NULL);
  lib.StandInExit(u"GUEST", u"{\"ExitType\":\"UnexpectedExit\"}");
  for (int i = 0; i < 2000 && heard_now(&heard).exits == 0; i++) platform_sleep_ms(5);
  CHECK(heard_now(&heard).exits == 1);
  CHECK(run(lib.HcsGetComputeSystemProperties, system, NULL, "\"ExitType\":\"UnexpectedExit\"}") == S_OK_HR);
  lib.HcsCloseComputeSystem(system);
}

enum { CROWD = 6, ROUNDS = 60 };
static int next_member;
static int members_left;

static void live_in_a_crowd(void) {
  platform_lock();
  const int member = next_member++;
  platform_unlock();
  char16_t id[] = u"crowd-0";
  id[6] = (char16_t)(u'0' + member);
  for (int round = 0; round < ROUNDS; round++) {
    struct heard heard = {0};
    HCS_SYSTEM system = create(id, plain);
    lib.HcsSetComputeSystemCallback(system, 0, &heard, on_event);
    CHECK(run(lib.HcsStartComputeSystem, system, NULL, NULL) == S_OK_HR);
    CHECK(run(lib.HcsTerminateComputeSystem, system, NULL, NULL) == S_OK_HR);
    lib.HcsCloseComputeSystem(system);
  }
  platform_lock();
  members_left--;
  platform_wake_all(SIGNAL_STATE);
  platform_unlock();
}

static void serves_a_crowd(void) {
  members_left = CROWD;
  for (int i = 0; i < CROWD; i++) platform_spawn(live_in_a_crowd);
  platform_lock();
  while (members_left > 0) platform_wait(SIGNAL_STATE, NEVER);
  platform_unlock();
  CHECK(COUNT("systems") == 0 && COUNT("calls:HcsStartComputeSystem") == CROWD * ROUNDS);
}

static void forgets_all(void) {
  create(u"left behind", plain);
  lib.HcsCreateOperation(NULL, NULL);
  lib.StandInEmit(u"left behind", 6, NULL, 1000);
  lib.StandInReset();
  CHECK(COUNT("systems") == 0);
}

/** Whether a document that the library gave contains `piece`; the document is freed. */
static bool gave(char16_t *document, const char *piece) {
  const bool result = contains(document, piece);
  lib.CoTaskMemFree(document);
  return result;
}

static void keeps_networks(void) {
  static const uint8_t network_id[16] = {1}, endpoint_id[16] = {2}, namespace_id[16] = {3};
  HCN_NETWORK network = NULL, second = NULL;
  HCN_ENDPOINT endpoint = NULL;
  HCN_NAMESPACE namespace_ = NULL;
  char16_t *error = NULL, *document = NULL;
  CHECK(lib.HcnOpenNetwork(network_id, &network, &error) == HCN_E_NETWORK_NOT_FOUND);
  CHECK(gave(error, "\"Success\":false") && network == NULL);
  CHECK(lib.HcnCreateNetwork(network_id, u"{\"Name\":\"net\"}", &network, &error) == S_OK_HR && error == NULL);
  CHECK(lib.HcnCreateNetwork(network_id, u"{}", &second, &error) == HCN_E_NETWORK_ALREADY_EXISTS);
  CHECK(gave(error, "\"ErrorCode\":2151350288}"));
  CHECK(lib.HcnCreateEndpoint(network, endpoint_id, u"{\"Name\":\"eth0\"}", &endpoint, &error) == S_OK_HR);
  CHECK(lib.HcnEnumerateEndpoints(u"{\"Filter\":\"{\\\"Name\\\":\\\"ETH0\\\"}\"}", &document, &error) == S_OK_HR);
  CHECK(gave(document, "[\"00000002-0000-0000-0000-000000000000\"]"));
  CHECK(lib.HcnEnumerateEndpoints(u"{\"Filter\":\"{\\\"Name\\\":\\\"eth1\\\"}\"}", &document, &error) == S_OK_HR);
  CHECK(gave(document, "[]"));
  CHECK(lib.HcnQueryEndpointProperties(endpoint, u"{}", &document, &error) == S_OK_HR);
  CHECK(gave(document, "\"HostComputeNetwork\":\"00000001-0000-0000-0000-000000000000\",\"Name\":\"eth0\"}"));
  CHECK(lib.HcnQueryEndpointProperties(network, u"{}", &document, &error) == E_HANDLE_HR);
  CHECK(lib.HcnCreateNamespace(namespace_id, u"{\"Type\":\"Host\"}", &namespace_, &error) == S_OK_HR);
  const char16_t *const add = u"{\"ResourceType\":\"Endpoint\",\"RequestType\":\"Add\",\"Settings\":"
                              u"{\"EndpointId\":\"00000002-0000-0000-0000-000000000000\"}}";
  CHECK(lib.HcnModifyNamespace(namespace_, add, &error) == S_OK_HR);
  CHECK(lib.HcnModifyNamespace(namespace_, add, &error) == HCN_E_ENDPOINT_NAMESPACE_ALREADY_EXISTS);
  CHECK(gave(error, "\"ErrorCode\":2151350315"));
  CHECK(lib.HcnQueryNamespaceProperties(namespace_, u"", &document, &error) == S_OK_HR);
  CHECK(gave(document, "\"Resources\":[{\"Type\":\"Endpoint\",\"Data\":{\"ID\":\"00000002-"));
  CHECK(COUNT("networkHandles") == 3 && COUNT("badHandles") == 1);
  CHECK(lib.HcnDeleteEndpoint(endpoint_id, &error) == S_OK_HR && lib.HcnCloseEndpoint(endpoint) == S_OK_HR);
  CHECK(lib.HcnDeleteNamespace(namespace_id, &error) == S_OK_HR && lib.HcnCloseNamespace(namespace_) == S_OK_HR);
  CHECK(lib.HcnDeleteNetwork(network_id, &error) == S_OK_HR && lib.HcnCloseNetwork(network) == S_OK_HR);
  lib.StandInScript(u"HcnDeleteNetwork", 0, HR_NOT_FOUND, 0, u"{broken", 0, 0);
  CHECK(lib.HcnDeleteNetwork(network_id, &error) == HR_NOT_FOUND && gave(error, "{broken"));
  CHECK(lib.HcsGetLayerVhdMountPath(&lib, &document) == S_OK_HR && gave(document, "Volume{"));
  CHECK(COUNT("networkHandles") == 0 && COUNT("documents") == 0 && COUNT("badFrees") == 0);
}

// Sockets

static const uint8_t vm[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
static const uint8_t wildcard[16];

static SOCKADDR_HV address(const uint8_t *vm_id, uint8_t port) {
  SOCKADDR_HV address = {.Family = 34, .ServiceId = {port, 0, 0, 0, 0xCB, 0xFA, 0xE6, 0x11}};
  memcpy(address.VmId, vm_id, sizeof address.VmId);
  return address;
}

/** A socket whose events are watched; `event` is the event object. */
struct watched {
  HV_SOCKET socket;
  void *event;
};

static struct watched watch(HV_SOCKET socket) {
  struct watched watched = {socket, lib.CreateEventW(NULL, 0, 0, NULL)};
  CHECK(socket != NO_SOCKET && watched.event != NULL);
  CHECK(lib.WSAEventSelect(socket, watched.event, WSA_READ | WSA_WRITE | WSA_ACCEPT | WSA_CONNECT | WSA_CLOSE) == 0);
  return watched;
}

static struct watched open_watched(void) { return watch(lib.WSASocketW(34, 1, 1, NULL, 0, 1)); }

static void close_watched(struct watched watched) {
  CHECK(lib.closesocket(watched.socket) == 0);
  CHECK(lib.CloseHandle(watched.event));
}

static int32_t fails_with(int32_t result) { return result == -1 ? lib.WSAGetLastError() : 0; }

static NETWORK_EVENTS events_now(struct watched watched) {
  NETWORK_EVENTS found;
  CHECK(lib.WSAEnumNetworkEvents(watched.socket, watched.event, &found) == 0);
  return found;
}

/** Waits until the event has been recorded; its error. */
static int32_t await_event(struct watched watched, int32_t event, int index) {
  for (int i = 0; i < 2000; i++) {
    const NETWORK_EVENTS found = events_now(watched);
    if ((found.lNetworkEvents & event) != 0) return found.iErrorCode[index];
    platform_sleep_ms(5);
  }
  CHECK(!"the event came");
  return -1;
}

static struct watched listen_on(const uint8_t *vm_id, uint8_t port) {
  const SOCKADDR_HV target = address(vm_id, port);
  const struct watched listener = open_watched();
  CHECK(lib.bind(listener.socket, &target, sizeof target) == 0);
  CHECK(lib.listen(listener.socket, 16) == 0);
  return listener;
}

static struct watched connect_to(const uint8_t *vm_id, uint8_t port, int32_t error) {
  const SOCKADDR_HV target = address(vm_id, port);
  const struct watched client = open_watched();
  CHECK(fails_with(lib.connect(client.socket, &target, sizeof target)) == WSA_WOULD_BLOCK);
  CHECK(await_event(client, WSA_CONNECT, 4) == error);
  return client;
}

static struct watched accept_from(struct watched listener) {
  CHECK(await_event(listener, WSA_ACCEPT, 3) == 0);
  return watch(lib.accept(listener.socket, NULL, NULL));
}

static void await_text(struct watched reader, const char *text) {
  char buffer[64];
  CHECK(await_event(reader, WSA_READ, 0) == 0);
  CHECK(lib.recv(reader.socket, buffer, sizeof buffer, 0) == (int32_t)strlen(text));
  CHECK(memcmp(buffer, text, strlen(text)) == 0);
}

static void talks_and_half_closes(void) {
  char buffer[16];
  const struct watched listener = listen_on(vm, 1);
  const struct watched client = connect_to(vm, 1, 0);
  const struct watched server = accept_from(listener);
  CHECK(lib.StandInListenerPort(vm, address(vm, 1).ServiceId) != 0);
  CHECK(fails_with(lib.recv(server.socket, buffer, sizeof buffer, 0)) == WSA_WOULD_BLOCK);
  CHECK(lib.send(client.socket, "ask", 3, 0) == 3);
  CHECK(lib.shutdown(client.socket, 1) == 0);
  await_text(server, "ask");
  CHECK(await_event(server, WSA_CLOSE, 5) == 0);
  CHECK(lib.recv(server.socket, buffer, sizeof buffer, 0) == 0);
  CHECK(lib.send(server.socket, "answer", 6, 0) == 6);
  await_text(client, "answer");
  CHECK((events_now(client).lNetworkEvents & WSA_CLOSE) == 0);
  CHECK(lib.shutdown(server.socket, 1) == 0);
  CHECK(await_event(client, WSA_CLOSE, 5) == 0);
  CHECK(lib.recv(client.socket, buffer, sizeof buffer, 0) == 0);
  CHECK(COUNT("sockets") == 3 && COUNT("events") == 3);
  close_watched(client);
  close_watched(server);
  close_watched(listener);
  CHECK(lib.StandInListenerPort(vm, address(vm, 1).ServiceId) == 0);
}

static int64_t send_until_full(HV_SOCKET socket) {
  static const char block[65536];
  int64_t total = 0;
  for (;;) {
    const int32_t sent = lib.send(socket, block, sizeof block, 0);
    if (sent < 0) return lib.WSAGetLastError() == WSA_WOULD_BLOCK ? total : -1;
    total += sent;
  }
}

static int64_t receive_until_empty(HV_SOCKET socket) {
  static char block[65536];
  int64_t total = 0;
  for (;;) {
    const int32_t received = lib.recv(socket, block, sizeof block, 0);
    if (received < 0) return lib.WSAGetLastError() == WSA_WOULD_BLOCK ? total : -1;
    total += received;
  }
}

static void holds_back(void) {
  const struct watched listener = listen_on(wildcard, 2);
  const struct watched client = connect_to(vm, 2, 0);
  const struct watched server = accept_from(listener);
  int64_t left = send_until_full(client.socket);
  CHECK(left > 0);
  CHECK((events_now(client).lNetworkEvents & WSA_WRITE) == 0);
  for (int i = 0; i < 2000 && left > 0; i++) {
    const int64_t received = receive_until_empty(server.socket);
    CHECK(received >= 0);
    left -= received;
    if (received == 0) platform_sleep_ms(5);
  }
  CHECK(left == 0);
  CHECK(await_event(client, WSA_WRITE, 1) == 0);
  CHECK((events_now(client).lNetworkEvents & WSA_WRITE) == 0);
  events_now(server); // of data that was received already
  CHECK(lib.send(client.socket, "x", 1, 0) == 1);
  CHECK(await_event(server, WSA_READ, 0) == 0);
  platform_sleep_ms(20);
  CHECK(events_now(server).lNetworkEvents == 0); // recorded once until recv
  close_watched(client);
  close_watched(server);
  close_watched(listener);
}

static void refuses(void) {
  const SOCKADDR_HV anywhere = address(wildcard, 3);
  const struct watched listener = listen_on(vm, 3);
  close_watched(connect_to(vm, 4, WSA_REFUSED));
  const struct watched other = open_watched();
  CHECK(fails_with(lib.connect(other.socket, &anywhere, sizeof anywhere)) == WSA_ADDRESS_NOT_AVAILABLE);
  CHECK(fails_with(lib.listen(other.socket, 1)) == WSA_INVALID);
  const SOCKADDR_HV taken = address(vm, 3);
  CHECK(lib.bind(other.socket, &taken, sizeof taken) == 0);
  CHECK(fails_with(lib.bind(other.socket, &taken, sizeof taken)) == WSA_INVALID);
  CHECK(fails_with(lib.listen(other.socket, 1)) == WSA_ADDRESS_IN_USE);
  const uint32_t too_long = 300001, a_while = 5000;
  uint32_t read = 0;
  int32_t length = sizeof read;
  CHECK(fails_with(lib.setsockopt(other.socket, 1, 1, &too_long, sizeof too_long)) == WSA_INVALID);
  CHECK(lib.setsockopt(other.socket, 1, 1, &a_while, sizeof a_while) == 0);
  CHECK(lib.getsockopt(other.socket, 1, 1, &read, &length) == 0 && read == a_while);
  lib.StandInScript(u"recv", 0, WSA_ACCESS, 0, NULL, 0, 0);
  CHECK(fails_with(lib.recv(other.socket, &read, 4, 0)) == WSA_ACCESS);
  close_watched(other);
  const struct watched hanging = open_watched();
  lib.StandInScript(u"connect", 0, 0, 0, NULL, 0, 1);
  CHECK(fails_with(lib.connect(hanging.socket, &taken, sizeof taken)) == WSA_WOULD_BLOCK);
  platform_sleep_ms(20);
  CHECK((events_now(hanging).lNetworkEvents & WSA_CONNECT) == 0);
  close_watched(hanging);
  CHECK(lib.WSASocketW(2, 1, 1, NULL, 0, 1) == NO_SOCKET && lib.WSAGetLastError() == WSA_NO_SUCH_FAMILY);
  close_watched(listener);
  CHECK(COUNT("badHandles") == 0);
  CHECK(fails_with(lib.recv(listener.socket, &read, 4, 0)) == WSA_NOT_SOCKET);
  CHECK(COUNT("badHandles") == 1);
}

static void reaches_the_guest_of_a_test(void) {
  static const uint8_t guest[16] = {9};
  const struct watched listener = listen_on(vm, 5);
  const SOCKADDR_HV here = address(vm, 5), there = address(guest, 6);
  lib.StandInGuestListener(guest, there.ServiceId, lib.StandInListenerPort(vm, here.ServiceId));
  const struct watched first = connect_to(guest, 6, 0);
  const struct watched second = connect_to(guest, 6, 0);
  const struct watched servers[2] = {accept_from(listener), accept_from(listener)};
  CHECK(lib.send(first.socket, "1", 1, 0) == 1 && lib.send(second.socket, "2", 1, 0) == 1);
  await_text(servers[0], "1");
  await_text(servers[1], "2");
  lib.StandInGuestListener(guest, there.ServiceId, 0);
  close_watched(connect_to(guest, 6, WSA_REFUSED));
  for (int i = 0; i < 2; i++) close_watched(servers[i]);
  close_watched(first);
  close_watched(second);
  close_watched(listener);
}

static void on_wait(void *context, uint8_t timed_out) {
  struct heard *heard = context;
  platform_lock();
  if (timed_out) {
    heard->others++;
  } else {
    heard->completions++;
  }
  platform_unlock();
}

static void wakes_waiters(void) {
  struct heard heard = {0};
  void *wait = NULL;
  const struct watched listener = listen_on(vm, 7);
  CHECK(lib.RegisterWaitForSingleObject(&wait, listener.event, on_wait, &heard, INFINITE_MS, 0));
  CHECK(COUNT("waits") == 1);
  const SOCKADDR_HV target = address(vm, 7);
  for (int i = 0; i < 5; i++) {
    const int before = heard_now(&heard).completions;
    const HV_SOCKET client = lib.WSASocketW(34, 1, 1, NULL, 0, 1);
    CHECK(lib.connect(client, &target, sizeof target) == 0);
    for (int wait_ms = 0; wait_ms < 10000 && heard_now(&heard).completions == before; wait_ms++) platform_sleep_ms(1);
    CHECK(heard_now(&heard).completions > before);
    CHECK(await_event(listener, WSA_ACCEPT, 3) == 0);
    const HV_SOCKET accepted = lib.accept(listener.socket, NULL, NULL);
    CHECK(accepted != NO_SOCKET);
    NETWORK_EVENTS found;
    CHECK(lib.WSAEnumNetworkEvents(accepted, NULL, &found) == 0); // watches as its listener does
    CHECK(lib.WSAEventSelect(accepted, NULL, 0) == 0);
    CHECK(lib.closesocket(accepted) == 0 && lib.closesocket(client) == 0);
  }
  CHECK(lib.UnregisterWaitEx(wait, (void *)-1));
  close_watched(listener);

  void *event = lib.CreateEventW(NULL, 0, 0, NULL);
  CHECK(lib.RegisterWaitForSingleObject(&wait, event, on_wait, &heard, 10, 8)); // once
  for (int i = 0; i < 2000 && heard_now(&heard).others == 0; i++) platform_sleep_ms(5);
  platform_sleep_ms(30);
  CHECK(heard_now(&heard).others == 1);
  CHECK(lib.UnregisterWaitEx(wait, (void *)-1));
  CHECK(lib.CloseHandle(event));
  CHECK(COUNT("badHandles") == 0);
  CHECK(!lib.UnregisterWaitEx(wait, NULL));
}

static const struct {
  const char *name;
  void (*run)(void);
  bool leaves_bad_counts;
} tests[] = {
    {"a system lives and ends", lives_and_ends, false},
    {"queries and changes", asks_and_changes, false},
    {"the last handle", ends_with_its_last_handle, false},
    {"operations closed in flight", closes_in_flight, false},
    {"an event storm during close", weathers_a_storm, false},
    {"answers by script", answers_by_script, false},
    {"misuse is found", finds_misuse, true},
    {"the service dies", loses_the_service, false},
    {"the guest ends", is_ended_by_its_guest, false},
    {"a crash", crashes, false},
    {"files", makes_files, false},
    {"many threads", serves_a_crowd, false},
    {"networks and storage", keeps_networks, true},
    {"half-close on both ends", talks_and_half_closes, false},
    {"back pressure", holds_back, false},
    {"refusals of sockets", refuses, true},
    {"routes to a guest", reaches_the_guest_of_a_test, false},
    {"registered waits", wakes_waiters, true},
    {"reset", forgets_all, false},
};

int main(int count, char **arguments) {
  if (count != 3) {
    fprintf(stderr, "usage: smoke <library> <library of 1809>\n");
    return 2;
  }
  check_older_library(arguments[2]);
  load(arguments[1]);
  uint8_t startup[512];
  CHECK(lib.WSAStartup(0x0202, startup) == 0);
  for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
    current = tests[i].name;
    lib.StandInReset();
    tests[i].run();
    if (!tests[i].leaves_bad_counts) expect_nothing_left();
    lib.StandInReset();
    expect_nothing_left();
  }
  printf("%zu tests passed\n", sizeof tests / sizeof *tests);
  return 0;
}
