#include "platform.h"

#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

static SRWLOCK lock = SRWLOCK_INIT;
static CONDITION_VARIABLE signals[SIGNAL_COUNT] = {CONDITION_VARIABLE_INIT, CONDITION_VARIABLE_INIT};

void platform_lock(void) { AcquireSRWLockExclusive(&lock); }

void platform_unlock(void) { ReleaseSRWLockExclusive(&lock); }

bool platform_wait(enum signal signal, uint64_t deadline_ms) {
  DWORD timeout = INFINITE;
  if (deadline_ms != NEVER) {
    const uint64_t now = platform_now_ms();
    if (now >= deadline_ms) return false;
    timeout = (DWORD)(deadline_ms - now);
  }
  return SleepConditionVariableSRW(&signals[signal], &lock, timeout, 0) != 0;
}

void platform_wake_one(enum signal signal) { WakeConditionVariable(&signals[signal]); }

void platform_wake_all(enum signal signal) { WakeAllConditionVariable(&signals[signal]); }

static DWORD WINAPI run_thread(void *argument) {
  void (*run)(void);
  *(void **)&run = argument;
  run();
  return 0;
}

void platform_spawn(void (*run)(void)) {
  HMODULE pinned;
  GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN,
                     (LPCWSTR)(void *)&lock, &pinned);
  const HANDLE thread = CreateThread(NULL, 0, run_thread, *(void **)&run, 0, NULL);
  if (thread == NULL) {
    fputs("stand-in: no thread can be started\n", stderr);
    abort();
  }
  CloseHandle(thread);
}

uint64_t platform_thread(void) { return GetCurrentThreadId(); }

uint64_t platform_now_ms(void) { return GetTickCount64(); }

void platform_sleep_ms(uint32_t ms) { Sleep(ms); }

int platform_last_error(void) { return (int)GetLastError(); }

void platform_set_last_error(int error) { SetLastError((DWORD)error); }

void *platform_local_alloc(size_t bytes) { return LocalAlloc(LMEM_FIXED, bytes); }

void platform_local_free(void *memory) { LocalFree(memory); }
