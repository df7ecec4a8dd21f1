// Buffers that the library hands out and the caller frees. All functions need the lock.
#pragma once

#include "text.h"

/** A copy of `document` for the caller, NULL for NULL. */
char16_t *document_hand_out(const char16_t *document);
/** Takes a buffer back; counts a bad free, and touches nothing, when it is none of ours or was freed before.
 */
void document_take_back(void *buffer);

int64_t documents_live(void);
int64_t documents_bad_frees(void);
/** Sets the counters to zero. Buffers that are still out stay valid and can still be freed. */
void documents_forget(void);
