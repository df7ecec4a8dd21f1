// The exported functions of ws2_32.dll. A script's result is the error that the call fails with; 0 changes
// nothing.
#include <stdlib.h>
#include <string.h>

#include "calls.h"
#include "handles.h"
#include "hv_sockets.h"
#include "platform.h"

enum {
  HV_FAMILY = 34,
  HV_STREAM = 1,
  HV_PROTOCOL = 1,
  HV_NO_HANDLE_INHERIT = 0x80,
  HV_CONNECT_TIMEOUT = 1,
  HV_MAX_CONNECT_TIMEOUT_MS = 300000,
};

static void *to_handle(HV_SOCKET socket) { return (void *)socket; }

/** Ends a call: 0, or -1 with the error for WSAGetLastError. Gives up the lock. */
static int32_t leave_with(struct call *call, int error) {
  call_leave(call);
  if (error == WSA_OK) return 0;
  platform_set_last_error(error);
  return -1;
}

/** The socket of a call that may go on; otherwise NULL, with the error. */
static struct hv_socket *enter_socket(const struct call *call, HV_SOCKET handle, int *error) {
  struct hv_socket *socket = handle_find(HANDLE_SOCKET, to_handle(handle));
  *error = WSA_OK;
  if (socket == NULL) {
    *error = WSA_NOT_SOCKET;
  } else if (call->script != NULL) {
    *error = call->script->result;
  }
  return *error == WSA_OK ? socket : NULL;
}

/** Gives up the lock for a call that may block; the socket stays until it is released under the lock. */
static void hold_unlocked(struct hv_socket *socket) {
  socket->references++;
  platform_unlock();
}

static void release(struct hv_socket *socket) {
  if (--socket->references > 0) return;
  native_close(socket->native);
  free(socket);
}

static struct hv_socket *make_socket(native_socket native, bool is_inheritable) {
  struct hv_socket *socket = need(sizeof *socket);
  socket->references = 1;
  socket->native = native;
  socket->is_inheritable = is_inheritable;
  socket->options[HV_CONNECT_TIMEOUT] = HV_MAX_CONNECT_TIMEOUT_MS;
  socket->handle = handle_make(HANDLE_SOCKET, socket);
  return socket;
}

int32_t standin_WSAStartup(uint16_t version, void *data) {
  struct call call = call_begin(CALL_WSAStartup, NULL);
  const int error = call.script != NULL ? call.script->result : WSA_OK;
  call_leave(&call);
  return error != WSA_OK ? error : native_startup(version, data);
}

HV_SOCKET standin_WSASocketW(int32_t family, int32_t type, int32_t protocol, const void *info, uint32_t group,
                             uint32_t flags) {
  (void)group;
  struct call call = call_begin(CALL_WSASocketW, NULL);
  native_socket native = NO_NATIVE_SOCKET;
  int error = call.script != NULL ? call.script->result : WSA_OK;
  if (error == WSA_OK && family != HV_FAMILY) error = WSA_NO_SUCH_FAMILY;
  if (error == WSA_OK && type != HV_STREAM) error = WSA_NO_SUCH_TYPE;
  if (error == WSA_OK && protocol != HV_PROTOCOL) error = WSA_NO_SUCH_PROTOCOL;
  if (error == WSA_OK && info != NULL) error = WSA_INVALID;
  if (error == WSA_OK) error = native_open(flags, &native);
  HV_SOCKET handle = NO_SOCKET;
  if (error == WSA_OK) handle = (HV_SOCKET)make_socket(native, (flags & HV_NO_HANDLE_INHERIT) == 0)->handle;
  leave_with(&call, error);
  return handle;
}

