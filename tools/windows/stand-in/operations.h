// Operation handles: one request each at a time, its result, and its completion callback. All functions need
// the lock.
#pragma once

#include "callbacks.h"
#include "calls.h"
#include "stand-in.h"

enum operation_type {
  OPERATION_NONE = -1,
  OPERATION_ENUMERATE = 0,
  OPERATION_CREATE,
  OPERATION_START,
  OPERATION_SHUTDOWN,
  OPERATION_PAUSE,
  OPERATION_RESUME,
  OPERATION_SAVE,
  OPERATION_TERMINATE,
  OPERATION_MODIFY,
  OPERATION_GET_PROPERTIES,
  OPERATION_CRASH = 15,
};

enum operation_state { OPERATION_UNUSED, OPERATION_PENDING, OPERATION_DONE };

struct system_handle;

struct operation {
  int references;
  HCS_OPERATION handle;
  bool is_closed;
  const void *context;
  HCS_OPERATION_COMPLETION callback;
  HCS_EVENT_CALLBACK notify; // of HcsCreateOperationWithNotifications
  struct callback_slot slot;

  enum operation_state state;
  uint32_t request; // number of the request that it carries or carried
  enum operation_type type;
  uint64_t id;
  HCS_SYSTEM system;
  int32_t result;
  char16_t *document;
};

/** NULL, and a bad handle counted, when there is no such operation. */
struct operation *operation_find(HCS_OPERATION handle);
void operation_keep(struct operation *operation);
void operation_release(struct operation *operation);

/** The operation carries a request from now on. */
void operation_begin(struct operation *operation, enum operation_type type, HCS_SYSTEM system);
/** Refuses the call that brought a request; nothing is called back. */
void operation_refuse(struct operation *operation, struct answer answer);
/**
 * Ends the request of that number and calls back, without the lock meanwhile; `answer` is used up. Nothing
 * happens when the operation was closed or carries another request by now. False when nobody was told: the
 * callback of the system may be.
 */
bool operation_complete(struct operation *operation, uint32_t request, struct answer answer);

/** Every request in flight ends so. */
void operations_complete_all(int32_t result);
/** Closes every handle and waits for running callbacks. */
void operations_close_all(void);
int64_t operations_pending(void);
