/* SPDX-License-Identifier: MIT */
/*
 * What is recorded, and where it is kept: the options that `run` and `exec` share.
 */
#ifndef PT_SESSION_RECORD_H
#define PT_SESSION_RECORD_H

#include <stdbool.h>
#include <stdint.h>

struct pt_args;
struct pt_error;
struct pt_options;

extern const char *const pt_record_details[], *const pt_record_fulls[];
extern const struct pt_options pt_record_options;

struct pt_record {
	const char *trace; /* NULL: not kept */
	bool force;
	bool overwrite; /* the oldest events, when it is full */
	uint64_t cap_bytes;
	unsigned level; /* enum pt_rec_level */
};

/* Reads the options, and PARTOP_DETAIL.  0, or -1 with e filled. */
int pt_record_read(struct pt_record *r, const struct pt_args *a, struct pt_error *e);

/* --trace-full overwrite: chunks for each of so many workers.  0 with e filled: too few. */
uint32_t pt_record_ring(const struct pt_record *r, uint32_t workers, struct pt_error *e);

#endif