int32_t standin_closesocket(HV_SOCKET handle) {
  struct call call = call_begin(CALL_closesocket, NULL);
  struct hv_socket *socket = handle_find(HANDLE_SOCKET, to_handle(handle));
  if (socket == NULL) return leave_with(&call, WSA_NOT_SOCKET);
  handle_close(socket->handle);
  socket->is_closed = true;
  if (socket->references > 1) native_shutdown(socket->native, 2); // wakes whoever blocks in it
  release(socket);
  return leave_with(&call, WSA_OK);
}

static int read_address(const SOCKADDR_HV *address, int32_t length) {
  if (address == NULL || length < (int32_t)sizeof *address) return WSA_FAULT;
  return address->Family == HV_FAMILY ? WSA_OK : WSA_NO_SUCH_FAMILY;
}

static void set_address(struct hv_socket *socket, const uint8_t *vm_id, const uint8_t *service_id) {
  memcpy(socket->vm_id, vm_id, GUID_BYTES);
  memcpy(socket->service_id, service_id, GUID_BYTES);
}

int32_t standin_bind(HV_SOCKET handle, const SOCKADDR_HV *address, int32_t length) {
  struct call call = call_begin(CALL_bind, NULL);
  int error;
  struct hv_socket *socket = enter_socket(&call, handle, &error);
  if (socket == NULL) return leave_with(&call, error);
  error = socket->state == HV_FRESH ? read_address(address, length) : WSA_INVALID;
  if (error == WSA_OK) {
    set_address(socket, address->VmId, address->ServiceId);
    socket->state = HV_BOUND;
  }
  return leave_with(&call, error);
}

static int start_listening(struct hv_socket *socket, int32_t backlog) {
  if (socket->state == HV_LISTENING) return WSA_OK;
  if (socket->state != HV_BOUND) return WSA_INVALID;
  if (hv_address_is_listened_on(socket->vm_id, socket->service_id)) return WSA_ADDRESS_IN_USE;
  int error = native_bind_loopback(socket->native, &socket->port);
  if (error == WSA_OK) error = native_listen(socket->native, backlog);
  if (error == WSA_OK) socket->state = HV_LISTENING;
  return error;
}

int32_t standin_listen(HV_SOCKET handle, int32_t backlog) {
  struct call call = call_begin(CALL_listen, NULL);
  int error;
  struct hv_socket *socket = enter_socket(&call, handle, &error);
  if (socket != NULL) error = start_listening(socket, backlog);
  if (error == WSA_OK) hv_watch_rearm(socket, WSA_ACCEPT);
  return leave_with(&call, error);
}

static void write_address(const struct hv_socket *socket, SOCKADDR_HV *address, int32_t *length) {
  if (address == NULL || length == NULL || *length < (int32_t)sizeof *address) return;
  *address = (SOCKADDR_HV){.Family = HV_FAMILY};
  memcpy(address->VmId, socket->vm_id, GUID_BYTES);
  memcpy(address->ServiceId, socket->service_id, GUID_BYTES);
  *length = sizeof *address;
}

HV_SOCKET standin_accept(HV_SOCKET handle, SOCKADDR_HV *address, int32_t *length) {
  struct call call = call_begin(CALL_accept, NULL);
  int error;
  native_socket native = NO_NATIVE_SOCKET;
  struct hv_socket *listener = enter_socket(&call, handle, &error);
  if (listener != NULL && listener->state != HV_LISTENING) error = WSA_INVALID;
  if (error != WSA_OK) {
    leave_with(&call, error);
    return NO_SOCKET;
  }
  hold_unlocked(listener);
  error = native_accept(listener->native, &native);
  platform_lock();
  HV_SOCKET result = NO_SOCKET;
  if (error == WSA_OK) {
    struct hv_socket *accepted = make_socket(native, true); // whatever its listener is
    accepted->state = HV_CONNECTED;
    set_address(accepted, listener->vm_id, listener->service_id);
    write_address(accepted, address, length);
    hv_watch_inherit(accepted, listener);
    result = (HV_SOCKET)accepted->handle;
  }
  hv_watch_rearm(listener, WSA_ACCEPT);
  release(listener);
  leave_with(&call, error);
  return result;
}

