// Events of a compute system: each handle has one callback and hears its events one after the other, in
// order, on threads of the pool. All functions need the lock.
#pragma once

#include "callbacks.h"
#include "stand-in.h"

enum event_type {
  EVENT_SYSTEM_EXITED = 1,
  EVENT_CRASH_INITIATED = 2,
  EVENT_CRASH_REPORT = 3,
  EVENT_OPERATION_CALLBACK = 0x01000000,
  EVENT_SERVICE_DISCONNECT = 0x02000000,
};

enum event_options { EVENTS_OF_OPERATIONS = 1 };

struct event;

/** Who listens on a handle, and what has still to be said. Starts as `{0}`. */
struct listener {
  uint32_t options;
  const void *context;
  HCS_EVENT_CALLBACK callback; // NULL: nobody listens
  struct callback_slot slot;
  struct event *first;
  bool is_scheduled;
};

struct system_handle;

/** Queues an event for the handle, `times` times, if somebody listens. */
void events_post(struct system_handle *handle, int32_t type, const char16_t *data, uint32_t times,
                 HCS_OPERATION operation);
/** Sets or, with NULL, clears the callback. What was queued for the one before is dropped, and it is over on
 * return. */
void listener_set(struct listener *listener, uint32_t options, const void *context,
                  HCS_EVENT_CALLBACK callback);
