#include "operations.h"

#include <stdlib.h>

#include "events.h"
#include "handles.h"
#include "hresults.h"

static int64_t pending;
static uint64_t last_id;

struct operation *operation_find(HCS_OPERATION handle) {
  struct operation *operation = handle_find(HANDLE_OPERATION, handle);
  if (operation == NULL || !operation->is_closed || callback_is_mine(&operation->slot)) return operation;
  handle_count_bad();
  return NULL;
}

void operation_keep(struct operation *operation) { operation->references++; }

void operation_release(struct operation *operation) {
  if (--operation->references > 0) return;
  free(operation->document);
  free(operation);
}

static void set_state(struct operation *operation, enum operation_state state) {
  pending += (state == OPERATION_PENDING) - (operation->state == OPERATION_PENDING);
  operation->state = state;
}

static void set_result(struct operation *operation, struct answer answer) {
  free(operation->document);
  operation->result = answer.result;
  operation->document = answer.document;
}

void operation_begin(struct operation *operation, enum operation_type type, HCS_SYSTEM system) {
  set_result(operation, (struct answer){0, NULL});
  set_state(operation, OPERATION_PENDING);
  operation->request++;
  operation->type = type;
  operation->id = ++last_id;
  operation->system = system;
}

void operation_refuse(struct operation *operation, struct answer answer) {
  set_result(operation, answer);
  set_state(operation, OPERATION_DONE);
}

static bool carries(const struct operation *operation, uint32_t request) {
  return !operation->is_closed && operation->state == OPERATION_PENDING && operation->request == request;
}

bool operation_complete(struct operation *operation, uint32_t request, struct answer answer) {
  if (carries(operation, request)) callback_wait(&operation->slot); // the callback of the request before
  if (!carries(operation, request)) {
    free(answer.document);
    return true;
  }
  set_result(operation, answer);
  set_state(operation, OPERATION_DONE);
  platform_wake_all(SIGNAL_STATE);
  const HCS_OPERATION_COMPLETION callback = operation->callback;
  const HCS_EVENT_CALLBACK notify = operation->notify;
  if (callback == NULL && notify == NULL) return false;
  const HCS_OPERATION handle = operation->handle;
  void *context = (void *)(uintptr_t)operation->context;
  callback_enter(&operation->slot);
  if (callback != NULL) {
    callback(handle, context);
  } else {
    HCS_EVENT event = {EVENT_OPERATION_CALLBACK, NULL, handle};
    notify(&event, context);
  }
  callback_leave(&operation->slot);
  return true;
}

/** After this no callback comes any more. A callback that runs may use the handle until it returns. */
static void close_operation(struct operation *operation) {
  operation->is_closed = true;
  if (operation->state == OPERATION_PENDING) set_state(operation, OPERATION_DONE);
  platform_wake_all(SIGNAL_STATE);
  callback_wait(&operation->slot);
  handle_close(operation->handle);
  operation_release(operation);
}

void operations_complete_all(int32_t result) {
  uint32_t position = 0;
  struct operation *operation;
  while ((operation = handles_next(HANDLE_OPERATION, &position)) != NULL) {
    if (operation->state != OPERATION_PENDING) continue;
    operation_keep(operation);
    operation_complete(operation, operation->request, (struct answer){result, NULL});
    operation_release(operation);
  }
}

void operations_close_all(void) {
  uint32_t position = 0;
  struct operation *operation;
  while ((operation = handles_next(HANDLE_OPERATION, &position)) != NULL) {
    if (!operation->is_closed) close_operation(operation);
  }
}

int64_t operations_pending(void) { return pending; }

static HCS_OPERATION create_operation(struct call *call, const void *context,
                                      HCS_OPERATION_COMPLETION callback, HCS_EVENT_CALLBACK notify) {
  if (call->script != NULL && call->script->result < 0) {
    call_leave(call);
    return NULL;
  }
  struct operation *operation = need(sizeof *operation);
  *operation = (struct operation){
      .references = 1,
      .context = context,
      .callback = callback,
      .notify = notify,
      .type = OPERATION_NONE,
      .id = UINT64_MAX,
  };
  operation->handle = handle_make(HANDLE_OPERATION, operation);
  const HCS_OPERATION handle = operation->handle;
  call_leave(call);
  return handle;
}

HCS_OPERATION HcsCreateOperation(const void *context, HCS_OPERATION_COMPLETION callback) {
  struct call call = call_begin(CALL_HcsCreateOperation, NULL);
  return create_operation(&call, context, callback, NULL);
}

#if !defined(STAND_IN_1809)
HCS_OPERATION HcsCreateOperationWithNotifications(uint32_t options, const void *context,
                                                  HCS_EVENT_CALLBACK callback) {
  (void)options;
  struct call call = call_begin(CALL_HcsCreateOperationWithNotifications, NULL);
  return create_operation(&call, context, NULL, callback);
}
#endif

void HcsCloseOperation(HCS_OPERATION handle) {
  struct call call = call_begin(CALL_HcsCloseOperation, NULL);
  struct operation *operation = operation_find(handle);
  if (operation != NULL && !operation->is_closed) close_operation(operation);
  call_leave(&call);
}

