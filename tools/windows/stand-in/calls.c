#include "calls.h"

#include <stdio.h>
#include <stdlib.h>

#include "documents.h"
#include "hresults.h"
#include "platform.h"
#include "stand-in.h"

enum { LOCAL, SERVICE };

static const struct {
  const char *name;
  int needs;
} functions[FUNCTION_COUNT] = {
#define FUNCTION(name, needs) {#name, needs},
    STAND_IN_FUNCTIONS(FUNCTION)
#undef FUNCTION
};

static int64_t counts[FUNCTION_COUNT];
static char16_t *last_documents[FUNCTION_COUNT];
static struct script *scripts; // in the order in which they came
static bool is_gone;

static enum function function_named(const char16_t *name) {
  for (int i = 0; i < FUNCTION_COUNT; i++) {
    if (text_is(name, functions[i].name)) return (enum function)i;
  }
  return FUNCTION_COUNT;
}

void script_free(struct script *script) {
  if (script == NULL) return;
  free(script->document);
  free(script);
}

/** The first script whose turn it is; every other one of that function is one call nearer. */
static struct script *take_script(enum function function) {
  struct script *taken = NULL;
  for (struct script **link = &scripts; *link != NULL;) {
    struct script *script = *link;
    if (script->function == function && script->skip > 0) {
      script->skip--;
    } else if (script->function == function && taken == NULL) {
      taken = script;
      *link = script->next;
      continue;
    }
    link = &script->next;
  }
  return taken;
}

void StandInScript(const char16_t *function, uint32_t skip, int32_t result, int32_t completion,
                   const char16_t *document, uint32_t delay_ms, uint32_t flags) {
  platform_lock();
  if (function_named(function) == FUNCTION_COUNT)
    fputs("stand-in: a script for a function that is not there\n", stderr);
  struct script *script = need(sizeof *script);
  *script = (struct script){
      .function = function_named(function),
      .skip = skip,
      .result = result,
      .completion = completion,
      .document = text_copy(document),
      .delay_ms = delay_ms,
      .flags = flags,
  };
  struct script **end = &scripts;
  while (*end != NULL)
    end = &(*end)->next;
  *end = script;
  platform_unlock();
}

int32_t StandInLastDocument(const char16_t *function, char16_t *buffer, uint32_t capacity) {
  platform_lock();
  const enum function found = function_named(function);
  const char16_t *document = found == FUNCTION_COUNT ? NULL : last_documents[found];
  const int32_t length = document == NULL ? -1 : (int32_t)text_length(document);
  if (length >= 0 && (uint32_t)length < capacity) {
    for (int32_t i = 0; i <= length; i++)
      buffer[i] = document[i];
  }
  platform_unlock();
  return length;
}

struct call call_begin(enum function function, const char16_t *document) {
  platform_lock();
  counts[function]++;
  if (document != NULL) {
    free(last_documents[function]);
    last_documents[function] = text_copy(document);
  }
  return (struct call){
      .function = function,
      .script = scripts == NULL ? NULL : take_script(function),
      .is_refused = is_gone && functions[function].needs == SERVICE,
  };
}

bool call_acts(struct call *call) {
  if (call->is_refused) return false;
  if (call->script == NULL) return true;
  if (call->script->delay_ms > 0) {
    platform_unlock();
    platform_sleep_ms(call->script->delay_ms);
    platform_lock();
  }
  return call->script->result >= 0 && (call->script->flags & SCRIPT_RUNS_DEFAULT) != 0;
}

int32_t call_end(struct call *call, struct answer answer, char16_t **document) {
  int32_t result = answer.result;
  const char16_t *text = answer.document;
  if (call->is_refused) {
    result = HCS_E_SERVICE_DISCONNECT;
    text = NULL;
  } else if (call->script != NULL) {
    result = call->script->result;
    text = call->script->document;
  }
  if (document != NULL) *document = document_hand_out(text);
  free(answer.document);
  call_leave(call);
  return result;
}

int32_t call_end_with(struct call *call, int32_t result) {
  return call_end(call, (struct answer){result, NULL}, NULL);
}

int32_t call_end_as_bool(struct call *call, int error) {
  call_leave(call);
  if (error != 0) platform_set_last_error(error);
  return error == 0;
}

void call_leave(struct call *call) {
  script_free(call->script);
  call->script = NULL;
  platform_unlock();
}

int call_scripted_error(const struct call *call) {
  return call->script != NULL && call->script->result < 0 ? call->script->result & 0xFFFF : 0;
}

int64_t calls_of(const char16_t *function) {
  const enum function found = function_named(function);
  return found == FUNCTION_COUNT ? -1 : counts[found];
}

void calls_forget(void) {
  for (int i = 0; i < FUNCTION_COUNT; i++) {
    counts[i] = 0;
    free(last_documents[i]);
    last_documents[i] = NULL;
  }
  while (scripts != NULL) {
    struct script *next = scripts->next;
    script_free(scripts);
    scripts = next;
  }
  is_gone = false;
}

void service_disconnect(void) { is_gone = true; }

bool service_is_gone(void) { return is_gone; }
