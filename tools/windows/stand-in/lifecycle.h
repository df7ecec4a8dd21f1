// What each request does to a compute system, and in which states it is legal. All functions need the lock.
#pragma once

#include "requests.h"

struct answer perform_create(const struct request *request);
struct answer perform_start(const struct request *request);
struct answer perform_shutdown(const struct request *request);
struct answer perform_terminate(const struct request *request);
struct answer perform_crash(const struct request *request);
struct answer perform_pause(const struct request *request);
struct answer perform_resume(const struct request *request);
struct answer perform_save(const struct request *request);
struct answer perform_modify(const struct request *request);

/** Called on a thread of the pool when a system has started; NULL for none. Waits for a running call. */
void lifecycle_on_start(void (*callback)(const char16_t *runtime_id));
