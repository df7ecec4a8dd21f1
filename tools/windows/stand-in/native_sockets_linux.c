// This library exports functions named as libc's own are, so libc's cannot be called by name here: these are
// the system calls themselves.
#include "native_sockets.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static const struct {
  int number;
  enum wsa_error error;
} errors[] = {
    {EAGAIN, WSA_WOULD_BLOCK},
    {EINPROGRESS, WSA_WOULD_BLOCK},
    {EALREADY, WSA_INVALID},
    {EACCES, WSA_ACCESS},
    {EFAULT, WSA_FAULT},
    {EINVAL, WSA_INVALID},
    {EMFILE, WSA_TOO_MANY},
    {EBADF, WSA_NOT_SOCKET},
    {EADDRINUSE, WSA_ADDRESS_IN_USE},
    {EADDRNOTAVAIL, WSA_ADDRESS_NOT_AVAILABLE},
    {ENETUNREACH, WSA_NETWORK_UNREACHABLE},
    {ECONNABORTED, WSA_ABORTED},
    {ECONNRESET, WSA_RESET},
    {ENOBUFS, WSA_NO_BUFFERS},
    {EISCONN, WSA_IS_CONNECTED},
    {ENOTCONN, WSA_NOT_CONNECTED},
    {EPIPE, WSA_IS_SHUT_DOWN},
    {ETIMEDOUT, WSA_TIMED_OUT},
    {ECONNREFUSED, WSA_REFUSED},
};

static int wsa_error(int number) {
  if (number == 0) return WSA_OK;
  for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
    if (errors[i].number == number) return errors[i].error;
  }
  return WSA_INVALID;
}

static int outcome(long result) { return result < 0 ? wsa_error(errno) : WSA_OK; }

static struct sockaddr_in loopback(uint16_t port) {
  return (struct sockaddr_in){
      .sin_family = AF_INET,
      .sin_port = htons(port),
      .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
  };
}

int native_open(uint32_t flags, native_socket *opened) {
  (void)flags;
  *opened = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  return outcome(*opened);
}

void native_close(native_socket socket) { close((int)socket); }

int native_bind_loopback(native_socket socket, uint16_t *port) {
  struct sockaddr_in address = loopback(0);
  socklen_t length = sizeof address;
  long result = syscall(SYS_bind, (int)socket, &address, length);
  if (result == 0) result = getsockname((int)socket, (struct sockaddr *)&address, &length);
  *port = ntohs(address.sin_port);
  return outcome(result);
}

int native_listen(native_socket socket, int32_t backlog) {
  return outcome(syscall(SYS_listen, (int)socket, backlog));
}

int native_accept(native_socket socket, native_socket *accepted) {
  *accepted = syscall(SYS_accept4, (int)socket, NULL, NULL, SOCK_CLOEXEC);
  return outcome(*accepted);
}

int native_connect(native_socket socket, uint16_t port) {
  const struct sockaddr_in address = loopback(port);
  return outcome(syscall(SYS_connect, (int)socket, &address, sizeof address));
}

int native_receive(native_socket socket, void *buffer, int32_t length, int32_t flags, int32_t *received) {
  const int native_flags = (flags & WSA_PEEK) != 0 ? MSG_PEEK : 0;
  const long result = syscall(SYS_recvfrom, (int)socket, buffer, (size_t)length, native_flags, NULL, NULL);
  *received = (int32_t)result;
  return outcome(result);
}

int native_send(native_socket socket, const void *data, int32_t length, int32_t flags, int32_t *sent) {
  (void)flags;
  const long result = syscall(SYS_sendto, (int)socket, data, (size_t)length, MSG_NOSIGNAL, NULL, 0);
  *sent = (int32_t)result;
  return outcome(result);
}

int native_shutdown(native_socket socket, int32_t how) {
  return outcome(syscall(SYS_shutdown, (int)socket, how));
}

static int option_name(int32_t name) {
  switch (name) {
  case WSA_SEND_BUFFER:
    return SO_SNDBUF;
  case WSA_RECEIVE_BUFFER:
    return SO_RCVBUF;
  case WSA_ERROR_OPTION:
    return SO_ERROR;
  case WSA_TYPE:
    return SO_TYPE;
  default:
    return -1;
  }
}

static int set_linger(native_socket socket, const void *value, int32_t length) {
  uint16_t given[2];
  if (length < (int32_t)sizeof given) return WSA_FAULT;
  memcpy(given, value, sizeof given);
  const struct linger linger = {given[0], given[1]};
  return outcome(syscall(SYS_setsockopt, (int)socket, SOL_SOCKET, SO_LINGER, &linger, sizeof linger));
}

int native_set_option(native_socket socket, int32_t name, const void *value, int32_t length) {
  if (name == WSA_LINGER) return set_linger(socket, value, length);
  const int native_name = option_name(name);
  if (native_name < 0) return WSA_NO_SUCH_OPTION;
  if (length < (int32_t)sizeof(int)) return WSA_FAULT;
  return outcome(syscall(SYS_setsockopt, (int)socket, SOL_SOCKET, native_name, value, sizeof(int)));
}

int native_get_option(native_socket socket, int32_t name, void *value, int32_t *length) {
  const int native_name = option_name(name);
  if (native_name < 0) return WSA_NO_SUCH_OPTION;
  int number = 0;
  socklen_t size = sizeof number;
  if (*length < (int32_t)sizeof number) return WSA_FAULT;
  const int error = outcome(syscall(SYS_getsockopt, (int)socket, SOL_SOCKET, native_name, &number, &size));
  if (native_name == SO_ERROR) number = wsa_error(number);
  memcpy(value, &number, sizeof number);
  *length = sizeof number;
  return error;
}

/** Writes wVersion and wHighVersion of the caller's WSADATA. */
int native_startup(uint16_t version, void *data) {
  const uint16_t versions[2] = {version, 0x0202};
  if (data == NULL) return WSA_FAULT;
  memcpy(data, versions, sizeof versions);
  return WSA_OK;
}
