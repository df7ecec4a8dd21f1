// TCP on 127.0.0.1, which plays the channel to the VM. Results are numbers of Winsock, 0 for success. No
// function needs the lock; each may block as its socket does.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "wsa.h"

typedef intptr_t native_socket;
enum { NO_NATIVE_SOCKET = -1 };

int native_open(uint32_t flags, native_socket *socket);
void native_close(native_socket socket);
int native_bind_loopback(native_socket socket, uint16_t *port);
int native_listen(native_socket socket, int32_t backlog);
int native_accept(native_socket socket, native_socket *accepted);
int native_connect(native_socket socket, uint16_t port);
int native_receive(native_socket socket, void *buffer, int32_t length, int32_t flags, int32_t *received);
int native_send(native_socket socket, const void *data, int32_t length, int32_t flags, int32_t *sent);
int native_shutdown(native_socket socket, int32_t how);
/** Options of WSA_LEVEL_SOCKET with Winsock's numbers and layouts. */
int native_set_option(native_socket socket, int32_t name, const void *value, int32_t length);
int native_get_option(native_socket socket, int32_t name, void *value, int32_t *length);

int native_startup(uint16_t version, void *data);
