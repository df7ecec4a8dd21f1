#include <winsock2.h>

#include "native_sockets.h"

static int outcome(int result) { return result == SOCKET_ERROR ? WSAGetLastError() : WSA_OK; }

static struct sockaddr_in loopback(uint16_t port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int native_open(uint32_t flags, native_socket *opened) {
  *opened = (native_socket)WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, flags);
  return *opened == NO_NATIVE_SOCKET ? WSAGetLastError() : WSA_OK;
}

void native_close(native_socket socket) { closesocket((SOCKET)socket); }

int native_bind_loopback(native_socket socket, uint16_t *port) {
  struct sockaddr_in address = loopback(0);
  int length = sizeof address;
  int result = bind((SOCKET)socket, (struct sockaddr *)&address, length);
  if (result == 0) result = getsockname((SOCKET)socket, (struct sockaddr *)&address, &length);
  *port = ntohs(address.sin_port);
  return outcome(result);
}

int native_listen(native_socket socket, int32_t backlog) { return outcome(listen((SOCKET)socket, backlog)); }

int native_accept(native_socket socket, native_socket *accepted) {
  *accepted = (native_socket)accept((SOCKET)socket, NULL, NULL);
  return *accepted == NO_NATIVE_SOCKET ? WSAGetLastError() : WSA_OK;
}

int native_connect(native_socket socket, uint16_t port) {
  const struct sockaddr_in address = loopback(port);
  return outcome(connect((SOCKET)socket, (const struct sockaddr *)&address, sizeof address));
}

int native_receive(native_socket socket, void *buffer, int32_t length, int32_t flags, int32_t *received) {
  *received = recv((SOCKET)socket, buffer, length, flags);
  return outcome(*received);
}

int native_send(native_socket socket, const void *data, int32_t length, int32_t flags, int32_t *sent) {
  *sent = send((SOCKET)socket, data, length, flags);
  return outcome(*sent);
}

int native_shutdown(native_socket socket, int32_t how) { return outcome(shutdown((SOCKET)socket, how)); }

int native_set_option(native_socket socket, int32_t name, const void *value, int32_t length) {
  return outcome(setsockopt((SOCKET)socket, SOL_SOCKET, name, value, length));
}

int native_get_option(native_socket socket, int32_t name, void *value, int32_t *length) {
  return outcome(getsockopt((SOCKET)socket, SOL_SOCKET, name, value, length));
}

int native_startup(uint16_t version, void *data) { return WSAStartup(version, data); }
