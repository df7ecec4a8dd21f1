// Event objects and registered waits. All functions need the lock.
#pragma once

#include <stdint.h>

/** Only on Linux, where the event objects are the library's own. */
void wait_event_set(void *event);
void wait_event_reset(void *event);

int64_t waits_events_open(void);
int64_t waits_open(void);
/** Handles that are open stay valid, and are counted no more. */
void waits_forget(void);
