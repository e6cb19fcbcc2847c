/* SPDX-License-Identifier: MIT */
/* Inside of the reader. */
#ifndef PT_RECORDING_READER_INTERNAL_H
#define PT_RECORDING_READER_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "recording/reader.h"

/* open.c: copies bytes of the file; fewer where it ends */
size_t pt_rec_get(struct pt_rec_reader *r, void *buf, size_t len, uint64_t off);

/* holes.c: the next byte from `off` on that is not in a hole, file_size when there is none; how many
 * of so many chunks that the file's length has room for are worth reading */
uint64_t pt_rec_next_data(const struct pt_rec_reader *r, uint64_t off);
uint64_t pt_rec_chunks_to_read(const struct pt_rec_reader *r, uint64_t chunks);

/* chunk.c: is this copy the head of a chunk of this recording? */
bool pt_rec_chunk_ok(const struct pt_rec_reader *r, const struct pt_rec_chunk *c);

/* guard.c: a mapped file that is cut short raises SIGBUS; in guarded code that is an error */
void pt_rec_guard_install(void);
int pt_rec_guarded(void (*fn)(void *), void *arg); /* 0, or -1: fn was left half-way */

#endif