void *HcsGetOperationContext(HCS_OPERATION handle) {
  struct call call = call_begin(CALL_HcsGetOperationContext, NULL);
  const struct operation *operation = operation_find(handle);
  void *context = operation == NULL ? NULL : (void *)(uintptr_t)operation->context;
  call_leave(&call);
  return context;
}

int32_t HcsSetOperationContext(HCS_OPERATION handle, const void *context) {
  struct call call = call_begin(CALL_HcsSetOperationContext, NULL);
  struct operation *operation = operation_find(handle);
  if (operation != NULL) operation->context = context;
  return call_end_with(&call, operation == NULL ? E_HANDLE_HR : S_OK_HR);
}

HCS_SYSTEM HcsGetComputeSystemFromOperation(HCS_OPERATION handle) {
  struct call call = call_begin(CALL_HcsGetComputeSystemFromOperation, NULL);
  const struct operation *operation = operation_find(handle);
  const HCS_SYSTEM system = operation == NULL ? NULL : operation->system;
  call_leave(&call);
  return system;
}

int32_t HcsGetOperationType(HCS_OPERATION handle) {
  struct call call = call_begin(CALL_HcsGetOperationType, NULL);
  const struct operation *operation = operation_find(handle);
  const int32_t type = operation == NULL ? OPERATION_NONE : (int32_t)operation->type;
  call_leave(&call);
  return type;
}

uint64_t HcsGetOperationId(HCS_OPERATION handle) {
  struct call call = call_begin(CALL_HcsGetOperationId, NULL);
  const struct operation *operation = operation_find(handle);
  const uint64_t id = operation == NULL ? UINT64_MAX : operation->id;
  call_leave(&call);
  return id;
}

/** What the operation can say now: its result, or why there is none yet. */
static struct answer present_answer(const struct operation *operation) {
  switch (operation->state) {
  case OPERATION_UNUSED:
    return (struct answer){HCS_E_OPERATION_NOT_STARTED, NULL};
  case OPERATION_PENDING:
    return (struct answer){HCS_E_OPERATION_PENDING, NULL};
  default:
    return (struct answer){operation->result, text_copy(operation->document)};
  }
}

int32_t HcsGetOperationResult(HCS_OPERATION handle, char16_t **document) {
  struct call call = call_begin(CALL_HcsGetOperationResult, NULL);
  struct answer answer = {E_HANDLE_HR, NULL};
  const struct operation *operation = call_acts(&call) ? operation_find(handle) : NULL;
  if (operation != NULL) answer = present_answer(operation);
  return call_end(&call, answer, document);
}

static struct answer wait_for_answer(struct operation *operation, uint32_t timeout_ms) {
  const uint64_t deadline_ms = platform_deadline(timeout_ms);
  const uint32_t request = operation->request;
  while (carries(operation, request)) {
    if (platform_wait(SIGNAL_STATE, deadline_ms) || !carries(operation, request)) continue;
    return (struct answer){HCS_E_OPERATION_TIMEOUT, NULL};
  }
  return operation->is_closed ? (struct answer){E_HANDLE_HR, NULL} : present_answer(operation);
}

int32_t HcsWaitForOperationResult(HCS_OPERATION handle, uint32_t timeout_ms, char16_t **document) {
  struct call call = call_begin(CALL_HcsWaitForOperationResult, NULL);
  struct answer answer = {E_HANDLE_HR, NULL};
  struct operation *operation = call_acts(&call) ? operation_find(handle) : NULL;
  if (operation != NULL) {
    operation_keep(operation);
    answer = wait_for_answer(operation, timeout_ms);
    operation_release(operation);
  }
  return call_end(&call, answer, document);
}

int32_t HcsSetOperationCallback(HCS_OPERATION handle, const void *context,
                                HCS_OPERATION_COMPLETION callback) {
  struct call call = call_begin(CALL_HcsSetOperationCallback, NULL);
  struct operation *operation = operation_find(handle);
  int32_t result = E_HANDLE_HR;
  if (operation != NULL) {
    const bool is_late = operation->state == OPERATION_PENDING;
    result = is_late ? HCS_E_OPERATION_ALREADY_STARTED : S_OK_HR;
    if (!is_late) {
      operation->context = context;
      operation->callback = callback;
    }
  }
  return call_end_with(&call, result);
}

int32_t HcsCancelOperation(HCS_OPERATION handle) {
  struct call call = call_begin(CALL_HcsCancelOperation, NULL);
  return call_end_with(&call, operation_find(handle) == NULL ? E_HANDLE_HR : E_NOTIMPL_HR);
}

int32_t HcsAddResourceToOperation(HCS_OPERATION handle, uint32_t type, const char16_t *uri, void *resource) {
  struct call call = call_begin(CALL_HcsAddResourceToOperation, uri);
  int32_t result = S_OK_HR;
  if (text_is_empty(uri) || type == 0 || resource == NULL) result = E_INVALIDARG_HR;
  if (operation_find(handle) == NULL) result = E_HANDLE_HR;
  return call_end_with(&call, result);
}
