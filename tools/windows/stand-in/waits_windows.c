// On Windows events and waits are the real ones; the library only keeps account of them.
#include <stdbool.h>
#include <stdlib.h>
#include <windows.h>

#include "calls.h"
#include "handles.h"
#include "platform.h"
#include "stand-in.h"
#include "waits.h"

struct kept {
  struct kept *next;
  void *handle;
  bool is_counted;
};

static struct kept *events;
static struct kept *waits;

static void keep(struct kept **list, void *handle) {
  struct kept *kept = need(sizeof *kept);
  *kept = (struct kept){*list, handle, true};
  *list = kept;
}

static bool let_go(struct kept **list, const void *handle) {
  while (*list != NULL && (*list)->handle != handle)
    list = &(*list)->next;
  struct kept *kept = *list;
  if (kept == NULL) return false;
  *list = kept->next;
  free(kept);
  return true;
}

static int64_t count(const struct kept *list) {
  int64_t total = 0;
  for (; list != NULL; list = list->next)
    total += list->is_counted;
  return total;
}

static void forget(struct kept *list) {
  for (; list != NULL; list = list->next)
    list->is_counted = false;
}

int64_t waits_events_open(void) { return count(events); }

int64_t waits_open(void) { return count(waits); }

void waits_forget(void) {
  forget(events);
  forget(waits);
}

/** The last error of a function that has returned `is_done`. */
static int error_unless(int32_t is_done) { return is_done ? 0 : (int)GetLastError(); }

void *standin_CreateEventW(const void *security, int32_t is_manual, int32_t is_set, const char16_t *name) {
  struct call call = call_begin(CALL_CreateEventW, NULL);
  int error = call_scripted_error(&call);
  HANDLE handle = NULL;
  if (error == 0) {
    handle = CreateEventW((SECURITY_ATTRIBUTES *)(uintptr_t)security, is_manual, is_set, (LPCWSTR)name);
    error = error_unless(handle != NULL);
  }
  if (handle != NULL) keep(&events, handle);
  call_end_as_bool(&call, error);
  return handle;
}

/** Handles other than events are Windows' business; only those that it does not know either are bad ones. */
int32_t standin_CloseHandle(void *handle) {
  struct call call = call_begin(CALL_CloseHandle, NULL);
  let_go(&events, handle);
  const int error = error_unless(CloseHandle(handle));
  if (error != 0) handle_count_bad();
  return call_end_as_bool(&call, error);
}

int32_t standin_RegisterWaitForSingleObject(void **out, void *object, WAIT_CALLBACK callback, void *context,
                                            uint32_t timeout_ms, uint32_t flags) {
  struct call call = call_begin(CALL_RegisterWaitForSingleObject, NULL);
  int error = call_scripted_error(&call);
  if (error == 0) {
    error = error_unless(
        RegisterWaitForSingleObject(out, object, (WAITORTIMERCALLBACK)callback, context, timeout_ms, flags));
  }
  if (error == 0) keep(&waits, *out);
  return call_end_as_bool(&call, error);
}

/** May block until a callback has returned, and so goes on without the lock. */
int32_t standin_UnregisterWaitEx(void *wait, void *completion) {
  struct call call = call_begin(CALL_UnregisterWaitEx, NULL);
  const bool is_known = let_go(&waits, wait);
  if (!is_known) handle_count_bad();
  const int32_t is_done = call_end_as_bool(&call, is_known ? 0 : ERROR_INVALID_HANDLE);
  return is_done && UnregisterWaitEx(wait, completion);
}
