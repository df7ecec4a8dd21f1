#include "callbacks.h"

static int64_t running;

bool callback_is_mine(const struct callback_slot *slot) { return slot->thread == platform_thread(); }

void callback_wait(const struct callback_slot *slot) {
  while (slot->depth > 0 && !callback_is_mine(slot))
    platform_wait(SIGNAL_STATE, NEVER);
}

void callback_enter(struct callback_slot *slot) {
  callback_wait(slot);
  slot->thread = platform_thread();
  slot->depth++;
  running++;
  platform_unlock();
}

void callback_leave(struct callback_slot *slot) {
  platform_lock();
  running--;
  if (--slot->depth == 0) slot->thread = 0;
  platform_wake_all(SIGNAL_STATE);
}

int64_t callbacks_running(void) { return running; }
