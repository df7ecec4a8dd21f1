// What an asynchronous function asks for, from its submission to its completion on a thread of the pool.
#pragma once

#include "calls.h"
#include "operations.h"
#include "systems.h"

struct request {
  struct system_handle *handle; // NULL: of no system
  struct operation *operation;
  uint32_t number; // of the request among those of the operation
  enum operation_type type;
  char16_t *id;       // of a system to create
  char16_t *document; // configuration, options, query or request, as given
  struct script *script;
  struct answer (*perform)(const struct request *request);
};

/** What a function passes on; strings and handles are the caller's. */
struct submission {
  HCS_OPERATION operation;
  struct system_handle *handle;
  enum operation_type type;
  const char16_t *id;
  const char16_t *document;
  struct answer (*perform)(const struct request *request);
};

/**
 * Takes over a call: refuses it, or accepts it and completes its operation later. Ends the call and gives up
 * the lock.
 */
int32_t request_submit(struct call *call, struct submission submission);
