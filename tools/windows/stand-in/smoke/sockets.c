// Sockets of family 34, their events, and registered waits.
#include "smoke.h"

#include "../wsa.h"

static const uint8_t vm[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
static const uint8_t wildcard[16];

static SOCKADDR_HV address(const uint8_t *vm_id, uint8_t port) {
  SOCKADDR_HV address = {.Family = 34, .ServiceId = {port, 0, 0, 0, 0xCB, 0xFA, 0xE6, 0x11}};
  memcpy(address.VmId, vm_id, sizeof address.VmId);
  return address;
}

/** A socket whose events are watched; `event` is the event object. */
struct watched {
  HV_SOCKET socket;
  void *event;
};

static struct watched watch(HV_SOCKET socket) {
  struct watched watched = {socket, lib.CreateEventW(NULL, 0, 0, NULL)};
  CHECK(socket != NO_SOCKET && watched.event != NULL);
  CHECK(lib.WSAEventSelect(socket, watched.event,
                           WSA_READ | WSA_WRITE | WSA_ACCEPT | WSA_CONNECT | WSA_CLOSE) == 0);
  return watched;
}

static struct watched open_watched(void) { return watch(lib.WSASocketW(34, 1, 1, NULL, 0, 1)); }

static void close_watched(struct watched watched) {
  CHECK(lib.closesocket(watched.socket) == 0);
  CHECK(lib.CloseHandle(watched.event));
}

static int32_t fails_with(int32_t result) { return result == -1 ? lib.WSAGetLastError() : 0; }

static NETWORK_EVENTS events_now(struct watched watched) {
  NETWORK_EVENTS found;
  CHECK(lib.WSAEnumNetworkEvents(watched.socket, watched.event, &found) == 0);
  return found;
}

/** Waits until the event has been recorded; its error. */
static int32_t await_event(struct watched watched, int32_t event, int index) {
  for (int i = 0; i < 2000; i++) {
    const NETWORK_EVENTS found = events_now(watched);
    if ((found.lNetworkEvents & event) != 0) return found.iErrorCode[index];
    platform_sleep_ms(5);
  }
  CHECK(!"the event came");
  return -1;
}

static struct watched listen_on(const uint8_t *vm_id, uint8_t port) {
  const SOCKADDR_HV target = address(vm_id, port);
  const struct watched listener = open_watched();
  CHECK(lib.bind(listener.socket, &target, sizeof target) == 0);
  CHECK(lib.listen(listener.socket, 16) == 0);
  return listener;
}

static struct watched connect_to(const uint8_t *vm_id, uint8_t port, int32_t error) {
  const SOCKADDR_HV target = address(vm_id, port);
  const struct watched client = open_watched();
  CHECK(fails_with(lib.connect(client.socket, &target, sizeof target)) == WSA_WOULD_BLOCK);
  CHECK(await_event(client, WSA_CONNECT, 4) == error);
  return client;
}

static struct watched accept_from(struct watched listener) {
  CHECK(await_event(listener, WSA_ACCEPT, 3) == 0);
  return watch(lib.accept(listener.socket, NULL, NULL));
}

static void await_text(struct watched reader, const char *text) {
  char buffer[64];
  CHECK(await_event(reader, WSA_READ, 0) == 0);
  CHECK(lib.recv(reader.socket, buffer, sizeof buffer, 0) == (int32_t)strlen(text));
  CHECK(memcmp(buffer, text, strlen(text)) == 0);
}

static void talks_and_half_closes(void) {
  char buffer[16];
  const struct watched listener = listen_on(vm, 1);
  const struct watched client = connect_to(vm, 1, 0);
  const struct watched server = accept_from(listener);
  CHECK(lib.StandInListenerPort(vm, address(vm, 1).ServiceId) != 0);
  CHECK(fails_with(lib.recv(server.socket, buffer, sizeof buffer, 0)) == WSA_WOULD_BLOCK);
  CHECK(lib.send(client.socket, "ask", 3, 0) == 3);
  CHECK(lib.shutdown(client.socket, 1) == 0);
  await_text(server, "ask");
  CHECK(await_event(server, WSA_CLOSE, 5) == 0);
  CHECK(lib.recv(server.socket, buffer, sizeof buffer, 0) == 0);
  CHECK(lib.send(server.socket, "answer", 6, 0) == 6);
  await_text(client, "answer");
  CHECK((events_now(client).lNetworkEvents & WSA_CLOSE) == 0);
  CHECK(lib.shutdown(server.socket, 1) == 0);
  CHECK(await_event(client, WSA_CLOSE, 5) == 0);
  CHECK(lib.recv(client.socket, buffer, sizeof buffer, 0) == 0);
  CHECK(COUNT("sockets") == 3 && COUNT("events") == 3);
  close_watched(client);
  close_watched(server);
  close_watched(listener);
  CHECK(lib.StandInListenerPort(vm, address(vm, 1).ServiceId) == 0);
}

static int64_t send_until_full(HV_SOCKET socket) {
  static const char block[65536];
  int64_t total = 0;
  for (;;) {
    const int32_t sent = lib.send(socket, block, sizeof block, 0);
    if (sent < 0) return lib.WSAGetLastError() == WSA_WOULD_BLOCK ? total : -1;
    total += sent;
  }
}

static int64_t receive_until_empty(HV_SOCKET socket) {
  static char block[65536];
  int64_t total = 0;
  for (;;) {
    const int32_t received = lib.recv(socket, block, sizeof block, 0);
    if (received < 0) return lib.WSAGetLastError() == WSA_WOULD_BLOCK ? total : -1;
    total += received;
  }
}

static void holds_back(void) {
  const struct watched listener = listen_on(wildcard, 2);
  const struct watched client = connect_to(vm, 2, 0);
  const struct watched server = accept_from(listener);
  int64_t left = send_until_full(client.socket);
  CHECK(left > 0);
  CHECK((events_now(client).lNetworkEvents & WSA_WRITE) == 0);
  for (int i = 0; i < 2000 && left > 0; i++) {
    const int64_t received = receive_until_empty(server.socket);
    CHECK(received >= 0);
    left -= received;
    if (received == 0) platform_sleep_ms(5);
  }
  CHECK(left == 0);
  CHECK(await_event(client, WSA_WRITE, 1) == 0);
  CHECK((events_now(client).lNetworkEvents & WSA_WRITE) == 0);
  events_now(server); // of data that was received already
  CHECK(lib.send(client.socket, "x", 1, 0) == 1);
  CHECK(await_event(server, WSA_READ, 0) == 0);
  platform_sleep_ms(20);
  CHECK(events_now(server).lNetworkEvents == 0); // recorded once until recv
  close_watched(client);
  close_watched(server);
  close_watched(listener);
}

static void refuses(void) {
  const SOCKADDR_HV anywhere = address(wildcard, 3);
  const struct watched listener = listen_on(vm, 3);
  close_watched(connect_to(vm, 4, WSA_REFUSED));
  const struct watched other = open_watched();
  CHECK(fails_with(lib.connect(other.socket, &anywhere, sizeof anywhere)) == WSA_ADDRESS_NOT_AVAILABLE);
  CHECK(fails_with(lib.listen(other.socket, 1)) == WSA_INVALID);
  const SOCKADDR_HV taken = address(vm, 3);
  CHECK(lib.bind(other.socket, &taken, sizeof taken) == 0);
  CHECK(fails_with(lib.bind(other.socket, &taken, sizeof taken)) == WSA_INVALID);
  CHECK(fails_with(lib.listen(other.socket, 1)) == WSA_ADDRESS_IN_USE);
  const uint32_t too_long = 300001, a_while = 5000;
  uint32_t read = 0;
  int32_t length = sizeof read;
  CHECK(fails_with(lib.setsockopt(other.socket, 1, 1, &too_long, sizeof too_long)) == WSA_INVALID);
  CHECK(lib.setsockopt(other.socket, 1, 1, &a_while, sizeof a_while) == 0);
  CHECK(lib.getsockopt(other.socket, 1, 1, &read, &length) == 0 && read == a_while);
  lib.StandInScript(u"recv", 0, WSA_ACCESS, 0, NULL, 0, 0);
  CHECK(fails_with(lib.recv(other.socket, &read, 4, 0)) == WSA_ACCESS);
  close_watched(other);
  const struct watched hanging = open_watched();
  lib.StandInScript(u"connect", 0, 0, 0, NULL, 0, 1);
  CHECK(fails_with(lib.connect(hanging.socket, &taken, sizeof taken)) == WSA_WOULD_BLOCK);
  platform_sleep_ms(20);
  CHECK((events_now(hanging).lNetworkEvents & WSA_CONNECT) == 0);
  close_watched(hanging);
  CHECK(lib.WSASocketW(2, 1, 1, NULL, 0, 1) == NO_SOCKET && lib.WSAGetLastError() == WSA_NO_SUCH_FAMILY);
  close_watched(listener);
  CHECK(COUNT("badHandles") == 0);
  CHECK(fails_with(lib.recv(listener.socket, &read, 4, 0)) == WSA_NOT_SOCKET);
  CHECK(COUNT("badHandles") == 1);
}

static void tells_who_inherits(void) {
  const struct watched listener = listen_on(vm, 7);
  const struct watched client = connect_to(vm, 7, 0);
  const struct watched server = accept_from(listener);
  const HV_SOCKET own = lib.WSASocketW(34, 1, 1, NULL, 0, 0x81);
  CHECK(COUNT("inheritableSockets") == 3);
  CHECK(lib.SetHandleInformation((void *)server.socket, 1, 0));
  CHECK(lib.SetHandleInformation((void *)client.socket, 2, 0)); // says nothing of inheriting
  CHECK(COUNT("inheritableSockets") == 2);
  CHECK(lib.SetHandleInformation((void *)own, 1, 1));
  CHECK(COUNT("inheritableSockets") == 3);
  lib.StandInScript(u"SetHandleInformation", 0, HRESULT_OF(0x80070005), 0, NULL, 0, 0);
  CHECK(!lib.SetHandleInformation((void *)own, 1, 0) && lib.GetLastError() == 5);
  CHECK(lib.closesocket(own) == 0);
  close_watched(client);
  close_watched(server);
  close_watched(listener);
  CHECK(COUNT("inheritableSockets") == 0 && COUNT("badHandles") == 0);
  CHECK(!lib.SetHandleInformation((void *)own, 1, 0) && lib.GetLastError() == 6);
  CHECK(COUNT("badHandles") == 1);
}

static void reaches_the_guest_of_a_test(void) {
  static const uint8_t guest[16] = {9};
  const struct watched listener = listen_on(vm, 5);
  const SOCKADDR_HV here = address(vm, 5), there = address(guest, 6);
  lib.StandInGuestListener(guest, there.ServiceId, lib.StandInListenerPort(vm, here.ServiceId));
  const struct watched first = connect_to(guest, 6, 0);
  const struct watched second = connect_to(guest, 6, 0);
  const struct watched servers[2] = {accept_from(listener), accept_from(listener)};
  CHECK(lib.send(first.socket, "1", 1, 0) == 1 && lib.send(second.socket, "2", 1, 0) == 1);
  await_text(servers[0], "1");
  await_text(servers[1], "2");
  lib.StandInGuestListener(guest, there.ServiceId, 0);
  close_watched(connect_to(guest, 6, WSA_REFUSED));
  for (int i = 0; i < 2; i++)
    close_watched(servers[i]);
  close_watched(first);
  close_watched(second);
  close_watched(listener);
}

static void on_wait(void *context, uint8_t timed_out) {
  struct heard *heard = context;
  platform_lock();
  if (timed_out) {
    heard->others++;
  } else {
    heard->completions++;
  }
  platform_unlock();
}

static void wakes_waiters(void) {
  struct heard heard = {0};
  void *wait = NULL;
  const struct watched listener = listen_on(vm, 7);
  CHECK(lib.RegisterWaitForSingleObject(&wait, listener.event, on_wait, &heard, INFINITE_MS, 0));
  CHECK(COUNT("waits") == 1);
  const SOCKADDR_HV target = address(vm, 7);
  for (int i = 0; i < 5; i++) {
    const int before = heard_now(&heard).completions;
    const HV_SOCKET client = lib.WSASocketW(34, 1, 1, NULL, 0, 1);
    CHECK(lib.connect(client, &target, sizeof target) == 0);
    AWAIT(heard_now(&heard).completions > before);
    CHECK(await_event(listener, WSA_ACCEPT, 3) == 0);
    const HV_SOCKET accepted = lib.accept(listener.socket, NULL, NULL);
    CHECK(accepted != NO_SOCKET);
    NETWORK_EVENTS found;
    CHECK(lib.WSAEnumNetworkEvents(accepted, NULL, &found) == 0); // watches as its listener does
    CHECK(lib.WSAEventSelect(accepted, NULL, 0) == 0);
    CHECK(lib.closesocket(accepted) == 0 && lib.closesocket(client) == 0);
  }
  CHECK(lib.UnregisterWaitEx(wait, (void *)-1));
  close_watched(listener);

  void *event = lib.CreateEventW(NULL, 0, 0, NULL);
  CHECK(lib.RegisterWaitForSingleObject(&wait, event, on_wait, &heard, 10, 8)); // once
  AWAIT(heard_now(&heard).others > 0);
  platform_sleep_ms(30);
  CHECK(heard_now(&heard).others == 1);
  CHECK(lib.UnregisterWaitEx(wait, (void *)-1));
  CHECK(lib.CloseHandle(event));
  CHECK(COUNT("badHandles") == 0);
  CHECK(!lib.UnregisterWaitEx(wait, NULL) && lib.GetLastError() == 6);
  lib.StandInScript(u"CreateEventW", 0, HRESULT_OF(0x800705AA), 0, NULL, 0, 0);
  CHECK(lib.CreateEventW(NULL, 0, 0, NULL) == NULL && lib.GetLastError() == 0x5AA);
}

void smoke_sockets(void) {
  uint8_t startup[512];
  CHECK(lib.WSAStartup(0x0202, startup) == 0);
  run_test("half-close on both ends", talks_and_half_closes, LEAVES_NOTHING);
  run_test("back pressure", holds_back, LEAVES_NOTHING);
  run_test("refusals of sockets", refuses, LEAVES_BAD_COUNTS);
  run_test("inheritance of sockets", tells_who_inherits, LEAVES_BAD_COUNTS);
  run_test("routes to a guest", reaches_the_guest_of_a_test, LEAVES_NOTHING);
  run_test("registered waits", wakes_waiters, LEAVES_BAD_COUNTS);
}