/** A port that refuses every connection: bound, and never listened on. 0 when there is none. */
static uint16_t refusing_port(void) {
  static uint16_t port;
  native_socket native;
  if (port == 0 && native_open(0, &native) == WSA_OK) native_bind_loopback(native, &port);
  return port;
}

static int prepare_connection(struct hv_socket *socket, const SOCKADDR_HV *address, int32_t length,
                              uint16_t *port) {
  const int error = read_address(address, length);
  if (error != WSA_OK) return error;
  if (socket->state == HV_LISTENING) return WSA_INVALID;
  if (socket->state == HV_CONNECTING || socket->state == HV_CONNECTED) return WSA_IS_CONNECTED;
  if (hv_address_is_group(address->VmId)) return WSA_ADDRESS_NOT_AVAILABLE;
  *port = hv_address_port(address->VmId, address->ServiceId);
  if (*port == 0) *port = refusing_port();
  return WSA_OK;
}

/** A script may leave the attempt hanging, as when no guest answers: it is under way, and nothing more is
 * heard of it. */
static bool hangs(const struct call *call) {
  return call->script != NULL && (call->script->flags & SCRIPT_NEVER_COMPLETES) != 0;
}

int32_t standin_connect(HV_SOCKET handle, const SOCKADDR_HV *address, int32_t length) {
  struct call call = call_begin(CALL_connect, NULL);
  int error;
  uint16_t port = 0;
  struct hv_socket *socket = enter_socket(&call, handle, &error);
  if (socket != NULL) error = prepare_connection(socket, address, length, &port);
  if (error != WSA_OK) return leave_with(&call, error);
  set_address(socket, address->VmId, address->ServiceId);
  if (hangs(&call)) return leave_with(&call, socket->is_nonblocking ? WSA_WOULD_BLOCK : WSA_TIMED_OUT);
  hold_unlocked(socket);
  error = native_connect(socket->native, port);
  platform_lock();
  if (error == WSA_OK || error == WSA_WOULD_BLOCK) {
    socket->state = error == WSA_OK && !socket->is_nonblocking ? HV_CONNECTED : HV_CONNECTING;
    hv_watch_rearm(socket, WSA_CONNECT | WSA_WRITE);
  }
  release(socket);
  return leave_with(&call, error == WSA_OK && socket->is_nonblocking ? WSA_WOULD_BLOCK : error);
}

int32_t standin_recv(HV_SOCKET handle, void *buffer, int32_t length, int32_t flags) {
  struct call call = call_begin(CALL_recv, NULL);
  int error;
  int32_t received = -1;
  struct hv_socket *socket = enter_socket(&call, handle, &error);
  if (socket != NULL) error = socket->failure;
  if (error != WSA_OK) return leave_with(&call, error);
  hold_unlocked(socket);
  error = native_receive(socket->native, buffer, length, flags, &received);
  platform_lock();
  hv_watch_rearm(socket, WSA_READ);
  release(socket);
  leave_with(&call, error);
  return received;
}

int32_t standin_send(HV_SOCKET handle, const void *data, int32_t length, int32_t flags) {
  struct call call = call_begin(CALL_send, NULL);
  int error;
  int32_t sent = -1;
  struct hv_socket *socket = enter_socket(&call, handle, &error);
  if (socket != NULL) error = socket->failure;
  if (error != WSA_OK) return leave_with(&call, error);
  hold_unlocked(socket);
  error = native_send(socket->native, data, length, flags, &sent);
  platform_lock();
  if (error == WSA_WOULD_BLOCK) hv_watch_rearm(socket, WSA_WRITE);
  release(socket);
  leave_with(&call, error);
  return sent;
}

int32_t standin_shutdown(HV_SOCKET handle, int32_t how) {
  struct call call = call_begin(CALL_shutdown, NULL);
  int error;
  struct hv_socket *socket = enter_socket(&call, handle, &error);
  if (socket != NULL) error = native_shutdown(socket->native, how);
  if (error == WSA_OK && how != 0) socket->is_send_shut = true;
  return leave_with(&call, error);
}

