// kernel32 and ole32: either function frees the buffers that the library hands out, as on Windows.
#include "calls.h"
#include "documents.h"
#include "stand-in.h"

void *standin_LocalFree(void *memory) {
  struct call call = call_begin(CALL_LocalFree, NULL);
  document_take_back(memory);
  call_leave(&call);
  return NULL;
}

void standin_CoTaskMemFree(void *memory) {
  struct call call = call_begin(CALL_CoTaskMemFree, NULL);
  document_take_back(memory);
  call_leave(&call);
}
