// The store of networks, endpoints and namespaces. All functions need the lock.
#pragma once

#include "calls.h"
#include "guid.h"

enum network_kind { NETWORK, ENDPOINT, NAMESPACE };

struct answer networks_enumerate(enum network_kind kind, const char16_t *query);
/** `network` is the handle of the network of an endpoint, otherwise NULL. */
struct answer networks_create(enum network_kind kind, void *network, const uint8_t *id,
                              const char16_t *settings, void **handle);
struct answer networks_open(enum network_kind kind, const uint8_t *id, void **handle);
struct answer networks_modify(enum network_kind kind, void *handle, const char16_t *request);
struct answer networks_describe(enum network_kind kind, void *handle, const char16_t *query);
struct answer networks_delete(enum network_kind kind, const uint8_t *id);
int32_t networks_close(enum network_kind kind, void *handle);
/** Closes every handle and forgets every object. */
void networks_forget(void);
