#include "work.h"

#include <stdlib.h>

#include "text.h"

// Callbacks may block their thread for as long as the caller likes; more threads start while all are blocked.
enum { MAX_THREADS = 32 };

struct work {
  struct work *next;
  uint64_t due_ms;
  void (*run)(void *argument);
  void (*drop)(void *argument);
  void *argument;
};

static struct work *first; // by time, and in the order of posting at the same time
static struct work *last;
static int thread_count;
static int idle_count;
static uint64_t busy_threads[MAX_THREADS];

static void run_pool(void);

/** Somebody must be free to look after what is queued. */
static void keep_one_free(void) {
  if (first == NULL) return;
  if (idle_count > 0) {
    platform_wake_one(SIGNAL_WORK);
  } else if (thread_count < MAX_THREADS) {
    thread_count++;
    idle_count++; // the new thread, until it has taken something
    platform_spawn(run_pool);
  }
}

void work_post(void (*run)(void *), void (*drop)(void *), void *argument, uint32_t delay_ms) {
  struct work *work = need(sizeof *work);
  *work = (struct work){NULL, platform_now_ms() + delay_ms, run, drop, argument};
  struct work **link = &first;
  if (last != NULL && last->due_ms <= work->due_ms) link = &last->next;
  while (*link != NULL && (*link)->due_ms <= work->due_ms)
    link = &(*link)->next;
  work->next = *link;
  *link = work;
  if (work->next == NULL) last = work;
  keep_one_free();
}

static struct work *take_due(uint64_t *next_due_ms) {
  struct work *work = first;
  *next_due_ms = work == NULL ? NEVER : work->due_ms;
  if (work == NULL || work->due_ms > platform_now_ms()) return NULL;
  first = work->next;
  if (first == NULL) last = NULL;
  return work;
}

static uint64_t *busy_slot(uint64_t thread) {
  uint64_t *slot = busy_threads;
  while (*slot != thread)
    slot++;
  return slot;
}

static void run_pool(void) {
  platform_lock();
  const uint64_t self = platform_thread();
  for (;;) {
    uint64_t next_due_ms;
    struct work *work = take_due(&next_due_ms);
    if (work == NULL) {
      platform_wait(SIGNAL_WORK, next_due_ms);
      continue;
    }
    idle_count--;
    *busy_slot(0) = self;
    keep_one_free();
    work->run(work->argument);
    free(work);
    *busy_slot(self) = 0;
    idle_count++;
    platform_wake_all(SIGNAL_STATE);
  }
}

void work_discard_all(void) {
  struct work *work = first;
  first = last = NULL;
  while (work != NULL) {
    struct work *next = work->next;
    work->drop(work->argument);
    free(work);
    work = next;
  }
}

static bool others_run(void) {
  const uint64_t self = platform_thread();
  for (int i = 0; i < MAX_THREADS; i++) {
    if (busy_threads[i] != 0 && busy_threads[i] != self) return true;
  }
  return false;
}

void work_wait_idle(void) {
  while (others_run())
    platform_wait(SIGNAL_STATE, NEVER);
}
