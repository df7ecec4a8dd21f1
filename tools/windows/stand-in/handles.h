// Handles that remember their use: a number with a generation in the shape of a pointer, so that a handle
// that was closed, or never made, is found out instead of being followed. All functions need the lock.
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum handle_kind {
  HANDLE_OPERATION = 1,
  HANDLE_SYSTEM,
  HANDLE_NETWORK,
  HANDLE_SOCKET,
  HANDLE_EVENT,
  HANDLE_WAIT,
};

void *handle_make(enum handle_kind kind, void *object);
/** The object of an open handle of that kind; otherwise NULL, and one more in `handles_bad`. */
void *handle_find(enum handle_kind kind, void *handle);
/** The same without counting. */
void *handle_peek(enum handle_kind kind, void *handle);
void handle_close(void *handle);
/** Steps through the objects of a kind: pass 0 first; NULL at the end. */
void *handles_next(enum handle_kind kind, uint32_t *position);

/** Handles that are open and were not forgotten. */
int64_t handles_open(enum handle_kind kind);
/** Those that are open now stay valid, and are counted no more. */
void handles_forget(enum handle_kind kind);
bool handle_is_forgotten(void *handle);
void handle_count_bad(void);
int64_t handles_bad(void);
void handles_forget_bad(void);
