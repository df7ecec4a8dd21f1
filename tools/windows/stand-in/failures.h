// The error documents of HCS: what went wrong, as the result of an operation.
#pragma once

#include "calls.h"

/** `hresult` with a document that names the step that failed: `Construct`, `Start`, … */
struct answer failure(int32_t hresult, const char *step);
/** The text is not a JSON object. */
struct answer failure_of_syntax(void);
/** The document has a member that the schema does not know. `path` starts with `$`. */
struct answer failure_of_member(const char *path);

/**
 * Checks a document that a caller passed: `document` is its object, absent when it is optional and not given.
 * False, with the failure in `answer`, when it is no JSON object or has a member `NoSuchMember`.
 */
struct json;
bool check_document(const char16_t *text, bool is_optional, struct json *document, struct answer *answer);
