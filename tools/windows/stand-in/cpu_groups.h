// CPU groups of the service. All functions need the lock.
#pragma once

#include "calls.h"

struct text;

/** The answer to the service property `CpuGroup`. */
void cpu_groups_describe(struct text *text);
/** HcsModifyServiceSettings: creates, deletes and changes groups. */
struct answer cpu_groups_modify(const char16_t *settings);
void cpu_groups_forget(void);
