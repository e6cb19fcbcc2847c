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

extern const char *const pt_record_details[], *const pt_record_fulls[];

#define PT_RECORD_CAP_MIN (UINT64_C(1) << 20)
#define PT_RECORD_CAP_MAX (UINT64_C(1) << 44)

/* Initialisers for an option table. */
#define PT_RECORD_OPTIONS \
	{ .name = "trace", .letter = 'o', .type = PT_OPT_TEXT, .value_name = "FILE", .min = 1, \
		.help = "keep the recording in FILE" }, \
	{ .name = "trace-full", .type = PT_OPT_CHOICE, .value_name = "WHAT", \
		.choices = pt_record_fulls, .fallback = "stop", \
		.help = "if the trace is full" }, \
	{ .name = "trace-cap", .type = PT_OPT_SIZE, .value_name = "SIZE", \
		.min = PT_RECORD_CAP_MIN, .max = PT_RECORD_CAP_MAX, .fallback = "1Gi", \
		.help = "bytes of events to keep" }, \
	{ .name = "force", .letter = 'f', .type = PT_OPT_FLAG, \
		.help = "overwrite existing files" }, \
	{ .name = "detail", .type = PT_OPT_CHOICE, .value_name = "LEVEL", \
		.choices = pt_record_details, .help = "events (default: steals)" }

struct pt_record {
	const char *trace;		/* NULL: not kept */
	bool force;
	bool overwrite;			/* when it is full, the oldest events */
	uint64_t cap_bytes;
	unsigned level;			/* enum pt_rec_level; of pt_record_details */
};

/* Of the options, and PARTOP_DETAIL.  0, or -1 with e filled. */
int pt_record_read(struct pt_record *r, const struct pt_args *a, struct pt_error *e);

/* --trace-full overwrite: chunks for each of so many workers.  0 with e filled: too few. */
uint32_t pt_record_ring(const struct pt_record *r, uint32_t workers, struct pt_error *e);

#endif
