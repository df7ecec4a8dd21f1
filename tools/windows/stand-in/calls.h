// What every exported function does on its way in and out: it is counted, a script may answer in its place,
// and the service may be gone.
#pragma once

#include "functions.h"
#include "text.h"

enum function {
#define FUNCTION(name, needs) CALL_##name,
  STAND_IN_FUNCTIONS(FUNCTION)
#undef FUNCTION
      FUNCTION_COUNT,
};

enum script_flags {
  SCRIPT_NEVER_COMPLETES = 1,
  SCRIPT_COMPLETES_INLINE = 2,
  SCRIPT_RUNS_DEFAULT = 4,
};

/** One answer that a test has put in place of the library's own. */
struct script {
  struct script *next;
  enum function function;
  uint32_t skip;
  int32_t result;
  int32_t completion;
  char16_t *document;
  uint32_t delay_ms;
  uint32_t flags;
};

/** A result and a document that belongs to whoever holds the answer. */
struct answer {
  int32_t result;
  char16_t *document;
};

/** One call under way. */
struct call {
  enum function function;
  struct script *script; // NULL: nothing was scripted
  bool is_refused;       // the service is gone
};

/** Takes the lock and counts. `document` is what the caller passed, if the function has one. */
struct call call_begin(enum function function, const char16_t *document);
/** Whether a synchronous function shall act; waits out the script's delay first. */
bool call_acts(struct call *call);
/** Ends a synchronous call: the script's answer goes before `answer`. Gives up the lock. `document` may be
 * NULL. */
int32_t call_end(struct call *call, struct answer answer, char16_t **document);
/** Ends a call that gives out no document. */
int32_t call_end_with(struct call *call, int32_t result);
/** Ends a call of kernel32: TRUE, or FALSE with the last error. */
int32_t call_end_as_bool(struct call *call, int error);
/** Ends a call that nothing can be said of. */
void call_leave(struct call *call);

/** The last error of a call that a script fails: the Win32 code of its HRESULT; 0 when none does. */
int call_scripted_error(const struct call *call);

void script_free(struct script *script);
int64_t calls_of(const char16_t *function);
void calls_forget(void);

void service_disconnect(void);
bool service_is_gone(void);
