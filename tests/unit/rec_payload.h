/* SPDX-License-Identifier: MIT */
/*
 * Events whose bytes can be verified one by one, for the tests of recordings.  A worker's stream
 * is MARK events numbered in b, with c = 31 * b and a = its slot; every 16th has a RANGE_BEGIN
 * before it and every 64th a change of state.
 */
#ifndef PT_TESTS_REC_PAYLOAD_H
#define PT_TESTS_REC_PAYLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "recording/reader.h"
#include "recording/writer.h"

/* Writes `count` numbered events from *n on. */
void payload_write(struct pt_rec_pen *p, uint32_t *n, uint32_t count);

/* What a reader saw of one worker. */
struct payload {
	uint64_t events; /* numbered ones */
	uint64_t bad;    /* not what a writer wrote */
	uint64_t jumps;  /* numbers that do not follow each other */
	uint64_t gap;    /* sum over GAP events */
	uint32_t last;
	bool any;
};

void payload_see(struct payload *s, const struct pt_rec_event *e, uint32_t worker);
/* False: the last one is cut in half. */
bool
payload_see_all(struct payload *s, const struct pt_rec_event *e, size_t slots, uint32_t worker);

/* A finished file, read in every way there is. */
struct payload_file {
	int opened; /* as pt_rec_open_fd */
	bool salvaged;
	uint8_t sum; /* of all entry bytes */
	uint64_t events, bad, jumps, entries, chunks, merged, disorder;
};

void payload_read(int fd, struct payload_file *f);

/* An empty file in memory, and a copy of bytes in one. */
int payload_memfd(void);
int payload_copy(const void *bytes, size_t len);

/* The whole of a file, allocated. */
uint8_t *payload_slurp(int fd, size_t *len);

/* A small finished (or abandoned: closed false) recording of two workers; events: a multiple of 16. */
int payload_sample(uint32_t events, bool closed);

uint64_t payload_random(uint64_t *state);

#endif
