#include "platform.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t signals[SIGNAL_COUNT] = {PTHREAD_COND_INITIALIZER, PTHREAD_COND_INITIALIZER};

void platform_lock(void) { pthread_mutex_lock(&lock); }

void platform_unlock(void) { pthread_mutex_unlock(&lock); }

bool platform_wait(enum signal signal, uint64_t deadline_ms) {
  if (deadline_ms == NEVER) {
    pthread_cond_wait(&signals[signal], &lock);
    return true;
  }
  const struct timespec deadline = {.tv_sec = (time_t)(deadline_ms / 1000),
                                    .tv_nsec = (long)(deadline_ms % 1000) * 1000000};
  return pthread_cond_clockwait(&signals[signal], &lock, CLOCK_MONOTONIC, &deadline) != ETIMEDOUT;
}

void platform_wake_one(enum signal signal) { pthread_cond_signal(&signals[signal]); }

void platform_wake_all(enum signal signal) { pthread_cond_broadcast(&signals[signal]); }

static void *run_thread(void *argument) {
  void (*run)(void);
  *(void **)&run = argument;
  run();
  return NULL;
}

void platform_spawn(void (*run)(void)) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, run_thread, *(void **)&run) != 0) {
    fputs("stand-in: no thread can be started\n", stderr);
    abort();
  }
  pthread_detach(thread);
}

uint64_t platform_thread(void) { return (uint64_t)pthread_self(); }

uint64_t platform_now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void platform_sleep_ms(uint32_t ms) {
  struct timespec left = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
  while (nanosleep(&left, &left) != 0 && errno == EINTR) {
  }
}

static _Thread_local int last_error;

int platform_last_error(void) { return last_error; }

void platform_set_last_error(int error) { last_error = error; }

void *platform_local_alloc(size_t bytes) { return malloc(bytes); }

void platform_local_free(void *memory) { free(memory); }
