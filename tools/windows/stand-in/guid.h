// GUIDs as text and in memory layout (16 bytes; the first three fields little endian).
#pragma once

#include "text.h"

enum { GUID_BYTES = 16, GUID_TEXT_LENGTH = 36 };

/** Reads the plain form without braces; false when `text` is none. */
bool guid_parse(const char16_t *text, uint8_t guid[GUID_BYTES]);
/** Lower-case, without braces. */
void guid_format(const uint8_t guid[GUID_BYTES], char16_t text[GUID_TEXT_LENGTH + 1]);
/** The same GUID for the same name, without regard to case (RFC 9562 version 8). */
void guid_from_name(const char16_t *name, uint8_t guid[GUID_BYTES]);
bool guid_equals(const uint8_t *left, const uint8_t *right);
