// SetHandleInformation of kernel32.dll, as far as it says whether children of the process inherit a socket.
#include "calls.h"
#include "handles.h"
#include "hv_sockets.h"

enum { FLAG_INHERIT = 1, NOT_A_HANDLE = 6 };

int32_t standin_SetHandleInformation(void *handle, uint32_t mask, uint32_t flags) {
  struct call call = call_begin(CALL_SetHandleInformation, NULL);
  struct hv_socket *socket = handle_find(HANDLE_SOCKET, handle);
  const int error = socket == NULL ? NOT_A_HANDLE : call_scripted_error(&call);
  if (error == 0 && (mask & FLAG_INHERIT) != 0) socket->is_inheritable = (flags & FLAG_INHERIT) != 0;
  return call_end_as_bool(&call, error);
}

int64_t hv_sockets_inheritable(void) {
  uint32_t position = 0;
  int64_t total = 0;
  const struct hv_socket *socket;
  while ((socket = handles_next(HANDLE_SOCKET, &position)) != NULL)
    total += socket->is_inheritable && !handle_is_forgotten(socket->handle);
  return total;
}
