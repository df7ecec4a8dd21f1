// Plays WSAEventSelect: one thread waits for edges of all sockets; what holds at an edge, or after a call
// that re-enables events, is recorded once and the event object is set.
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include "handles.h"
#include "hv_sockets.h"
#include "platform.h"
#include "waits.h"

static int epoll = -1;

static int error_index(uint32_t event) {
  int index = 0;
  while (event >>= 1)
    index++;
  return index;
}

static void record(struct hv_socket *socket, uint32_t event, int error) {
  struct hv_watch *watch = &socket->watch;
  if ((watch->mask & watch->armed & event) == 0) return;
  watch->armed &= ~event;
  watch->recorded |= event;
  watch->errors[error_index(event)] = error;
  wait_event_set(watch->event);
}

static int take_socket_error(const struct hv_socket *socket) {
  int error = WSA_OK;
  int32_t length = sizeof error;
  native_get_option(socket->native, WSA_ERROR_OPTION, &error, &length);
  return error;
}

static void end_connecting(struct hv_socket *socket) {
  socket->failure = take_socket_error(socket);
  socket->state = HV_CONNECTED;
  record(socket, WSA_CONNECT, socket->failure);
}

/** Data is announced before the end that follows it. */
static void look_for_input(struct hv_socket *socket) {
  char byte;
  int32_t received;
  const int error = native_receive(socket->native, &byte, 1, WSA_PEEK, &received);
  if (error == WSA_WOULD_BLOCK) return;
  if (error == WSA_OK && received > 0) {
    record(socket, WSA_READ, WSA_OK);
    return;
  }
  if (error != WSA_OK) socket->failure = error; // looking has taken it from the socket
  record(socket, WSA_CLOSE, error);
}

static void look(struct hv_socket *socket) {
  if (socket->watch.mask == 0 || socket->is_closed) return;
  struct pollfd state = {.fd = (int)socket->native, .events = POLLIN | POLLOUT | POLLRDHUP};
  if (poll(&state, 1, 0) <= 0) return;
  const bool has_input = (state.revents & (POLLIN | POLLRDHUP | POLLHUP | POLLERR)) != 0;
  if (socket->state == HV_LISTENING && (state.revents & POLLIN) != 0) record(socket, WSA_ACCEPT, WSA_OK);
  if (socket->state == HV_CONNECTING && (state.revents & (POLLOUT | POLLERR | POLLHUP)) != 0)
    end_connecting(socket);
  if (socket->state != HV_CONNECTED || socket->failure != WSA_OK) return;
  if (has_input) look_for_input(socket);
  if ((state.revents & POLLOUT) != 0 && !socket->is_send_shut && socket->failure == WSA_OK) {
    record(socket, WSA_WRITE, WSA_OK);
  }
}

static void run_watch(void) {
  for (;;) {
    struct epoll_event edges[64];
    const int count = epoll_wait(epoll, edges, sizeof edges / sizeof *edges, -1);
    platform_lock();
    for (int i = 0; i < count; i++) {
      struct hv_socket *socket = handle_peek(HANDLE_SOCKET, edges[i].data.ptr);
      if (socket != NULL) look(socket);
    }
    platform_unlock();
  }
}

static void start_watching(struct hv_socket *socket) {
  if (epoll < 0) {
    epoll = epoll_create1(EPOLL_CLOEXEC);
    if (epoll < 0) abort();
    platform_spawn(run_watch);
  }
  struct epoll_event edges = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET,
                              .data.ptr = socket->handle};
  epoll_ctl(epoll, EPOLL_CTL_ADD, (int)socket->native, &edges);
  fcntl((int)socket->native, F_SETFL, fcntl((int)socket->native, F_GETFL) | O_NONBLOCK);
  socket->watch.is_registered = true;
}

int hv_watch_select(struct hv_socket *socket, void *event, uint32_t mask) {
  struct hv_watch *watch = &socket->watch;
  if (mask != 0 && handle_find(HANDLE_EVENT, event) == NULL) return WSA_INVALID;
  watch->event = event;
  watch->mask = mask;
  watch->armed = mask;
  watch->recorded = 0;
  memset(watch->errors, 0, sizeof watch->errors);
  if (!watch->is_registered) start_watching(socket);
  look(socket);
  return WSA_OK;
}

int hv_watch_enumerate(struct hv_socket *socket, void *event, NETWORK_EVENTS *found) {
  struct hv_watch *watch = &socket->watch;
  found->lNetworkEvents = (int32_t)watch->recorded;
  memcpy(found->iErrorCode, watch->errors, sizeof watch->errors);
  watch->recorded = 0;
  memset(watch->errors, 0, sizeof watch->errors);
  if (event != NULL) wait_event_reset(event);
  return WSA_OK;
}

void hv_watch_rearm(struct hv_socket *socket, uint32_t events) {
  socket->watch.armed |= events;
  look(socket);
}

void hv_watch_reset(struct hv_socket *socket) { record(socket, WSA_CLOSE, WSA_RESET); }

void hv_watch_inherit(struct hv_socket *accepted, const struct hv_socket *listener) {
  accepted->is_nonblocking = listener->is_nonblocking;
  if (listener->watch.mask != 0) hv_watch_select(accepted, listener->watch.event, listener->watch.mask);
}
