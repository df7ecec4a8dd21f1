// UTF-16 strings as Windows passes them, and a builder for documents.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uchar.h>

/** Memory that cannot fail: a test library that runs out of memory ends the process. */
void *need(size_t bytes);

size_t text_length(const char16_t *text);
/** A copy to `free`, NULL for NULL. */
char16_t *text_copy(const char16_t *text);
bool text_is(const char16_t *text, const char *ascii);
bool text_starts_with(const char16_t *text, const char *ascii);
/** Equal without regard to the case of ASCII letters. */
bool text_equals_folded(const char16_t *left, const char16_t *right);
/** NULL and "" both mean that an optional document is not given. */
bool text_is_empty(const char16_t *text);

/** A string that grows. Start from `{0}`; `text_take` ends it. */
struct text {
  char16_t *data;
  size_t length;
  size_t capacity;
};

void text_ascii(struct text *text, const char *ascii);
void text_append(struct text *text, const char16_t *piece, size_t length);
/** A JSON string: quoted and escaped. */
void text_quoted(struct text *text, const char16_t *value);
void text_number(struct text *text, int64_t value);
/** The finished string, to `free`; the builder is empty again. */
char16_t *text_take(struct text *text);
char16_t *text_from_ascii(const char *ascii);
