#include "handles.h"

#include <stdlib.h>
#include <string.h>

// A handle has kind (4 bits), generation (20) and index (16) above four zero bits, like an aligned user-space
// pointer.
enum { INDEX_BITS = 16, GENERATION_BITS = 20, ALIGNMENT_BITS = 4, CHUNK = 256 };

struct slot {
  void *object; // NULL: free
  enum handle_kind kind;
  bool is_forgotten;
  uint32_t generation;
  uint32_t next_free;
};

static struct slot *slots;
static uint32_t slot_count;
static uint32_t first_free; // slot_count: none
static int64_t open_count[HANDLE_WAIT + 1];
static int64_t bad_count;

static void grow(void) {
  if (slot_count >= 1u << INDEX_BITS) abort();
  slots = realloc(slots, (slot_count + CHUNK) * sizeof *slots);
  if (slots == NULL) abort();
  memset(slots + slot_count, 0, CHUNK * sizeof *slots);
  for (uint32_t i = slot_count; i < slot_count + CHUNK; i++)
    slots[i].next_free = i + 1;
  first_free = slot_count;
  slot_count += CHUNK;
}

static void *handle_of(uint32_t index) {
  const struct slot *slot = &slots[index];
  uint64_t value = slot->kind;
  value = value << GENERATION_BITS | slot->generation;
  value = value << INDEX_BITS | index;
  return (void *)(uintptr_t)(value << ALIGNMENT_BITS);
}

static struct slot *slot_of(void *handle) {
  const uint64_t value = (uintptr_t)handle;
  const uint32_t index = (uint32_t)(value >> ALIGNMENT_BITS & ((1u << INDEX_BITS) - 1));
  if (index >= slot_count || slots[index].object == NULL || handle_of(index) != handle) return NULL;
  return &slots[index];
}

void *handle_make(enum handle_kind kind, void *object) {
  if (first_free == slot_count) grow();
  const uint32_t index = first_free;
  struct slot *slot = &slots[index];
  first_free = slot->next_free;
  slot->object = object;
  slot->kind = kind;
  slot->is_forgotten = false;
  slot->generation = (slot->generation + 1) & ((1u << GENERATION_BITS) - 1);
  open_count[kind]++;
  return handle_of(index);
}

void *handle_peek(enum handle_kind kind, void *handle) {
  const struct slot *slot = slot_of(handle);
  return slot != NULL && slot->kind == kind ? slot->object : NULL;
}

void *handle_find(enum handle_kind kind, void *handle) {
  void *object = handle_peek(kind, handle);
  if (object == NULL) bad_count++;
  return object;
}

void handle_close(void *handle) {
  struct slot *slot = slot_of(handle);
  if (slot == NULL) return;
  if (!slot->is_forgotten) open_count[slot->kind]--;
  slot->object = NULL;
  slot->next_free = first_free;
  first_free = (uint32_t)(slot - slots);
}

void *handles_next(enum handle_kind kind, uint32_t *position) {
  while (*position < slot_count) {
    const struct slot *slot = &slots[(*position)++];
    if (slot->object != NULL && slot->kind == kind) return slot->object;
  }
  return NULL;
}

void handles_forget(enum handle_kind kind) {
  for (uint32_t i = 0; i < slot_count; i++) {
    if (slots[i].object != NULL && slots[i].kind == kind) slots[i].is_forgotten = true;
  }
  open_count[kind] = 0;
}

bool handle_is_forgotten(void *handle) {
  const struct slot *slot = slot_of(handle);
  return slot == NULL || slot->is_forgotten;
}

int64_t handles_open(enum handle_kind kind) { return open_count[kind]; }

void handle_count_bad(void) { bad_count++; }

int64_t handles_bad(void) { return bad_count; }

void handles_forget_bad(void) { bad_count = 0; }
