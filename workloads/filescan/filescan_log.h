/* SPDX-License-Identifier: MIT */
/*
 * The log that filescan makes when it is given no file.  It lies in a file without a
 * name, so that it is read the same way as a real one, and its writer counts what it plants.
 */
#ifndef PT_WORKLOADS_FILESCAN_FILESCAN_LOG_H
#define PT_WORKLOADS_FILESCAN_FILESCAN_LOG_H

#include <stdint.h>

struct pt_error;
struct pt_input;

/* The pattern that is looked for in a made log when none is given. */
#define PT_FILESCAN_PLANTED "ERROR"

struct pt_filescan_planted {
	uint64_t lines;
	uint64_t matches; /* lines that contain PT_FILESCAN_PLANTED */
};

struct pt_filescan_wanted {
	uint64_t bytes, seed;
	int threads; /* to make it with; what comes out does not depend on them */
};

/* Makes a log of exactly so many bytes.  0, or -1 with e filled. */
int pt_filescan_log(struct pt_input *out, const struct pt_filescan_wanted *w,
	struct pt_filescan_planted *planted, struct pt_error *e);

#endif
