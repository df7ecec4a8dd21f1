// The little that differs between Windows and Linux below everything else: one lock, two signals, threads, a
// clock.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

_Static_assert(sizeof(void *) == 8, "Handles are 64-bit values.");

/** What a thread can wait for while it gives up the lock. */
enum signal {
  SIGNAL_STATE, // something that a caller may wait for has changed
  SIGNAL_WORK,  // the pool has something to do
  SIGNAL_COUNT,
};

#define NEVER UINT64_MAX
#define INFINITE_MS 0xFFFFFFFFu

/** One lock guards all state of the library. It is never held while a caller's callback runs. */
void platform_lock(void);
void platform_unlock(void);

/** Gives up the lock until the signal or the deadline (clock of `platform_now_ms`); false when the deadline
 * has passed. */
bool platform_wait(enum signal signal, uint64_t deadline_ms);
void platform_wake_one(enum signal signal);
void platform_wake_all(enum signal signal);

/** Starts a thread that nobody joins. The library stays loaded from the first one on. */
void platform_spawn(void (*run)(void));
uint64_t platform_thread(void);
uint64_t platform_now_ms(void);
void platform_sleep_ms(uint32_t ms);

/** What GetLastError and WSAGetLastError tell of the calling thread. */
int platform_last_error(void);
void platform_set_last_error(int error);

/** The deadline of a Windows timeout; 0xFFFFFFFF is for ever. */
static inline uint64_t platform_deadline(uint32_t timeout_ms) {
  return timeout_ms == INFINITE_MS ? NEVER : platform_now_ms() + timeout_ms;
}

/** Memory that leaves the library: LocalAlloc on Windows, malloc elsewhere. NULL when there is none. */
void *platform_local_alloc(size_t bytes);
void platform_local_free(void *memory);
