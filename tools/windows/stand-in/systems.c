#include "systems.h"

#include <stdlib.h>

#include "handles.h"
#include "hv_sockets.h"

const char *const graceful_exit = "{\"Status\":0,\"ExitType\":\"GracefulExit\",\"Attribution\":["
                                  "{\"SystemExit\":{\"Detail\":\"Shutdown\",\"Initiator\":\"GuestOS\"}},"
                                  "{\"WorkerExit\":{\"ExitCode\":0,\"Type\":\"Stopped\",\"Detail\":"
                                  "\"PowerOff\",\"Initiator\":\"GuestOS\"}}]}";
const char *const forced_exit = "{\"Status\":0,\"ExitType\":\"ForcedExit\",\"Attribution\":["
                                "{\"SystemExit\":{\"Detail\":\"Terminate\",\"Initiator\":\"Client\"}}]}";
const char *const unexpected_exit =
    "{\"Status\":-2143878906,\"ExitType\":\"UnexpectedExit\",\"Attribution\":["
    "{\"SystemExit\":{\"Detail\":\"UnexpectedExit\",\"Initiator\":\"Internal\"}},"
    "{\"WorkerExit\":{\"ExitCode\":0,\"Type\":\"UnexpectedStop\",\"Detail\":\"TripleFault\",\"Initiator\":"
    "\"GuestOS\"}}]}";

static const char *const state_names[STATE_COUNT] = {"Created", "Running", "Paused", "SavedAsTemplate",
                                                     "Stopped"};

static struct system *systems;

static void system_release(struct system *system) {
  if (--system->references > 0) return;
  free(system->id);
  free(system->owner);
  free(system->exit_document);
  free(system);
}

struct system_handle *system_handle_make(void) {
  struct system_handle *handle = need(sizeof *handle);
  handle->references = 1;
  handle->handle = handle_make(HANDLE_SYSTEM, handle);
  return handle;
}

struct system_handle *system_handle_find(HCS_SYSTEM value) {
  struct system_handle *handle = handle_find(HANDLE_SYSTEM, value);
  if (handle == NULL || !handle->is_closed || callback_is_mine(&handle->listener.slot)) return handle;
  handle_count_bad();
  return NULL;
}

void system_handle_keep(struct system_handle *handle) { handle->references++; }

void system_handle_release(struct system_handle *handle) {
  if (--handle->references > 0) return;
  if (handle->system != NULL) system_release(handle->system);
  free(handle);
}

void system_handle_bind(struct system_handle *handle, struct system *system) {
  handle->system = system;
  system->references++;
  if (!handle->is_closed) system->open_handles++;
}

void system_end_without_handles(struct system *system) {
  if (system->open_handles > 0 || !system->ends_with_last_handle || system->state == STATE_STOPPED) return;
  char16_t *exit_document = text_from_ascii(forced_exit);
  system_stop(system, exit_document);
  free(exit_document);
}

void system_handle_close(struct system_handle *handle) {
  if (handle->is_closed) return;
  handle->is_closed = true;
  platform_wake_all(SIGNAL_STATE);
  listener_set(&handle->listener, 0, NULL, NULL); // a callback that runs may use the handle until it returns
  handle_close(handle->handle);
  if (handle->system != NULL) {
    handle->system->open_handles--;
    system_end_without_handles(handle->system);
  }
  system_handle_release(handle);
}

struct system *system_find(const char16_t *id) {
  struct system *system = systems;
  while (system != NULL && !text_equals_folded(system->id, id))
    system = system->next;
  return system;
}

static void set_runtime_id(struct system *system) {
  uint8_t guid[GUID_BYTES];
  if (!guid_parse(system->id, guid)) guid_from_name(system->id, guid);
  guid_format(guid, system->runtime_id);
}

struct system *system_add(const char16_t *id, struct json document) {
  struct system *system = need(sizeof *system);
  const struct json topology = json_member(json_member(document, "VirtualMachine"), "ComputeTopology");
  *system = (struct system){
      .references = 1, // of the list
      .id = text_copy(id),
      .owner = json_string(json_member(document, "Owner")),
      .is_container = json_exists(json_member(document, "Container")),
      .ends_with_last_handle = json_is_true(json_member(document, "ShouldTerminateOnLastHandleClosed")),
      .memory_mib = json_integer(json_member(json_member(topology, "Memory"), "SizeInMB"), 1024),
  };
  set_runtime_id(system);
  struct system **end = &systems;
  while (*end != NULL)
    end = &(*end)->next;
  *end = system;
  return system;
}

static void unlink_system(struct system *system) {
  struct system **link = &systems;
  while (*link != system)
    link = &(*link)->next;
  *link = system->next;
  system_release(system);
}

void system_tell(const struct system *system, int32_t type, const char16_t *data, uint32_t times) {
  uint32_t position = 0;
  struct system_handle *handle;
  while ((handle = handles_next(HANDLE_SYSTEM, &position)) != NULL) {
    if (handle->system == system) events_post(handle, type, data, times, NULL);
  }
}

void systems_tell_all(int32_t type) {
  uint32_t position = 0;
  struct system_handle *handle;
  while ((handle = handles_next(HANDLE_SYSTEM, &position)) != NULL)
    events_post(handle, type, NULL, 1, NULL);
}

void system_stop(struct system *system, const char16_t *exit_document) {
  uint8_t vm_id[GUID_BYTES];
  if (guid_parse(system->runtime_id, vm_id)) hv_cut_off(vm_id);
  system->state = STATE_STOPPED;
  system->exit_document = text_copy(exit_document);
  system_tell(system, EVENT_SYSTEM_EXITED, exit_document, 1);
  platform_wake_all(SIGNAL_STATE);
  unlink_system(system);
}

struct system *systems_first(void) { return systems; }

int64_t systems_count(void) {
  int64_t count = 0;
  for (const struct system *system = systems; system != NULL; system = system->next)
    count++;
  return count;
}

void systems_close_all(void) {
  uint32_t position = 0;
  struct system_handle *handle;
  while ((handle = handles_next(HANDLE_SYSTEM, &position)) != NULL)
    system_handle_close(handle);
  while (systems != NULL)
    unlink_system(systems);
}

static void describe_end(const struct system *system, struct text *text) {
  text_ascii(text, ",\"Stopped\":true,\"ExitType\":");
  const struct json exit_type = json_member(json_object(system->exit_document), "ExitType");
  if (json_is_string(exit_type)) {
    json_append(text, exit_type);
  } else {
    text_ascii(text, "\"Unknown\"");
  }
}

void system_describe(const struct system *system, struct text *text) {
  text_ascii(text, "{\"Id\":");
  text_quoted(text, system->id);
  text_ascii(text, ",\"SystemType\":");
  text_ascii(text, system->is_container ? "\"Container\"" : "\"VirtualMachine\"");
  text_ascii(text, ",\"RuntimeOsType\":\"Linux\"");
  if (system->owner != NULL) {
    text_ascii(text, ",\"Owner\":");
    text_quoted(text, system->owner);
  }
  text_ascii(text, ",\"RuntimeId\":");
  text_quoted(text, system->runtime_id);
  if (system->state == STATE_STOPPED) {
    describe_end(system, text);
  } else {
    text_ascii(text, ",\"State\":\"");
    text_ascii(text, state_names[system->state]);
    text_ascii(text, "\"");
  }
}
