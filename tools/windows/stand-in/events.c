#include "events.h"

#include <stdlib.h>
#include <string.h>

#include "systems.h"
#include "text.h"
#include "work.h"

enum { BATCH = 64 };

struct event {
  struct event *next;
  int32_t type;
  char16_t *data;
  uint32_t times;
  HCS_OPERATION operation;
};

static void drop_first(struct listener *listener) {
  struct event *event = listener->first;
  listener->first = event->next;
  free(event->data);
  free(event);
}

/** The data is valid during the call only, and is overwritten afterwards so that later reads show. */
static void deliver(struct listener *listener) {
  struct event *queued = listener->first;
  char16_t *data = text_copy(queued->data);
  HCS_EVENT event = {queued->type, data, queued->operation};
  if (--queued->times == 0) drop_first(listener);
  const HCS_EVENT_CALLBACK callback = listener->callback;
  void *context = (void *)(uintptr_t)listener->context;
  callback_enter(&listener->slot);
  callback(&event, context);
  if (data != NULL) memset(data, 0xDD, text_length(data) * sizeof(char16_t));
  free(data);
  callback_leave(&listener->slot);
}

static void schedule(struct system_handle *handle);

static void run_deliveries(void *argument) {
  struct system_handle *handle = argument;
  struct listener *listener = &handle->listener;
  for (int i = 0; i < BATCH && listener->first != NULL; i++)
    deliver(listener);
  listener->is_scheduled = false;
  if (listener->first != NULL) schedule(handle);
  system_handle_release(handle);
}

static void drop_deliveries(void *argument) {
  struct system_handle *handle = argument;
  handle->listener.is_scheduled = false;
  while (handle->listener.first != NULL)
    drop_first(&handle->listener);
  system_handle_release(handle);
}

static void schedule(struct system_handle *handle) {
  if (handle->listener.is_scheduled) return;
  handle->listener.is_scheduled = true;
  system_handle_keep(handle);
  work_post(run_deliveries, drop_deliveries, handle, 0);
}

void events_post(struct system_handle *handle, int32_t type, const char16_t *data, uint32_t times,
                 HCS_OPERATION operation) {
  if (handle->listener.callback == NULL || times == 0) return;
  struct event *event = need(sizeof *event);
  *event = (struct event){NULL, type, text_copy(data), times, operation};
  struct event **end = &handle->listener.first;
  while (*end != NULL)
    end = &(*end)->next;
  *end = event;
  schedule(handle);
}

void listener_set(struct listener *listener, uint32_t options, const void *context,
                  HCS_EVENT_CALLBACK callback) {
  listener->callback = NULL;
  while (listener->first != NULL)
    drop_first(listener);
  callback_wait(&listener->slot);
  listener->options = options;
  listener->context = context;
  listener->callback = callback;
}
