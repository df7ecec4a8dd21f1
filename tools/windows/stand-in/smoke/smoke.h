// What the parts of the smoke test share: the library under test, and how they wait and complain.
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../functions.h"
#include "../hresults.h"
#include "../platform.h"
#include "../stand-in.h"
#include "../text.h"

#define CONTROL_FUNCTIONS(FUNCTION)    \
  FUNCTION(StandInReset, LOCAL)        \
  FUNCTION(StandInScript, LOCAL)       \
  FUNCTION(StandInCount, LOCAL)        \
  FUNCTION(StandInLastDocument, LOCAL) \
  FUNCTION(StandInEmit, LOCAL)         \
  FUNCTION(StandInExit, LOCAL)         \
  FUNCTION(StandInDisconnect, LOCAL)   \
  FUNCTION(StandInOnStart, LOCAL)      \
  FUNCTION(StandInListenerPort, LOCAL) \
  FUNCTION(StandInGuestListener, LOCAL)

/** Every function of the library, by the name under which it is exported. */
struct library {
#define FUNCTION(name, needs) __typeof__(name) *name;
  COMPUTECORE_FUNCTIONS(FUNCTION)
  NETWORK_FUNCTIONS(FUNCTION)
  STORAGE_FUNCTIONS(FUNCTION)
  CONTROL_FUNCTIONS(FUNCTION)
#undef FUNCTION
#define FUNCTION(name, needs) __typeof__(standin_##name) *name;
  MEMORY_FUNCTIONS(FUNCTION)
  WAIT_FUNCTIONS(FUNCTION)
  SOCKET_FUNCTIONS(FUNCTION)
#undef FUNCTION
};

extern struct library lib;
extern const char *current_test;

#define CHECK(condition)                                                                        \
  do {                                                                                          \
    if (!(condition)) {                                                                         \
      fprintf(stderr, "%s:%d: %s: not so: %s\n", __FILE__, __LINE__, current_test, #condition); \
      exit(1);                                                                                  \
    }                                                                                           \
  } while (0)

/** Checks that something comes true within 20 seconds. */
#define AWAIT(condition)                                    \
  do {                                                      \
    for (int left = 4000; left > 0 && !(condition); left--) \
      platform_sleep_ms(5);                                 \
    CHECK(condition);                                       \
  } while (0)

#define COUNT(what) lib.StandInCount(u##what)

enum leftovers { LEAVES_NOTHING, LEAVES_BAD_COUNTS };

/** Runs one test between two resets; unless it misuses the library, it has to leave nothing open. */
void run_test(const char *name, void (*test)(void), enum leftovers leftovers);

void smoke_systems(void);
void smoke_networks(void);
void smoke_sockets(void);

bool contains(const char16_t *text, const char *piece);

/** What callbacks have counted, under the test's own lock. */
struct heard {
  int exits;
  int others;
  int completions;
  int overlaps; // of calls for one handle
  int running;
  bool on_own_thread;
  uint64_t own_thread;
};

struct heard heard_now(const struct heard *heard);
