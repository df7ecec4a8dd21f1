// Systems, operations, events, scripts and counters.
#include "smoke.h"

static const char16_t *const plain = u"{\"Owner\":\"smoke\",\"VirtualMachine\":{}}";
static const char16_t *const bound_to_handles =
    u"{\"ShouldTerminateOnLastHandleClosed\":true,\"VirtualMachine\":{}}";

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
  AWAIT(heard_now(&heard).completions == 1);
  CHECK(lib.HcsGetOperationResult(operation, &document) == S_OK_HR && document == NULL);
  CHECK(lib.HcsGetOperationType(operation) == 2);
  CHECK(lib.HcsGetComputeSystemProperties(system, operation, u"") == S_OK_HR); // used again
  CHECK(finish(operation, "\"State\":\"Running\"") == S_OK_HR);
  AWAIT(heard_now(&heard).completions == 2);
  lib.HcsCloseOperation(operation);

  CHECK(run(lib.HcsStartComputeSystem, system, NULL, "\"Detail\":\"Start\"") == HCS_E_INVALID_STATE);
  CHECK(run(lib.HcsSaveComputeSystem, system, NULL, "\"Save\"") == HCS_E_INVALID_STATE);
  CHECK(run(lib.HcsTerminateComputeSystem, system, NULL, NULL) == S_OK_HR);
  AWAIT(heard_now(&heard).exits >= 2);
  CHECK(heard_now(&heard).exits == 2 && heard_now(&heard).others == 0 && !heard_now(&heard).on_own_thread);
  CHECK(run(lib.HcsGetComputeSystemProperties, system, NULL,
            "\"Stopped\":true,\"ExitType\":\"ForcedExit\"") == 0);
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
  CHECK(run(lib.HcsGetComputeSystemProperties, system, u"{\"PropertyTypes\":[\"Nonsense\"]}",
            "PropertyTypes") == HCS_E_INVALID_JSON);

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
  CHECK(lib.HcsCreateComputeSystem(u"x", u"{\"VirtualMachine\":{\"NoSuchMember\":1}}", operation, NULL,
                                   &failed) == 0);
  CHECK(finish(operation, "$.VirtualMachine.NoSuchMember") == HCS_E_INVALID_JSON);
  CHECK(run(lib.HcsStartComputeSystem, failed, NULL, "Start") == HCS_E_SYSTEM_NOT_FOUND);
  lib.HcsCloseComputeSystem(failed);
  lib.HcsCloseOperation(operation);

  char16_t sent[64];
  CHECK(lib.StandInLastDocument(u"HcsEnumerateComputeSystems", sent, 64) == 17 &&
        text_is(sent, "{\"Ids\":[\"other\"]}"));
  CHECK(run(lib.HcsShutDownComputeSystem, system, NULL, "Shutdown") == HCS_E_INVALID_STATE);
  CHECK(run(lib.HcsTerminateComputeSystem, system, NULL, NULL) == S_OK_HR);
  lib.HcsCloseComputeSystem(system);

  char16_t *document = NULL;
  CHECK(lib.HcsModifyServiceSettings(
            u"{\"PropertyType\":\"CpuGroup\",\"Settings\":{\"Operation\":\"CreateGroup\","
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
    for (int i = 1; i < 3; i++)
      CHECK(lib.HcsOpenComputeSystem(u"storm", 0, &systems[i]) == S_OK_HR);
    struct heard each[3] = {heard, heard, heard};
    for (int i = 0; i < 3; i++)
      lib.HcsSetComputeSystemCallback(systems[i], 0, &each[i], on_event);
    lib.StandInEmit(u"STORM", 6, u"{\"n\":1}", 5000);
    if (round % 2 == 0) platform_sleep_ms(2);
    lib.HcsSetComputeSystemCallback(systems[0], 0, NULL, NULL);
    lib.HcsCloseComputeSystem(systems[1]);
    const int stopped[2] = {heard_now(&each[0]).others, heard_now(&each[1]).others};
    AWAIT(heard_now(&each[2]).others >= 5000);
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
  CHECK(lib.HcsGetOperationResult(operation, &document) == HCS_E_INVALID_STATE &&
        text_is(document, "{broken"));
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
  CHECK(lib.HcsWaitForOperationResult(operation, 20, &document) == HCS_E_OPERATION_TIMEOUT &&
        document == NULL);
  CHECK(lib.HcsPauseComputeSystem(system, operation, NULL) == HCS_E_OPERATION_ALREADY_STARTED);
  CHECK(COUNT("pending") == 1);
  lib.HcsCloseOperation(operation);
  CHECK(COUNT("pending") == 0);

  lib.StandInScript(u"HcsWaitForOperationResult", 0, HCS_E_OPERATION_TIMEOUT, 0, NULL, 0, 0);
  operation = lib.HcsCreateOperation(NULL, NULL);
  CHECK(lib.HcsWaitForOperationResult(operation, INFINITE_MS, &document) == HCS_E_OPERATION_TIMEOUT);
  lib.HcsCloseOperation(operation);

  lib.StandInScript(u"HcsGetServiceProperties", 0, HCS_E_INVALID_JSON, 0, u"no", 0, 0);
  CHECK(lib.HcsGetServiceProperties(NULL, &document) == HCS_E_INVALID_JSON && text_is(document, "no"));
  lib.LocalFree(document);

  operation = lib.HcsCreateOperation(&heard, close_from_inside);
  CHECK(lib.HcsGetComputeSystemProperties(system, operation, NULL) == S_OK_HR);
  AWAIT(heard_now(&heard).completions == 2);
  AWAIT(COUNT("operations") == 0);
  lib.HcsCloseComputeSystem(system);
}

static void reads_no_broken_json(void) {
  static const char16_t *const broken[] = {u"",
                                           u" ",
                                           u"{",
                                           u"}",
                                           u"[]",
                                           u"1",
                                           u"{} {}",
                                           u"{\"a\"}",
                                           u"{\"a\":}",
                                           u"{\"a\":1,}",
                                           u"{,}",
                                           u"{a:1}",
                                           u"{\"a\":01}",
                                           u"{\"a\":-}",
                                           u"{\"a\":1.}",
                                           u"{\"a\":1e}",
                                           u"{\"a\":tru}",
                                           u"{\"a\":\"}",
                                           u"{\"a\":\"\\x\"}",
                                           u"{\"a\":\"\\u12\"}",
                                           u"{\"a\":\"\n\"}",
                                           u"{\"a\":[1 2]}"};
  HCS_OPERATION operation = lib.HcsCreateOperation(NULL, NULL);
  for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
    HCS_SYSTEM system = NULL;
    CHECK(lib.HcsCreateComputeSystem(u"broken", broken[i], operation, NULL, &system) == S_OK_HR);
    CHECK(finish(operation, "Syntax error") == HCS_E_INVALID_JSON);
    lib.HcsCloseComputeSystem(system);
  }
  lib.HcsCloseOperation(operation);
  lib.HcsCloseComputeSystem(create(u"whole", u" {\"a\":[{},[],-0.5e+3,\"\\u00e9\\n\",true,false,null]}\r\n"));
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
  AWAIT(heard_now(&heard).completions == 1);
  AWAIT(heard_now(&heard).others > 0);
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
  AWAIT(heard_now(&heard).others >= 1);
  lib.HcsSetComputeSystemCallback(system, 0, &heard, on_event);
  CHECK(lib.HcsPauseComputeSystem(system, operation, NULL) == S_OK_HR);
  AWAIT(heard_now(&completed).completions == 1);
  CHECK(lib.HcsResumeComputeSystem(system, operation, NULL) == S_OK_HR);
  AWAIT(heard_now(&completed).completions == 2);
  lib.HcsCloseOperation(operation);
  CHECK(lib.HcsWaitForComputeSystemExit(system, 10, &document) == HCS_E_OPERATION_TIMEOUT &&
        document == NULL);
  CHECK(COUNT("systemHandles") == 1);
  platform_spawn(wait_for_exit);
  AWAIT(COUNT("systemHandles") == 2);
  CHECK(run(lib.HcsCrashComputeSystem, system, NULL, NULL) == S_OK_HR);
  AWAIT(heard_now(&heard).exits >= 1);
  CHECK(heard_now(&heard).exits == 1 && heard_now(&heard).others == 3);
  AWAIT(COUNT("systemHandles") == 1);
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
  AWAIT(heard_now(&started).completions == 1);
  lib.StandInOnStart(NULL);
  lib.StandInExit(u"GUEST", u"{\"ExitType\":\"UnexpectedExit\"}");
  AWAIT(heard_now(&heard).exits > 0);
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
  for (int i = 0; i < CROWD; i++)
    platform_spawn(live_in_a_crowd);
  platform_lock();
  while (members_left > 0)
    platform_wait(SIGNAL_STATE, NEVER);
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

void smoke_systems(void) {
  run_test("a system lives and ends", lives_and_ends, LEAVES_NOTHING);
  run_test("queries and changes", asks_and_changes, LEAVES_NOTHING);
  run_test("the last handle", ends_with_its_last_handle, LEAVES_NOTHING);
  run_test("operations closed in flight", closes_in_flight, LEAVES_NOTHING);
  run_test("an event storm during close", weathers_a_storm, LEAVES_NOTHING);
  run_test("answers by script", answers_by_script, LEAVES_NOTHING);
  run_test("broken JSON", reads_no_broken_json, LEAVES_NOTHING);
  run_test("misuse is found", finds_misuse, LEAVES_BAD_COUNTS);
  run_test("the service dies", loses_the_service, LEAVES_NOTHING);
  run_test("the guest ends", is_ended_by_its_guest, LEAVES_NOTHING);
  run_test("a crash", crashes, LEAVES_NOTHING);
  run_test("files", makes_files, LEAVES_NOTHING);
  run_test("many threads", serves_a_crowd, LEAVES_NOTHING);
  run_test("reset", forgets_all, LEAVES_NOTHING);
}
