// Calls into the caller's code: one at a time for each slot, without the lock. All functions need the lock.
#pragma once

#include "platform.h"

/** Who runs the callback of one handle at the moment. Starts as `{0}`. */
struct callback_slot {
  uint64_t thread; // 0: nobody
  unsigned depth;  // of calls into each other on that thread
};

/** Takes the slot and gives up the lock: the callback may be called now. Waits while another thread has the
 * slot. */
void callback_enter(struct callback_slot *slot);
/** Takes the lock again and gives up the slot. */
void callback_leave(struct callback_slot *slot);
/** Waits until no other thread runs the callback. From inside the callback it returns at once. */
void callback_wait(const struct callback_slot *slot);
bool callback_is_mine(const struct callback_slot *slot);

int64_t callbacks_running(void);
