#include "guid.h"

#include <string.h>

// Where each byte of the memory layout stands in the text, in hexadecimal digits without the dashes.
static const uint8_t digit_of_byte[GUID_BYTES] = {6, 4, 2, 0, 10, 8, 14, 12, 16, 18, 20, 22, 24, 26, 28, 30};

static bool is_dash(size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

static int hex_value(char16_t unit) {
  if (unit >= '0' && unit <= '9') return unit - '0';
  if (unit >= 'a' && unit <= 'f') return unit - 'a' + 10;
  if (unit >= 'A' && unit <= 'F') return unit - 'A' + 10;
  return -1;
}

bool guid_parse(const char16_t *text, uint8_t guid[GUID_BYTES]) {
  uint8_t digits[2 * GUID_BYTES];
  size_t count = 0;
  for (size_t i = 0; i < GUID_TEXT_LENGTH; i++) {
    const int value = hex_value(text[i]);
    if (is_dash(i) ? text[i] != '-' : value < 0) return false;
    if (!is_dash(i)) digits[count++] = (uint8_t)value;
  }
  if (text[GUID_TEXT_LENGTH] != 0) return false;
  for (size_t i = 0; i < GUID_BYTES; i++) {
    guid[i] = (uint8_t)(digits[digit_of_byte[i]] << 4 | digits[digit_of_byte[i] + 1]);
  }
  return true;
}

void guid_format(const uint8_t guid[GUID_BYTES], char16_t text[GUID_TEXT_LENGTH + 1]) {
  static const char hex[] = "0123456789abcdef";
  char16_t digits[2 * GUID_BYTES];
  for (size_t i = 0; i < GUID_BYTES; i++) {
    digits[digit_of_byte[i]] = (unsigned char)hex[guid[i] >> 4];
    digits[digit_of_byte[i] + 1] = (unsigned char)hex[guid[i] & 15];
  }
  size_t next = 0;
  for (size_t i = 0; i < GUID_TEXT_LENGTH; i++)
    text[i] = is_dash(i) ? u'-' : digits[next++];
  text[GUID_TEXT_LENGTH] = 0;
}

/** FNV-1a, 64 bits. */
static uint64_t hash(const char16_t *name, uint64_t state) {
  for (; *name != 0; name++) {
    const char16_t unit = *name >= 'A' && *name <= 'Z' ? *name + ('a' - 'A') : *name;
    state = (state ^ (unit & 0xFF)) * 0x100000001B3;
    state = (state ^ (unit >> 8)) * 0x100000001B3;
  }
  return state;
}

void guid_from_name(const char16_t *name, uint8_t guid[GUID_BYTES]) {
  const uint64_t halves[2] = {hash(name, 0xCBF29CE484222325), hash(name, 0x84222325CBF29CE4)};
  memcpy(guid, halves, GUID_BYTES);
  guid[7] = (uint8_t)((guid[7] & 0x0F) | 0x80);
  guid[8] = (uint8_t)((guid[8] & 0x3F) | 0x80);
}

bool guid_equals(const uint8_t *left, const uint8_t *right) { return memcmp(left, right, GUID_BYTES) == 0; }