/** Options of Hyper-V sockets are kept and change nothing. */
static int set_hyperv_option(struct hv_socket *socket, int32_t name, const void *value, int32_t length) {
  uint32_t number;
  if (name != 1 && name != 2 && name != 4 && name != 8) return WSA_NO_SUCH_OPTION;
  if (value == NULL || length < (int32_t)sizeof number) return WSA_FAULT;
  memcpy(&number, value, sizeof number);
  if (name == HV_CONNECT_TIMEOUT && number > HV_MAX_CONNECT_TIMEOUT_MS) return WSA_INVALID;
  socket->options[name] = number;
  return WSA_OK;
}

static int set_option(struct hv_socket *socket, int32_t level, int32_t name, const void *value,
                      int32_t length) {
  if (level == WSA_LEVEL_HYPERV) return set_hyperv_option(socket, name, value, length);
  if (level != WSA_LEVEL_SOCKET) return WSA_NO_SUCH_OPTION;
  // They tell Winsock what accept and connect have told this library already.
  if (name == WSA_UPDATE_ACCEPT_CONTEXT || name == WSA_UPDATE_CONNECT_CONTEXT) return WSA_OK;
  return native_set_option(socket->native, name, value, length);
}

int32_t standin_setsockopt(HV_SOCKET handle, int32_t level, int32_t name, const void *value, int32_t length) {
  struct call call = call_begin(CALL_setsockopt, NULL);
  int error;
  struct hv_socket *socket = enter_socket(&call, handle, &error);
  if (socket != NULL) error = set_option(socket, level, name, value, length);
  return leave_with(&call, error);
}

static int get_hyperv_option(const struct hv_socket *socket, int32_t name, void *value, int32_t *length) {
  if (name != 1 && name != 2 && name != 4 && name != 8) return WSA_NO_SUCH_OPTION;
  if (*length < (int32_t)sizeof socket->options[name]) return WSA_FAULT;
  memcpy(value, &socket->options[name], sizeof socket->options[name]);
  *length = sizeof socket->options[name];
  return WSA_OK;
}

int32_t standin_getsockopt(HV_SOCKET handle, int32_t level, int32_t name, void *value, int32_t *length) {
  struct call call = call_begin(CALL_getsockopt, NULL);
  int error;
  struct hv_socket *socket = enter_socket(&call, handle, &error);
  if (socket == NULL) return leave_with(&call, error);
  if (value == NULL || length == NULL) {
    error = WSA_FAULT;
  } else if (level == WSA_LEVEL_HYPERV) {
    error = get_hyperv_option(socket, name, value, length);
  } else {
    error = level == WSA_LEVEL_SOCKET ? native_get_option(socket->native, name, value, length)
                                      : WSA_NO_SUCH_OPTION;
  }
  return leave_with(&call, error);
}

int32_t standin_WSAEventSelect(HV_SOCKET handle, void *event, int32_t events) {
  struct call call = call_begin(CALL_WSAEventSelect, NULL);
  int error;
  struct hv_socket *socket = enter_socket(&call, handle, &error);
  if (socket != NULL) error = hv_watch_select(socket, event, (uint32_t)events);
  if (error == WSA_OK) socket->is_nonblocking = true;
  return leave_with(&call, error);
}

int32_t standin_WSAEnumNetworkEvents(HV_SOCKET handle, void *event, NETWORK_EVENTS *found) {
  struct call call = call_begin(CALL_WSAEnumNetworkEvents, NULL);
  int error;
  struct hv_socket *socket = enter_socket(&call, handle, &error);
  if (socket != NULL) error = found == NULL ? WSA_FAULT : hv_watch_enumerate(socket, event, found);
  return leave_with(&call, error);
}
