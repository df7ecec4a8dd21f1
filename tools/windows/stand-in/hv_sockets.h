// Sockets of family 34: who listens where, and what each socket is. All functions need the lock.
#pragma once

#include "guid.h"
#include "native_sockets.h"
#include "stand-in.h"

enum hv_socket_state { HV_FRESH, HV_BOUND, HV_LISTENING, HV_CONNECTING, HV_CONNECTED };

/** What WSAEventSelect asked for and what has happened since. On Windows most of it lies in Winsock. */
struct hv_watch {
  void *event; // handle
  uint32_t mask;
  uint32_t armed;    // may be recorded
  uint32_t recorded; // not read yet
  int32_t errors[10];
  bool is_registered;
};

struct hv_socket {
  int references;
  void *handle;
  bool is_closed;
  bool is_nonblocking;
  bool is_send_shut;
  bool is_inheritable; // by children of the process
  native_socket native;
  enum hv_socket_state state;
  uint8_t vm_id[GUID_BYTES];
  uint8_t service_id[GUID_BYTES];
  uint16_t port;       // of a listener
  int failure;         // that ended the connection, once it was seen
  uint32_t options[9]; // of WSA_LEVEL_HYPERV, by number
  struct hv_watch watch;
};

/** The TCP port that plays this address: a listener of this process, or what a test has routed; 0 for none.
 */
uint16_t hv_address_port(const uint8_t *vm_id, const uint8_t *service_id);
bool hv_address_is_listened_on(const uint8_t *vm_id, const uint8_t *service_id);
/** Open sockets that children of the process would inherit. */
int64_t hv_sockets_inheritable(void);
/** Wildcard, children and broadcast can be bound, not reached. */
bool hv_address_is_group(const uint8_t *vm_id);
void hv_routes_forget(void);
/** The virtual machine has ended, and its connections are reset. */
void hv_cut_off(const uint8_t *vm_id);

/** Winsock's event machinery: recorded once, and again only after the call that re-enables it. */
int hv_watch_select(struct hv_socket *socket, void *event, uint32_t mask);
int hv_watch_enumerate(struct hv_socket *socket, void *event, NETWORK_EVENTS *found);
/** The caller has received, sent, accepted or begun to connect: these events may be recorded again. */
void hv_watch_rearm(struct hv_socket *socket, uint32_t events);
/** The connection was reset: tells whoever watches. */
void hv_watch_reset(struct hv_socket *socket);
/** An accepted socket watches as its listener does. */
void hv_watch_inherit(struct hv_socket *accepted, const struct hv_socket *listener);
