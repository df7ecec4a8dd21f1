#include "documents.h"

#include <stdlib.h>
#include <string.h>

#include "platform.h"

enum { BUCKETS = 4096, QUARANTINE = 256 };

struct buffer {
  struct buffer *next;
  void *address;
  size_t bytes;
  bool counted;
};

static struct buffer *buckets[BUCKETS];
static int64_t live;
static int64_t bad_frees;

// A freed buffer is overwritten and kept for a while: reading it shows, and its address is not given out
// again at once, so that a second free of it is found out.
static void *quarantine[QUARANTINE];
static size_t oldest;

static struct buffer **bucket_of(const void *address) { return &buckets[(uintptr_t)address / 16 % BUCKETS]; }

char16_t *document_hand_out(const char16_t *document) {
  if (document == NULL) return NULL;
  struct buffer *buffer = need(sizeof *buffer);
  buffer->bytes = (text_length(document) + 1) * sizeof(char16_t);
  buffer->address = platform_local_alloc(buffer->bytes);
  if (buffer->address == NULL) abort();
  memcpy(buffer->address, document, buffer->bytes);
  buffer->counted = true;
  struct buffer **bucket = bucket_of(buffer->address);
  buffer->next = *bucket;
  *bucket = buffer;
  live++;
  return buffer->address;
}

static void overwrite(const struct buffer *buffer) {
  memset(buffer->address, 0xDD, buffer->bytes);
  memset((char *)buffer->address + buffer->bytes - sizeof(char16_t), 0, sizeof(char16_t));
}

void document_take_back(void *address) {
  if (address == NULL) return;
  struct buffer **link = bucket_of(address);
  while (*link != NULL && (*link)->address != address)
    link = &(*link)->next;
  struct buffer *buffer = *link;
  if (buffer == NULL) {
    bad_frees++;
    return;
  }
  *link = buffer->next;
  if (buffer->counted) live--;
  overwrite(buffer);
  platform_local_free(quarantine[oldest]);
  quarantine[oldest] = address;
  oldest = (oldest + 1) % QUARANTINE;
  free(buffer);
}

int64_t documents_live(void) { return live; }

int64_t documents_bad_frees(void) { return bad_frees; }

void documents_forget(void) {
  for (size_t i = 0; i < BUCKETS; i++) {
    for (struct buffer *buffer = buckets[i]; buffer != NULL; buffer = buffer->next)
      buffer->counted = false;
  }
  live = 0;
  bad_frees = 0;
}
