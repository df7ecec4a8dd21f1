// What can be asked of systems and of the service. All functions need the lock.
#pragma once

#include "requests.h"

struct answer perform_enumerate(const struct request *request);
struct answer perform_get_properties(const struct request *request);
struct answer query_service(const char16_t *query);
