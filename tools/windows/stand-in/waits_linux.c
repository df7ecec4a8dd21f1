// Plays event objects and RegisterWaitForSingleObject: a wait calls back on a thread of the pool, once for
// each time its event is set.
#include <stdbool.h>
#include <stdlib.h>

#include "callbacks.h"
#include "calls.h"
#include "handles.h"
#include "stand-in.h"
#include "waits.h"
#include "work.h"

enum { EXECUTE_ONLY_ONCE = 8, WIN32_INVALID_HANDLE = 6, WIN32_IO_PENDING = 997 };

/** INVALID_HANDLE_VALUE as the completion event. */
#define WAIT_FOR_CALLBACKS ((void *)-1)

struct wait;

struct event_object {
  int references;
  bool is_manual;
  bool is_set;
  struct wait *waits;
};

struct wait {
  struct wait *next; // of the event
  int references;
  void *handle;
  struct event_object *event;
  WAIT_CALLBACK callback;
  void *context;
  uint32_t timeout_ms;
  bool is_once;
  bool is_closed;
  bool is_spent;     // was to fire once, and has
  bool is_scheduled; // is about to fire, or fires
  uint32_t turn;     // counts how often it fired: a timeout of an earlier turn means nothing
  void *completion;  // event to set when the last callback has returned
  struct callback_slot slot;
};

static void release_event(struct event_object *event) {
  if (--event->references == 0) free(event);
}

static void release_wait(struct wait *wait) {
  if (--wait->references > 0) return;
  release_event(wait->event);
  free(wait);
}

static void drop_wait(void *argument) {
  struct wait *wait = argument;
  wait->is_scheduled = false;
  release_wait(wait);
}

static void fire_on_set(void *argument);
static void start_timeout(struct wait *wait);

static void schedule(struct wait *wait) {
  wait->is_scheduled = true;
  wait->references++;
  work_post(fire_on_set, drop_wait, wait, 0);
}

/** Gives the event to whoever waits for it. */
static void dispatch(struct event_object *event) {
  for (struct wait *wait = event->waits; wait != NULL && event->is_set; wait = wait->next) {
    if (wait->is_scheduled || wait->is_spent) continue;
    if (!event->is_manual) event->is_set = false;
    schedule(wait);
  }
}

static void fire(struct wait *wait, bool has_timed_out) {
  wait->turn++;
  wait->is_spent = wait->is_once;
  callback_enter(&wait->slot);
  wait->callback(wait->context, has_timed_out);
  callback_leave(&wait->slot);
  if (wait->is_closed && wait->completion != NULL) wait_event_set(wait->completion);
  if (!wait->is_closed) start_timeout(wait);
}

static void fire_on_set(void *argument) {
  struct wait *wait = argument;
  if (!wait->is_closed) fire(wait, false);
  wait->is_scheduled = false;
  if (!wait->is_closed) dispatch(wait->event);
  release_wait(wait);
}

struct timeout {
  struct wait *wait;
  uint32_t turn;
};

static void drop_timeout(void *argument) {
  struct timeout *timeout = argument;
  release_wait(timeout->wait);
  free(timeout);
}

static void fire_on_timeout(void *argument) {
  const struct timeout *timeout = argument;
  struct wait *wait = timeout->wait;
  if (!wait->is_closed && !wait->is_scheduled && wait->turn == timeout->turn) {
    wait->is_scheduled = true;
    fire(wait, true);
    wait->is_scheduled = false;
    if (!wait->is_closed) dispatch(wait->event);
  }
  drop_timeout(argument);
}

static void start_timeout(struct wait *wait) {
  if (wait->timeout_ms == INFINITE_MS || wait->is_spent) return;
  struct timeout *timeout = need(sizeof *timeout);
  *timeout = (struct timeout){wait, wait->turn};
  wait->references++;
  work_post(fire_on_timeout, drop_timeout, timeout, wait->timeout_ms);
}

