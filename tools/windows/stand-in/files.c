// Files that a VM uses: access grants, which change nothing here, and empty state files, which are written.
#include <stdio.h>

#include "calls.h"
#include "hresults.h"
#include "stand-in.h"

#if defined(_WIN32)
static FILE *open_file(const char16_t *path, bool is_new) {
  return _wfopen((const wchar_t *)path, is_new ? L"wb" : L"rb");
}
#else
/** Paths of tests are short and may be any Unicode. */
static void to_utf8(const char16_t *text, char *out, size_t capacity) {
  size_t length = 0;
  while (*text != 0 && length + 5 < capacity) {
    uint32_t code = *text++;
    if (code >= 0xD800 && code < 0xDC00 && *text >= 0xDC00 && *text < 0xE000) {
      code = 0x10000 + ((code - 0xD800) << 10) + (*text++ - 0xDC00u);
    }
    if (code < 0x80) {
      out[length++] = (char)code;
      continue;
    }
    const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    out[length++] = (char)((0xF00 >> more & 0xF0) | code >> (6 * more));
    for (int i = more - 1; i >= 0; i--)
      out[length++] = (char)(0x80 | (code >> (6 * i) & 0x3F));
  }
  out[length] = 0;
}

static FILE *open_file(const char16_t *path, bool is_new) {
  char name[4096];
  to_utf8(path, name, sizeof name);
  return fopen(name, is_new ? "wb" : "rb");
}
#endif

static bool is_there(const char16_t *path) {
  FILE *file = open_file(path, false);
  if (file != NULL) fclose(file);
  return file != NULL;
}

static int32_t grant(enum function function, const char16_t *vm_id, const char16_t *path) {
  struct call call = call_begin(function, path);
  int32_t result = S_OK_HR;
  if (call_acts(&call)) {
    if (text_is_empty(vm_id) || text_is_empty(path)) {
      result = E_INVALIDARG_HR;
    } else if (!is_there(path)) {
      result = HR_FILE_NOT_FOUND;
    }
  }
  return call_end_with(&call, result);
}

int32_t HcsGrantVmAccess(const char16_t *vm_id, const char16_t *path) {
  return grant(CALL_HcsGrantVmAccess, vm_id, path);
}

int32_t HcsRevokeVmAccess(const char16_t *vm_id, const char16_t *path) {
  return grant(CALL_HcsRevokeVmAccess, vm_id, path);
}

#if !defined(STAND_IN_1809)
int32_t HcsGrantVmGroupAccess(const char16_t *path) {
  return grant(CALL_HcsGrantVmGroupAccess, u"group", path);
}

int32_t HcsRevokeVmGroupAccess(const char16_t *path) {
  return grant(CALL_HcsRevokeVmGroupAccess, u"group", path);
}
#endif

static int32_t create_file(const char16_t *path) {
  if (text_is_empty(path)) return E_INVALIDARG_HR;
  if (is_there(path)) return HR_FILE_EXISTS;
  FILE *file = open_file(path, true);
  if (file == NULL) return HR_PATH_NOT_FOUND;
  fclose(file);
  return S_OK_HR;
}

int32_t HcsCreateEmptyGuestStateFile(const char16_t *path) {
  struct call call = call_begin(CALL_HcsCreateEmptyGuestStateFile, path);
  return call_end_with(&call, call_acts(&call) ? create_file(path) : S_OK_HR);
}

int32_t HcsCreateEmptyRuntimeStateFile(const char16_t *path) {
  struct call call = call_begin(CALL_HcsCreateEmptyRuntimeStateFile, path);
  return call_end_with(&call, call_acts(&call) ? create_file(path) : S_OK_HR);
}
