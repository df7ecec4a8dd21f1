#include "json.h"

#include <stdlib.h>

enum { MAX_DEPTH = 64 };

static const char16_t *skip_value(const char16_t *at, unsigned depth);

static const char16_t *skip_space(const char16_t *at) {
  while (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')
    at++;
  return at;
}

static int hex_digit(char16_t unit) {
  if (unit >= '0' && unit <= '9') return unit - '0';
  if (unit >= 'a' && unit <= 'f') return unit - 'a' + 10;
  if (unit >= 'A' && unit <= 'F') return unit - 'A' + 10;
  return -1;
}

static bool is_digit(char16_t unit) { return unit >= '0' && unit <= '9'; }

/** Reads one character of a string; the next position, or NULL at a syntax error. */
static const char16_t *read_unit(const char16_t *at, char16_t *unit) {
  static const char names[] = "\"\\/bfnrt";
  static const char values[] = "\"\\/\b\f\n\r\t";
  *unit = *at;
  if (*at < 0x20) return NULL;
  if (*at++ != '\\') return at;
  if (*at == 'u') {
    unsigned code = 0;
    for (int i = 1; i <= 4; i++) {
      const int digit = hex_digit(at[i]);
      if (digit < 0) return NULL;
      code = code * 16 + (unsigned)digit;
    }
    *unit = (char16_t)code;
    return at + 5;
  }
  for (size_t i = 0; names[i] != 0; i++) {
    if (*at == (unsigned char)names[i]) {
      *unit = (unsigned char)values[i];
      return at + 1;
    }
  }
  return NULL;
}

static const char16_t *skip_string(const char16_t *at) {
  if (*at++ != '"') return NULL;
  while (at != NULL && *at != '"') {
    char16_t unit;
    at = read_unit(at, &unit);
  }
  return at == NULL ? NULL : at + 1;
}

static const char16_t *skip_digits(const char16_t *at) {
  if (!is_digit(*at)) return NULL;
  while (is_digit(*at))
    at++;
  return at;
}

static const char16_t *skip_number(const char16_t *at) {
  if (*at == '-') at++;
  at = *at == '0' ? at + 1 : skip_digits(at);
  if (at != NULL && *at == '.') at = skip_digits(at + 1);
  if (at != NULL && (*at == 'e' || *at == 'E')) {
    at++;
    if (*at == '+' || *at == '-') at++;
    at = skip_digits(at);
  }
  return at;
}

static const char16_t *skip_word(const char16_t *at, const char *word) {
  if (!text_starts_with(at, word)) return NULL;
  while (*word++ != 0)
    at++;
  return at;
}

/** The first entry of an array or object that is not empty: a value, or a member's name. */
static const char16_t *first_entry(const char16_t *open) {
  const char16_t *at = skip_space(open + 1);
  return *at == *open + 2 ? NULL : at; // in ASCII, ']' is '[' + 2 and '}' is '{' + 2
}

/** From a member's name to its value; NULL at a syntax error. */
static const char16_t *value_of(const char16_t *name) {
  const char16_t *at = skip_string(name);
  if (at == NULL) return NULL;
  at = skip_space(at);
  return *at == ':' ? skip_space(at + 1) : NULL;
}

static const char16_t *skip_entries(const char16_t *open, unsigned depth) {
  const char16_t close = *open + 2;
  const char16_t *at = first_entry(open);
  if (at == NULL) return skip_space(open + 1) + 1;
  for (;;) {
    if (close == '}') at = value_of(at);
    if (at == NULL) return NULL;
    at = skip_value(at, depth + 1);
    if (at == NULL) return NULL;
    at = skip_space(at);
    if (*at == close) return at + 1;
    if (*at != ',') return NULL;
    at = skip_space(at + 1);
  }
}

static const char16_t *skip_value(const char16_t *at, unsigned depth) {
  switch (*at) {
  case '{':
  case '[':
    return depth < MAX_DEPTH ? skip_entries(at, depth) : NULL;
  case '"':
    return skip_string(at);
  case 't':
    return skip_word(at, "true");
  case 'f':
    return skip_word(at, "false");
  case 'n':
    return skip_word(at, "null");
  default:
    return skip_number(at);
  }
}

static bool opens_with(struct json value, char first) {
  return value.start != NULL && *value.start == (unsigned char)first;
}

/** The entry after the one whose value is at `value`; NULL at the end. Only for checked text. */
static const char16_t *next_entry(const char16_t *value) {
  const char16_t *at = skip_space(skip_value(value, 0));
  return *at == ',' ? skip_space(at + 1) : NULL;
}

struct json json_object(const char16_t *text) {
  const struct json absent = {NULL};
  if (text == NULL) return absent;
  const char16_t *start = skip_space(text);
  if (*start != '{') return absent;
  const char16_t *end = skip_value(start, 0);
  return end != NULL && *skip_space(end) == 0 ? (struct json){start} : absent;
}

bool json_exists(struct json value) { return value.start != NULL; }

static bool name_is(const char16_t *at, const char *name) {
  for (at++; *at != '"'; name++) {
    char16_t unit;
    at = read_unit(at, &unit);
    if (unit != (unsigned char)*name || *name == 0) return false;
  }
  return *name == 0;
}

struct json json_member(struct json object, const char *name) {
  if (!opens_with(object, '{')) return (struct json){NULL};
  for (const char16_t *at = first_entry(object.start); at != NULL; at = next_entry(value_of(at))) {
    if (name_is(at, name)) return (struct json){value_of(at)};
  }
  return (struct json){NULL};
}

struct json json_next(struct json array, struct json last) {
  if (!opens_with(array, '[')) return (struct json){NULL};
  return (struct json){last.start == NULL ? first_entry(array.start) : next_entry(last.start)};
}

struct json json_next_member(struct json object, struct json last, struct json *name) {
  if (!opens_with(object, '{')) return (struct json){NULL};
  name->start = last.start == NULL ? first_entry(object.start) : next_entry(last.start);
  return (struct json){name->start == NULL ? NULL : value_of(name->start)};
}

bool json_has_member_anywhere(struct json value, const char *name) {
  const bool is_object = opens_with(value, '{');
  if (!is_object && !opens_with(value, '[')) return false;
  for (const char16_t *at = first_entry(value.start); at != NULL;) {
    if (is_object && name_is(at, name)) return true;
    const char16_t *inner = is_object ? value_of(at) : at;
    if (json_has_member_anywhere((struct json){inner}, name)) return true;
    at = next_entry(inner);
  }
  return false;
}

bool json_is_string(struct json value) { return opens_with(value, '"'); }

bool json_is_true(struct json value) { return opens_with(value, 't'); }

char16_t *json_string(struct json value) {
  if (!json_is_string(value)) return NULL;
  struct text text = {0};
  for (const char16_t *at = value.start + 1; *at != '"';) {
    char16_t unit;
    at = read_unit(at, &unit);
    text_append(&text, &unit, 1);
  }
  return text_take(&text);
}

int64_t json_integer(struct json value, int64_t otherwise) {
  if (value.start == NULL) return otherwise;
  const bool negative = *value.start == '-';
  const char16_t *at = value.start + negative;
  if (!is_digit(*at)) return otherwise;
  int64_t number = 0;
  for (int digits = 0; is_digit(*at) && digits < 18; at++, digits++)
    number = number * 10 + (*at - '0');
  return negative ? -number : number;
}

void json_append(struct text *text, struct json value) {
  text_append(text, value.start, (size_t)(skip_value(value.start, 0) - value.start));
}