void wait_event_set(void *handle) {
  struct event_object *event = handle_peek(HANDLE_EVENT, handle);
  if (event == NULL) return;
  event->is_set = true;
  dispatch(event);
}

void wait_event_reset(void *handle) {
  struct event_object *event = handle_find(HANDLE_EVENT, handle);
  if (event != NULL) event->is_set = false;
}

int64_t waits_events_open(void) { return handles_open(HANDLE_EVENT); }

int64_t waits_open(void) { return handles_open(HANDLE_WAIT); }

void waits_forget(void) {
  handles_forget(HANDLE_EVENT);
  handles_forget(HANDLE_WAIT);
}

void *standin_CreateEventW(const void *security, int32_t is_manual, int32_t is_set, const char16_t *name) {
  (void)security;
  (void)name;
  struct call call = call_begin(CALL_CreateEventW, NULL);
  const int error = call_scripted_error(&call);
  void *handle = NULL;
  if (error == 0) {
    struct event_object *event = need(sizeof *event);
    *event = (struct event_object){.references = 1, .is_manual = is_manual != 0, .is_set = is_set != 0};
    handle = handle_make(HANDLE_EVENT, event);
  }
  call_end_as_bool(&call, error);
  return handle;
}

int32_t standin_CloseHandle(void *handle) {
  struct call call = call_begin(CALL_CloseHandle, NULL);
  struct event_object *event = handle_find(HANDLE_EVENT, handle);
  if (event != NULL) {
    handle_close(handle);
    release_event(event);
  }
  return call_end_as_bool(&call, event == NULL ? WIN32_INVALID_HANDLE : 0);
}

int32_t standin_RegisterWaitForSingleObject(void **out, void *object, WAIT_CALLBACK callback, void *context,
                                            uint32_t timeout_ms, uint32_t flags) {
  struct call call = call_begin(CALL_RegisterWaitForSingleObject, NULL);
  struct event_object *event = handle_find(HANDLE_EVENT, object);
  const int error = event == NULL ? WIN32_INVALID_HANDLE : call_scripted_error(&call);
  *out = NULL;
  if (error == 0) {
    struct wait *wait = need(sizeof *wait);
    *wait = (struct wait){
        .next = event->waits,
        .references = 1,
        .event = event,
        .callback = callback,
        .context = context,
        .timeout_ms = timeout_ms,
        .is_once = (flags & EXECUTE_ONLY_ONCE) != 0,
    };
    event->references++;
    event->waits = wait;
    wait->handle = *out = handle_make(HANDLE_WAIT, wait);
    start_timeout(wait);
    dispatch(event);
  }
  return call_end_as_bool(&call, error);
}

static void unlink_wait(struct wait *wait) {
  struct wait **link = &wait->event->waits;
  while (*link != wait)
    link = &(*link)->next;
  *link = wait->next;
}

/** The last error: a callback may still run when it was not to be waited for. */
static int close_wait(struct wait *wait, void *completion) {
  const bool shall_wait = completion == WAIT_FOR_CALLBACKS;
  wait->is_closed = true;
  unlink_wait(wait);
  if (shall_wait) callback_wait(&wait->slot);
  const bool still_runs = wait->slot.depth > 0 && !callback_is_mine(&wait->slot);
  if (!shall_wait) wait->completion = completion;
  if (!still_runs && wait->completion != NULL) wait_event_set(wait->completion);
  handle_close(wait->handle);
  release_wait(wait);
  return still_runs ? WIN32_IO_PENDING : 0;
}

int32_t standin_UnregisterWaitEx(void *handle, void *completion) {
  struct call call = call_begin(CALL_UnregisterWaitEx, NULL);
  struct wait *wait = handle_find(HANDLE_WAIT, handle);
  const bool is_open = wait != NULL && !wait->is_closed;
  return call_end_as_bool(&call, is_open ? close_wait(wait, completion) : WIN32_INVALID_HANDLE);
}
