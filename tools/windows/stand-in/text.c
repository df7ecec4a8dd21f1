#include "text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *need(size_t bytes) {
  void *memory = calloc(1, bytes);
  if (memory == NULL) abort();
  return memory;
}

size_t text_length(const char16_t *text) {
  size_t length = 0;
  while (text[length] != 0)
    length++;
  return length;
}

char16_t *text_copy(const char16_t *text) {
  if (text == NULL) return NULL;
  const size_t bytes = (text_length(text) + 1) * sizeof(char16_t);
  return memcpy(need(bytes), text, bytes);
}

bool text_is(const char16_t *text, const char *ascii) {
  return text_starts_with(text, ascii) && text[strlen(ascii)] == 0;
}

bool text_starts_with(const char16_t *text, const char *ascii) {
  for (; *ascii != 0; text++, ascii++) {
    if (*text != (unsigned char)*ascii) return false;
  }
  return true;
}

static char16_t folded(char16_t unit) { return unit >= 'A' && unit <= 'Z' ? unit + ('a' - 'A') : unit; }

bool text_equals_folded(const char16_t *left, const char16_t *right) {
  for (; folded(*left) == folded(*right); left++, right++) {
    if (*left == 0) return true;
  }
  return false;
}

bool text_is_empty(const char16_t *text) { return text == NULL || *text == 0; }

static void reserve(struct text *text, size_t more) {
  if (text->length + more + 1 <= text->capacity) return;
  text->capacity = 2 * (text->length + more + 1);
  text->data = realloc(text->data, text->capacity * sizeof(char16_t));
  if (text->data == NULL) abort();
}

void text_ascii(struct text *text, const char *ascii) {
  reserve(text, strlen(ascii));
  while (*ascii != 0)
    text->data[text->length++] = (unsigned char)*ascii++;
}

void text_append(struct text *text, const char16_t *piece, size_t length) {
  reserve(text, length);
  memcpy(text->data + text->length, piece, length * sizeof(char16_t));
  text->length += length;
}

void text_quoted(struct text *text, const char16_t *value) {
  text_ascii(text, "\"");
  for (; *value != 0; value++) {
    if (*value < 0x20) {
      char escape[8];
      snprintf(escape, sizeof escape, "\\u%04x", (unsigned)*value);
      text_ascii(text, escape);
    } else {
      if (*value == '"' || *value == '\\') text_ascii(text, "\\");
      text_append(text, value, 1);
    }
  }
  text_ascii(text, "\"");
}

void text_number(struct text *text, int64_t value) {
  char digits[24];
  snprintf(digits, sizeof digits, "%" PRId64, value);
  text_ascii(text, digits);
}

char16_t *text_take(struct text *text) {
  reserve(text, 0);
  char16_t *data = text->data;
  data[text->length] = 0;
  *text = (struct text){0};
  return data;
}

char16_t *text_from_ascii(const char *ascii) {
  struct text text = {0};
  text_ascii(&text, ascii);
  return text_take(&text);
}
