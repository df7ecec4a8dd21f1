// The exported functions of computecore.dll that take a compute system or the service.
#include "cpu_groups.h"
#include "handles.h"
#include "hresults.h"
#include "lifecycle.h"
#include "queries.h"
#include "stand-in.h"

enum { MAX_ID_LENGTH = 260 };

int32_t HcsEnumerateComputeSystems(const char16_t *query, HCS_OPERATION operation) {
  struct call call = call_begin(CALL_HcsEnumerateComputeSystems, query);
  return request_submit(&call, (struct submission){
                                   .operation = operation,
                                   .type = OPERATION_ENUMERATE,
                                   .document = query,
                                   .perform = perform_enumerate,
                               });
}

int32_t HcsCreateComputeSystem(const char16_t *id, const char16_t *configuration, HCS_OPERATION operation,
                               const void *security_descriptor, HCS_SYSTEM *system) {
  struct call call = call_begin(CALL_HcsCreateComputeSystem, configuration);
  const bool is_valid = !text_is_empty(id) && text_length(id) <= MAX_ID_LENGTH && configuration != NULL &&
                        security_descriptor == NULL && system != NULL;
  if (system != NULL) *system = NULL;
  if (!is_valid) {
    call_leave(&call);
    return E_INVALIDARG_HR;
  }
  struct system_handle *handle = system_handle_make();
  const HCS_SYSTEM value = handle->handle;
  *system = value; // before the operation completes
  const int32_t result = request_submit(&call, (struct submission){
                                                   .operation = operation,
                                                   .handle = handle,
                                                   .type = OPERATION_CREATE,
                                                   .id = id,
                                                   .document = configuration,
                                                   .perform = perform_create,
                                               });
  if (result >= 0) return result;
  *system = NULL;
  platform_lock();
  handle = handle_peek(HANDLE_SYSTEM, value);
  if (handle != NULL) system_handle_close(handle);
  platform_unlock();
  return result;
}

static int32_t open_system(const char16_t *id, HCS_SYSTEM *out) {
  struct system *system = system_find(id);
  if (system == NULL) return HCS_E_SYSTEM_NOT_FOUND;
  struct system_handle *handle = system_handle_make();
  system_handle_bind(handle, system);
  *out = handle->handle;
  return S_OK_HR;
}

int32_t HcsOpenComputeSystem(const char16_t *id, uint32_t access, HCS_SYSTEM *system) {
  (void)access;
  struct call call = call_begin(CALL_HcsOpenComputeSystem, id);
  int32_t result = E_INVALIDARG_HR;
  if (system != NULL) *system = NULL;
  if (call_acts(&call) && !text_is_empty(id) && system != NULL) result = open_system(id, system);
  return call_end_with(&call, result);
}

void HcsCloseComputeSystem(HCS_SYSTEM system) {
  struct call call = call_begin(CALL_HcsCloseComputeSystem, NULL);
  struct system_handle *handle = system_handle_find(system);
  if (handle != NULL) system_handle_close(handle);
  call_leave(&call);
}

static int32_t submit(enum function function, HCS_SYSTEM system, HCS_OPERATION operation,
                      const char16_t *document, enum operation_type type,
                      struct answer (*perform)(const struct request *)) {
  struct call call = call_begin(function, document);
  struct system_handle *handle = system_handle_find(system);
  if (handle == NULL) {
    call_leave(&call);
    return E_HANDLE_HR;
  }
  return request_submit(&call, (struct submission){
                                   .operation = operation,
                                   .handle = handle,
                                   .type = type,
                                   .document = document,
                                   .perform = perform,
                               });
}

int32_t HcsStartComputeSystem(HCS_SYSTEM system, HCS_OPERATION operation, const char16_t *options) {
  return submit(CALL_HcsStartComputeSystem, system, operation, options, OPERATION_START, perform_start);
}

int32_t HcsShutDownComputeSystem(HCS_SYSTEM system, HCS_OPERATION operation, const char16_t *options) {
  return submit(CALL_HcsShutDownComputeSystem, system, operation, options, OPERATION_SHUTDOWN,
                perform_shutdown);
}

int32_t HcsTerminateComputeSystem(HCS_SYSTEM system, HCS_OPERATION operation, const char16_t *options) {
  return submit(CALL_HcsTerminateComputeSystem, system, operation, options, OPERATION_TERMINATE,
                perform_terminate);
}

