// A scanner for JSON in UTF-16: it checks syntax and finds members; it builds no tree.
#pragma once

#include "text.h"

/** A value inside a checked text; `start` is NULL when there is none. */
struct json {
  const char16_t *start;
};

/** The object that the whole text is; absent when the text is anything else or no JSON. Nesting is limited
 * to 64. */
struct json json_object(const char16_t *text);
bool json_exists(struct json value);
/** The member of that name; absent when `value` is no object or has none. */
struct json json_member(struct json value, const char *name);
/** Steps through the values of an object as `json_next` does; `name` is the quoted name of the answer. */
struct json json_next_member(struct json object, struct json last, struct json *name);
/** Steps through an array: pass `{0}` first, then the last answer; absent at the end. */
struct json json_next(struct json array, struct json last);
/** Whether an object at any depth has a member of that name. */
bool json_has_member_anywhere(struct json value, const char *name);

bool json_is_string(struct json value);
bool json_is_true(struct json value);
/** The decoded string, to `free`; NULL when the value is no string. */
char16_t *json_string(struct json value);
/** A number without its fraction; `otherwise` when the value is no number. */
int64_t json_integer(struct json value, int64_t otherwise);
/** The value as it is written. */
void json_append(struct text *text, struct json value);
