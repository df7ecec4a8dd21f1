#include <stdlib.h>
#include <string.h>

#include "handles.h"
#include "hv_sockets.h"
#include "platform.h"
#include "text.h"

static const uint8_t wildcard[GUID_BYTES];
static const uint8_t broadcast[GUID_BYTES] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                              0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
// 90db8b89-0d35-4f79-8ce9-49ea0ac8b7cd
static const uint8_t children[GUID_BYTES] = {0x89, 0x8B, 0xDB, 0x90, 0x35, 0x0D, 0x79, 0x4F,
                                             0x8C, 0xE9, 0x49, 0xEA, 0x0A, 0xC8, 0xB7, 0xCD};

/** Where a test's guest listens. */
struct route {
  struct route *next;
  uint8_t vm_id[GUID_BYTES];
  uint8_t service_id[GUID_BYTES];
  uint16_t port;
};

static struct route *routes;

static struct route **find_route(const uint8_t *vm_id, const uint8_t *service_id) {
  struct route **link = &routes;
  while (*link != NULL &&
         !(guid_equals((*link)->vm_id, vm_id) && guid_equals((*link)->service_id, service_id))) {
    link = &(*link)->next;
  }
  return link;
}

static const struct hv_socket *find_listener(const uint8_t *vm_id, const uint8_t *service_id) {
  uint32_t position = 0;
  const struct hv_socket *socket;
  while ((socket = handles_next(HANDLE_SOCKET, &position)) != NULL) {
    if (socket->state == HV_LISTENING && !handle_is_forgotten(socket->handle) &&
        guid_equals(socket->vm_id, vm_id) && guid_equals(socket->service_id, service_id)) {
      return socket;
    }
  }
  return NULL;
}

static uint16_t listener_port(const uint8_t *vm_id, const uint8_t *service_id) {
  const struct hv_socket *listener = find_listener(vm_id, service_id);
  if (listener == NULL) listener = find_listener(wildcard, service_id);
  if (listener == NULL) listener = find_listener(children, service_id);
  return listener == NULL ? 0 : listener->port;
}

uint16_t hv_address_port(const uint8_t *vm_id, const uint8_t *service_id) {
  const struct route *route = *find_route(vm_id, service_id);
  return route != NULL ? route->port : listener_port(vm_id, service_id);
}

bool hv_address_is_listened_on(const uint8_t *vm_id, const uint8_t *service_id) {
  return find_listener(vm_id, service_id) != NULL;
}

bool hv_address_is_group(const uint8_t *vm_id) {
  return guid_equals(vm_id, wildcard) || guid_equals(vm_id, children) || guid_equals(vm_id, broadcast);
}

static void remove_route(struct route **link) {
  struct route *route = *link;
  *link = route->next;
  free(route);
}

void hv_routes_forget(void) {
  while (routes != NULL)
    remove_route(&routes);
}

void hv_cut_off(const uint8_t *vm_id) {
  uint32_t position = 0;
  struct hv_socket *socket;
  while ((socket = handles_next(HANDLE_SOCKET, &position)) != NULL) {
    const bool is_connection = socket->state == HV_CONNECTING || socket->state == HV_CONNECTED;
    if (!is_connection || !guid_equals(socket->vm_id, vm_id)) continue;
    socket->failure = WSA_RESET;
    native_shutdown(socket->native, WSA_SHUT_BOTH);
    hv_watch_reset(socket);
  }
}

uint16_t StandInListenerPort(const uint8_t *vm_id, const uint8_t *service_id) {
  platform_lock();
  const uint16_t port = listener_port(vm_id, service_id);
  platform_unlock();
  return port;
}

void StandInGuestListener(const uint8_t *vm_id, const uint8_t *service_id, uint16_t tcp_port) {
  platform_lock();
  struct route **link = find_route(vm_id, service_id);
  if (*link != NULL) remove_route(link);
  if (tcp_port != 0) {
    struct route *route = need(sizeof *route);
    memcpy(route->vm_id, vm_id, GUID_BYTES);
    memcpy(route->service_id, service_id, GUID_BYTES);
    route->port = tcp_port;
    route->next = routes;
    routes = route;
  }
  platform_unlock();
}
