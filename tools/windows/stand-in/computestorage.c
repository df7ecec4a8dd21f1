// The exported functions of computestorage.dll: enough to prove that they are bound.
#include "calls.h"
#include "hresults.h"
#include "stand-in.h"

static bool is_handle(const void *vhd) { return vhd != NULL && vhd != (void *)-1; }

int32_t HcsFormatWritableLayerVhd(void *vhd) {
  struct call call = call_begin(CALL_HcsFormatWritableLayerVhd, NULL);
  return call_end_with(&call, !call_acts(&call) || is_handle(vhd) ? S_OK_HR : E_HANDLE_HR);
}

int32_t HcsGetLayerVhdMountPath(void *vhd, char16_t **path) {
  struct call call = call_begin(CALL_HcsGetLayerVhdMountPath, NULL);
  struct answer answer = {S_OK_HR, NULL};
  if (call_acts(&call)) {
    answer =
        is_handle(vhd)
            ? (struct answer){S_OK_HR, text_from_ascii("\\\\?\\Volume{11111111-2222-4333-8444-555555555555}")}
            : (struct answer){E_HANDLE_HR, NULL};
  }
  return call_end(&call, answer, path);
}
