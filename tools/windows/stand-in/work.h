// The pool of foreign threads: everything that Windows would do on threads of its own. All functions need the
// lock.
#pragma once

#include "platform.h"

/** Queues `run(argument)`: with the lock held, on a thread of the pool, after `delay_ms`. `drop` ends work
 * that is discarded. */
void work_post(void (*run)(void *argument), void (*drop)(void *argument), void *argument, uint32_t delay_ms);
void work_discard_all(void);
/** Waits until no thread of the pool runs anything, the calling one excepted. */
void work_wait_idle(void);
