#include "lifecycle.h"

#include <stdlib.h>

#include "failures.h"
#include "hresults.h"
#include "work.h"

enum verb {
  VERB_START,
  VERB_SHUTDOWN,
  VERB_TERMINATE,
  VERB_CRASH,
  VERB_PAUSE,
  VERB_RESUME,
  VERB_SAVE,
  VERB_MODIFY,
};

static const struct {
  const char *name;
  bool legal[STATE_COUNT]; // Created, Running, Paused, SavedAsTemplate; never Stopped
} verbs[] = {
    [VERB_START] = {"Start", {true, false, false, false, false}},
    [VERB_SHUTDOWN] = {"Shutdown", {false, true, false, false, false}},
    [VERB_TERMINATE] = {"Terminate", {true, true, true, true, false}},
    [VERB_CRASH] = {"Crash", {false, true, false, false, false}},
    [VERB_PAUSE] = {"Pause", {false, true, false, false, false}},
    [VERB_RESUME] = {"Resume", {false, false, true, false, false}},
    [VERB_SAVE] = {"Save", {false, false, true, false, false}},
    [VERB_MODIFY] = {"Modify", {true, true, true, false, false}},
};

static const struct answer done = {S_OK_HR, NULL};

/** The system if `verb` is legal for it and its document is one; otherwise NULL, with the failure in
 * `answer`. */
static struct system *admit(const struct request *request, enum verb verb, bool is_optional,
                            struct json *document, struct answer *answer) {
  struct system *system = request->handle->system;
  if (!check_document(request->document, is_optional, document, answer)) return NULL;
  int32_t result = S_OK_HR;
  if (system == NULL) {
    result = HCS_E_SYSTEM_NOT_FOUND;
  } else if (system->state == STATE_STOPPED) {
    result = HCS_E_SYSTEM_ALREADY_STOPPED;
  } else if (!verbs[verb].legal[system->state]) {
    result = HCS_E_INVALID_STATE;
  }
  if (result == S_OK_HR) return system;
  *answer = failure(result, verbs[verb].name);
  return NULL;
}

struct answer perform_create(const struct request *request) {
  struct json document;
  struct answer answer;
  if (!check_document(request->document, false, &document, &answer)) return answer;
  if (system_find(request->id) != NULL) return failure(HCS_E_SYSTEM_ALREADY_EXISTS, "Create");
  struct system *system = system_add(request->id, document);
  system_handle_bind(request->handle, system);
  // Closed meanwhile: the system is there, and goes if it is to go with its last handle.
  if (request->handle->is_closed) system_end_without_handles(system);
  return done;
}

static void (*on_start)(const char16_t *runtime_id);
static struct callback_slot on_start_slot;

static void run_on_start(void *argument) {
  void (*callback)(const char16_t *) = on_start;
  if (callback != NULL) {
    callback_enter(&on_start_slot);
    callback(argument);
    callback_leave(&on_start_slot);
  }
  free(argument);
}

void lifecycle_on_start(void (*callback)(const char16_t *runtime_id)) {
  on_start = NULL;
  callback_wait(&on_start_slot);
  on_start = callback;
}

struct answer perform_start(const struct request *request) {
  struct json options;
  struct answer answer = done;
  struct system *system = admit(request, VERB_START, true, &options, &answer);
  if (system == NULL) return answer;
  system->state = STATE_RUNNING;
  if (on_start != NULL) work_post(run_on_start, free, text_copy(system->runtime_id), 0);
  return done;
}

static struct answer end_system(const struct request *request, enum verb verb, const char *exit) {
  struct json options;
  struct answer answer = done;
  struct system *system = admit(request, verb, true, &options, &answer);
  if (system == NULL) return answer;
  char16_t *exit_document = text_from_ascii(exit);
  if (verb == VERB_CRASH) {
    system_tell(system, EVENT_CRASH_INITIATED, NULL, 1);
    system_tell(system, EVENT_CRASH_REPORT, NULL, 1);
  }
  system_stop(system, exit_document);
  free(exit_document);
  return done;
}

struct answer perform_shutdown(const struct request *request) {
  return end_system(request, VERB_SHUTDOWN, graceful_exit);
}

struct answer perform_terminate(const struct request *request) {
  return end_system(request, VERB_TERMINATE, forced_exit);
}

struct answer perform_crash(const struct request *request) {
  return end_system(request, VERB_CRASH, unexpected_exit);
}

static struct answer change_state(const struct request *request, enum verb verb, enum system_state next) {
  struct json options;
  struct answer answer = done;
  struct system *system = admit(request, verb, true, &options, &answer);
  if (system != NULL) system->state = next;
  return answer;
}

struct answer perform_pause(const struct request *request) {
  return change_state(request, VERB_PAUSE, STATE_PAUSED);
}

struct answer perform_resume(const struct request *request) {
  return change_state(request, VERB_RESUME, STATE_RUNNING);
}

/** A system that is saved to a file stays paused until it is terminated. */
struct answer perform_save(const struct request *request) {
  struct json options;
  struct answer answer = done;
  struct system *system = admit(request, VERB_SAVE, true, &options, &answer);
  if (system == NULL) return answer;
  char16_t *type = json_string(json_member(options, "SaveType"));
  if (type != NULL && text_is(type, "AsTemplate")) system->state = STATE_SAVED_AS_TEMPLATE;
  free(type);
  return done;
}

struct answer perform_modify(const struct request *request) {
  struct json document;
  struct answer answer = done;
  struct system *system = admit(request, VERB_MODIFY, false, &document, &answer);
  if (system == NULL) return answer;
  char16_t *path = json_string(json_member(document, "ResourcePath"));
  const bool is_known =
      path != NULL && (text_starts_with(path, "VirtualMachine/") || text_starts_with(path, "Container/"));
  if (is_known && text_is(path, "VirtualMachine/ComputeTopology/Memory/SizeInMB")) {
    system->memory_mib = json_integer(json_member(document, "Settings"), system->memory_mib);
  }
  free(path);
  return is_known ? done : failure(HR_NOT_FOUND, verbs[VERB_MODIFY].name);
}
