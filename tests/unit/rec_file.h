/* SPDX-License-Identifier: MIT */
/* Small recordings in memory: made, opened and read back. */
#ifndef PT_TESTS_REC_FILE_H
#define PT_TESTS_REC_FILE_H

#include "tests/unit/rec_payload.h"

/* Four slots, small chunks, level full.  ring 0: growing up to cap. */
struct pt_rec_writer *rec_create(int fd, uint32_t ring, uint64_t cap);

/* The calling thread's. */
struct pt_rec_pen *rec_pen(struct pt_rec_writer *w, uint32_t index);

void rec_open(struct pt_rec_reader *r, int fd);

/* All events of one worker; they are in order. */
struct payload rec_scan(struct pt_rec_reader *r, uint32_t worker);

#endif