int32_t HcsCrashComputeSystem(HCS_SYSTEM system, HCS_OPERATION operation, const char16_t *options) {
  return submit(CALL_HcsCrashComputeSystem, system, operation, options, OPERATION_CRASH, perform_crash);
}

int32_t HcsPauseComputeSystem(HCS_SYSTEM system, HCS_OPERATION operation, const char16_t *options) {
  return submit(CALL_HcsPauseComputeSystem, system, operation, options, OPERATION_PAUSE, perform_pause);
}

int32_t HcsResumeComputeSystem(HCS_SYSTEM system, HCS_OPERATION operation, const char16_t *options) {
  return submit(CALL_HcsResumeComputeSystem, system, operation, options, OPERATION_RESUME, perform_resume);
}

int32_t HcsSaveComputeSystem(HCS_SYSTEM system, HCS_OPERATION operation, const char16_t *options) {
  return submit(CALL_HcsSaveComputeSystem, system, operation, options, OPERATION_SAVE, perform_save);
}

int32_t HcsGetComputeSystemProperties(HCS_SYSTEM system, HCS_OPERATION operation, const char16_t *query) {
  return submit(CALL_HcsGetComputeSystemProperties, system, operation, query, OPERATION_GET_PROPERTIES,
                perform_get_properties);
}

int32_t HcsModifyComputeSystem(HCS_SYSTEM system, HCS_OPERATION operation, const char16_t *request,
                               void *identity) {
  (void)identity;
  return submit(CALL_HcsModifyComputeSystem, system, operation, request, OPERATION_MODIFY, perform_modify);
}

int32_t HcsSetComputeSystemCallback(HCS_SYSTEM system, uint32_t options, const void *context,
                                    HCS_EVENT_CALLBACK callback) {
  struct call call = call_begin(CALL_HcsSetComputeSystemCallback, NULL);
  const bool acts = call_acts(&call);
  struct system_handle *handle = system_handle_find(system);
  if (handle == NULL || handle->is_closed) {
    call_leave(&call);
    return E_HANDLE_HR;
  }
  if (acts) {
    system_handle_keep(handle);
    listener_set(&handle->listener, options, context, callback);
    system_handle_release(handle);
  }
  return call_end_with(&call, S_OK_HR);
}

#if !defined(STAND_IN_1809)
static struct answer wait_for_exit(struct system_handle *handle, uint32_t timeout_ms) {
  const uint64_t deadline_ms = platform_deadline(timeout_ms);
  const struct system *system = handle->system;
  if (system == NULL) return (struct answer){HCS_E_SYSTEM_NOT_FOUND, NULL};
  while (system->state != STATE_STOPPED) {
    if (handle->is_closed) return (struct answer){E_HANDLE_HR, NULL};
    if (service_is_gone()) return (struct answer){HCS_E_SERVICE_DISCONNECT, NULL};
    if (!platform_wait(SIGNAL_STATE, deadline_ms) && system->state != STATE_STOPPED) {
      return (struct answer){HCS_E_OPERATION_TIMEOUT, NULL};
    }
  }
  return (struct answer){S_OK_HR, text_copy(system->exit_document)};
}

int32_t HcsWaitForComputeSystemExit(HCS_SYSTEM system, uint32_t timeout_ms, char16_t **document) {
  struct call call = call_begin(CALL_HcsWaitForComputeSystemExit, NULL);
  struct answer answer = {E_HANDLE_HR, NULL};
  struct system_handle *handle = call_acts(&call) ? system_handle_find(system) : NULL;
  if (handle != NULL) {
    system_handle_keep(handle);
    answer = wait_for_exit(handle, timeout_ms);
    system_handle_release(handle);
  }
  return call_end(&call, answer, document);
}
#endif

int32_t HcsGetServiceProperties(const char16_t *query, char16_t **document) {
  struct call call = call_begin(CALL_HcsGetServiceProperties, query);
  struct answer answer = {0, NULL};
  if (call_acts(&call)) answer = query_service(query);
  return call_end(&call, answer, document);
}

int32_t HcsModifyServiceSettings(const char16_t *settings, char16_t **document) {
  struct call call = call_begin(CALL_HcsModifyServiceSettings, settings);
  struct answer answer = {0, NULL};
  if (call_acts(&call)) answer = cpu_groups_modify(settings);
  return call_end(&call, answer, document);
}
