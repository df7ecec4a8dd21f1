// The functions by which tests set the stage and look behind it.
#include <stdlib.h>

#include "callbacks.h"
#include "calls.h"
#include "cpu_groups.h"
#include "documents.h"
#include "handles.h"
#include "hresults.h"
#include "hv_sockets.h"
#include "lifecycle.h"
#include "networks.h"
#include "operations.h"
#include "stand-in.h"
#include "systems.h"
#include "waits.h"
#include "work.h"

void StandInReset(void) {
  platform_lock();
  calls_forget();
  work_discard_all();
  lifecycle_on_start(NULL);
  systems_close_all();
  operations_close_all();
  work_wait_idle();
  work_discard_all(); // what the last callbacks asked for
  systems_close_all();
  operations_close_all();
  cpu_groups_forget();
  networks_forget();
  hv_routes_forget();
  handles_forget(HANDLE_SOCKET);
  waits_forget();
  documents_forget();
  handles_forget_bad();
  calls_forget();
  platform_unlock();
}

static int64_t count_systems(void) { return systems_count(); }
static int64_t count_system_handles(void) { return handles_open(HANDLE_SYSTEM); }
static int64_t count_operations(void) { return handles_open(HANDLE_OPERATION); }
static int64_t count_network_handles(void) { return handles_open(HANDLE_NETWORK); }
static int64_t count_sockets(void) { return handles_open(HANDLE_SOCKET); }

static const struct {
  const char *name;
  int64_t (*count)(void);
} counters[] = {
    {"systems", count_systems},
    {"systemHandles", count_system_handles},
    {"operations", count_operations},
    {"documents", documents_live},
    {"badFrees", documents_bad_frees},
    {"badHandles", handles_bad},
    {"pending", operations_pending},
    {"callbacksRunning", callbacks_running},
    {"networkHandles", count_network_handles},
    {"sockets", count_sockets},
    {"inheritableSockets", hv_sockets_inheritable},
    {"events", waits_events_open},
    {"waits", waits_open},
};

static int64_t count(const char16_t *what) {
  if (text_starts_with(what, "calls:")) return calls_of(what + sizeof "calls:" - 1);
  for (size_t i = 0; i < sizeof counters / sizeof *counters; i++) {
    if (text_is(what, counters[i].name)) return counters[i].count();
  }
  return -1;
}

int64_t StandInCount(const char16_t *what) {
  platform_lock();
  const int64_t result = count(what);
  platform_unlock();
  return result;
}

void StandInEmit(const char16_t *id, int32_t type, const char16_t *data, uint32_t times) {
  platform_lock();
  const struct system *system = system_find(id);
  if (system != NULL) system_tell(system, type, data, times);
  platform_unlock();
}

void StandInExit(const char16_t *id, const char16_t *exit_document) {
  platform_lock();
  struct system *system = system_find(id);
  if (system != NULL) system_stop(system, exit_document);
  platform_unlock();
}

static void complete_all(void *nothing) {
  (void)nothing;
  operations_complete_all(HCS_E_SERVICE_DISCONNECT);
}

static void nothing_to_drop(void *nothing) { (void)nothing; }

void StandInDisconnect(void) {
  platform_lock();
  service_disconnect();
  work_post(complete_all, nothing_to_drop, NULL, 0);
  systems_tell_all(EVENT_SERVICE_DISCONNECT);
  platform_wake_all(SIGNAL_STATE);
  platform_unlock();
}

void StandInOnStart(void (*callback)(const char16_t *runtime_id)) {
  platform_lock();
  lifecycle_on_start(callback);
  platform_unlock();
}
