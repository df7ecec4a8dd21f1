#include "requests.h"

#include <stdlib.h>

#include "hresults.h"
#include "work.h"

static void request_free(struct request *request) {
  if (request->handle != NULL) system_handle_release(request->handle);
  operation_release(request->operation);
  script_free(request->script);
  free(request->id);
  free(request->document);
  free(request);
}

static void drop_request(void *argument) { request_free(argument); }

static void tell_system_callback(const struct request *request) {
  if (request->handle == NULL || (request->handle->listener.options & EVENTS_OF_OPERATIONS) == 0) return;
  events_post(request->handle, EVENT_OPERATION_CALLBACK, NULL, 1, request->operation->handle);
}

static void run_request(void *argument) {
  struct request *request = argument;
  const struct script *script = request->script;
  struct answer answer = {0, NULL};
  if (script == NULL || (script->flags & SCRIPT_RUNS_DEFAULT) != 0) answer = request->perform(request);
  if (script != NULL) {
    free(answer.document);
    answer = (struct answer){script->completion, text_copy(script->document)};
  }
  if (script != NULL && (script->flags & SCRIPT_NEVER_COMPLETES) != 0) {
    free(answer.document);
  } else if (!operation_complete(request->operation, request->number, answer)) {
    tell_system_callback(request);
  }
  request_free(request);
}

/** Why the call is not accepted; S_OK when it is. */
static int32_t refusal_of(const struct call *call, const struct submission *submission,
                          const struct operation *operation) {
  if (operation == NULL) return E_HANDLE_HR;
  if (call->is_refused) return HCS_E_SERVICE_DISCONNECT;
  if (operation->state == OPERATION_PENDING) return HCS_E_OPERATION_ALREADY_STARTED;
  const bool has_own_callback = operation->callback != NULL || operation->notify != NULL;
  const struct system_handle *handle = submission->handle;
  if (has_own_callback && handle != NULL && (handle->listener.options & EVENTS_OF_OPERATIONS) != 0) {
    return HCS_E_OPERATION_SYSTEM_CALLBACK_ALREADY_SET;
  }
  return S_OK_HR;
}

static struct request *request_make(struct call *call, const struct submission *submission,
                                    struct operation *operation) {
  operation_begin(operation, submission->type,
                  submission->handle == NULL ? NULL : submission->handle->handle);
  operation_keep(operation);
  if (submission->handle != NULL) system_handle_keep(submission->handle);
  struct request *request = need(sizeof *request);
  *request = (struct request){
      .handle = submission->handle,
      .operation = operation,
      .number = operation->request,
      .type = submission->type,
      .id = text_copy(submission->id),
      .document = text_copy(submission->document),
      .script = call->script,
      .perform = submission->perform,
  };
  call->script = NULL;
  return request;
}

int32_t request_submit(struct call *call, struct submission submission) {
  struct operation *operation = operation_find(submission.operation);
  const int32_t refusal = refusal_of(call, &submission, operation);
  const struct script *script = call->script;
  if (refusal != S_OK_HR) {
    call_leave(call);
    return refusal;
  }
  if (script != NULL && script->result < 0) {
    const int32_t result = script->result;
    operation_refuse(operation, (struct answer){result, text_copy(script->document)});
    call_leave(call);
    return result;
  }
  const int32_t result = script == NULL ? S_OK_HR : script->result;
  const bool is_inline = script != NULL && (script->flags & SCRIPT_COMPLETES_INLINE) != 0;
  const uint32_t delay_ms = script == NULL ? 0 : script->delay_ms;
  struct request *request = request_make(call, &submission, operation);
  if (is_inline) {
    run_request(request);
  } else {
    work_post(run_request, drop_request, request, delay_ms);
  }
  call_leave(call);
  return result;
}
