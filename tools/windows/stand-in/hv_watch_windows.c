// Windows has this machinery itself; the socket underneath is a Winsock socket.
#include <winsock2.h>

#include "hv_sockets.h"

int hv_watch_select(struct hv_socket *socket, void *event, uint32_t mask) {
  socket->watch.event = event;
  return WSAEventSelect((SOCKET)socket->native, event, (long)mask) == 0 ? WSA_OK : WSAGetLastError();
}

int hv_watch_enumerate(struct hv_socket *socket, void *event, NETWORK_EVENTS *found) {
  _Static_assert(sizeof(WSANETWORKEVENTS) == sizeof(NETWORK_EVENTS), "one layout");
  const int result = WSAEnumNetworkEvents((SOCKET)socket->native, event, (WSANETWORKEVENTS *)found);
  if (result != 0) return WSAGetLastError();
  if ((socket->watch.recorded & WSA_CLOSE) != 0) {
    socket->watch.recorded = 0;
    found->lNetworkEvents |= WSA_CLOSE;
    found->iErrorCode[5] = WSA_RESET;
  }
  return WSA_OK;
}

void hv_watch_reset(struct hv_socket *socket) {
  socket->watch.recorded |= WSA_CLOSE;
  if (socket->watch.event != NULL) SetEvent(socket->watch.event);
}

void hv_watch_rearm(struct hv_socket *socket, uint32_t events) {
  (void)socket;
  (void)events;
}

void hv_watch_inherit(struct hv_socket *accepted, const struct hv_socket *listener) {
  accepted->is_nonblocking = listener->is_nonblocking;
  accepted->watch.event = listener->watch.event;
}
