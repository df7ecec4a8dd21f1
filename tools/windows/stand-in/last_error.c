// One last error for each thread, as on Windows, whichever library is asked for it.
#include "calls.h"
#include "platform.h"
#include "stand-in.h"

static int32_t tell(enum function function) {
  const int error = platform_last_error();
  struct call call = call_begin(function, NULL);
  call_leave(&call);
  platform_set_last_error(error);
  return error;
}

int32_t standin_GetLastError(void) { return tell(CALL_GetLastError); }

int32_t standin_WSAGetLastError(void) { return tell(CALL_WSAGetLastError); }
