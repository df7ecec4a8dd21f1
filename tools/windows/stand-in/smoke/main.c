// Loads the library as an FFI does and puts it through what its users will do:
//   smoke <library> <library of 1809>
#include "smoke.h"

#if defined(_WIN32)
#include <windows.h>
#else
#include <dlfcn.h>
#endif

struct library lib;
const char *current_test = "loading";
static int test_count;

#if defined(_WIN32)
static void *open_library(const char *path) { return (void *)LoadLibraryA(path); }

static void *symbol(void *library, const char *name) {
  return (void *)GetProcAddress((HMODULE)library, name);
}
#else
static void *open_library(const char *path) {
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) fprintf(stderr, "%s\n", dlerror());
  return library;
}

static void *symbol(void *library, const char *name) { return dlsym(library, name); }
#endif

static void load(const char *path) {
  void *library = open_library(path);
  CHECK(library != NULL);
#define FUNCTION(name, needs)                   \
  *(void **)&lib.name = symbol(library, #name); \
  CHECK(lib.name != NULL);
  STAND_IN_FUNCTIONS(FUNCTION)
  CONTROL_FUNCTIONS(FUNCTION)
#undef FUNCTION
#if !defined(_WIN32) // libc's functions of the same name stay what they are for everybody else
  CHECK(dlsym(RTLD_DEFAULT, "bind") != symbol(library, "bind"));
  CHECK(dlsym(RTLD_DEFAULT, "recv") != symbol(library, "recv"));
#endif
}

static void check_older_library(const char *path) {
  static const char *const newer[] = {"HcsGrantVmGroupAccess", "HcsRevokeVmGroupAccess",
                                      "HcsWaitForComputeSystemExit", "HcsCreateOperationWithNotifications"};
  void *library = open_library(path);
  CHECK(library != NULL && symbol(library, "HcsCreateOperation") != NULL);
  for (size_t i = 0; i < sizeof newer / sizeof *newer; i++)
    CHECK(symbol(library, newer[i]) == NULL);
}

bool contains(const char16_t *text, const char *piece) {
  for (; text != NULL && *text != 0; text++) {
    if (text_starts_with(text, piece)) return true;
  }
  return false;
}

struct heard heard_now(const struct heard *heard) {
  platform_lock();
  const struct heard copy = *heard;
  platform_unlock();
  return copy;
}

/** Everything that was opened is closed, everything that was given is freed. */
static void expect_nothing_left(void) {
  static const char16_t *const counters[] = {
      u"systemHandles",    u"operations", u"documents", u"badFrees", u"badHandles",    u"pending",
      u"callbacksRunning", u"sockets",    u"events",    u"waits",    u"networkHandles"};
  for (size_t i = 0; i < sizeof counters / sizeof *counters; i++)
    AWAIT(lib.StandInCount(counters[i]) == 0);
}

void run_test(const char *name, void (*test)(void), enum leftovers leftovers) {
  current_test = name;
  test_count++;
  lib.StandInReset();
  test();
  if (leftovers == LEAVES_NOTHING) expect_nothing_left();
  lib.StandInReset();
  expect_nothing_left();
}

int main(int count, char **arguments) {
  if (count != 3) {
    fprintf(stderr, "usage: smoke <library> <library of 1809>\n");
    return 2;
  }
  check_older_library(arguments[2]);
  load(arguments[1]);
  smoke_systems();
  smoke_networks();
  smoke_sockets();
  printf("%d tests passed\n", test_count);
  return 0;
}
