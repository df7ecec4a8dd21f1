// Compute systems, the handles to them, and their states. All functions need the lock.
#pragma once

#include "calls.h"
#include "events.h"
#include "guid.h"
#include "json.h"

enum system_state {
  STATE_CREATED,
  STATE_RUNNING,
  STATE_PAUSED,
  STATE_SAVED_AS_TEMPLATE,
  STATE_STOPPED,
  STATE_COUNT
};

struct system {
  struct system *next; // among those that live
  int references;      // one for each handle that is not forgotten yet
  int open_handles;
  enum system_state state;
  char16_t *id;
  char16_t runtime_id[GUID_TEXT_LENGTH + 1];
  char16_t *owner; // NULL: none
  bool is_container;
  bool ends_with_last_handle;
  int64_t memory_mib;
  char16_t *exit_document; // once it has stopped
};

/** One HCS_SYSTEM. It is made before the system: a creation that fails leaves a handle without one. */
struct system_handle {
  int references;
  HCS_SYSTEM handle;
  bool is_closed;
  struct system *system;
  struct listener listener;
};

struct system_handle *system_handle_make(void);
struct system_handle *system_handle_find(HCS_SYSTEM handle);
void system_handle_keep(struct system_handle *handle);
void system_handle_release(struct system_handle *handle);
/** Closes the handle, waits for its callback, and ends the system if it is to end with its last handle. */
void system_handle_close(struct system_handle *handle);
void system_handle_bind(struct system_handle *handle, struct system *system);
/** Ends the system if no handle is open and its document says so. */
void system_end_without_handles(struct system *system);

/** A living system; NULL when there is none of that id. */
struct system *system_find(const char16_t *id);
struct system *system_add(const char16_t *id, struct json document);
/** Stops the system: it leaves the list, and every handle hears of it. */
void system_stop(struct system *system, const char16_t *exit_document);
/** An event for every handle of the system, or of all systems. */
void system_tell(const struct system *system, int32_t type, const char16_t *data, uint32_t times);
void systems_tell_all(int32_t type);
struct system *systems_first(void);
int64_t systems_count(void);
/** Closes every handle and forgets every system; nobody hears of it. */
void systems_close_all(void);

/** The base properties, as an object that is still open: `{"Id":…,…`. */
void system_describe(const struct system *system, struct text *text);

extern const char *const graceful_exit;
extern const char *const forced_exit;
extern const char *const unexpected_exit;
