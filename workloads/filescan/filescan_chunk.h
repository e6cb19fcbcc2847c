/* SPDX-License-Identifier: MIT */
/*
 * Scanning one chunk of a file, in constant memory whatever the lines are like.
 *
 * A file is cut into chunks of equal size.  A chunk *owns* the lines that start in it, so every
 * line is counted once, by one worker, without looking at other chunks' results.  A worker reads
 * its chunk, the byte before it (is the chunk's first byte a line's first?) and a little more,
 * because the last line usually ends there.  The rest of a longer line is read piece by piece,
 * with an overlap in which a match across two pieces is found.
 *
 * Where the file is mapped, a chunk is a window of the map, and is looked at where it lies.
 */
#ifndef PT_WORKLOADS_FILESCAN_FILESCAN_CHUNK_H
#define PT_WORKLOADS_FILESCAN_FILESCAN_CHUNK_H

#include <stddef.h>
#include <stdint.h>

#include "workloads/lib/scan/kernel.h"

struct pt_error;
struct pt_input;
struct pt_input_map;

enum { PT_FILESCAN_PATTERNS = PT_SCAN_EACH }; /* at most */

struct pt_filescan {
	const struct pt_input *input;
	struct pt_input_map *map; /* NULL: chunks are read by pread() */
	const struct pt_scan_kernel *kernel;
	const struct pt_scan_pattern *patterns; /* none of them empty */
	size_t patterns_len, longest;           /* longest: bytes of the longest pattern */
	uint64_t chunk_bytes;
	bool no_lines; /* they are not counted: only those that contain patterns, which there must be */
};

/* Lines in the owned part, then the lines that contain each pattern. */
struct pt_filescan_counts {
	uint64_t lines;
	uint64_t matches[PT_FILESCAN_PATTERNS];
};

/* One more of the patterns in the array, which becomes f's; the text is borrowed.  One that is there
 * already is not added.  0, or -1 with e filled. */
int pt_filescan_add_pattern(struct pt_filescan *f, struct pt_scan_pattern *patterns,
	const char *text, struct pt_error *e);
uint64_t pt_filescan_chunks(const struct pt_filescan *f);
/* Size of the buffer that pt_filescan_chunk() works in; one per worker. */
size_t pt_filescan_buffer_bytes(const struct pt_filescan *f);
/* Reads chunk `index` into the buffer; adds what it owns to *c, reading more only of a line that
 * goes on far behind it; or both, in the map where there is one.  0, or -1 with e filled. */
int pt_filescan_read(const struct pt_filescan *f, uint64_t index, unsigned char *buffer,
	struct pt_error *e);
int pt_filescan_count(const struct pt_filescan *f, uint64_t index, unsigned char *buffer,
	struct pt_filescan_counts *c, struct pt_error *e);
int pt_filescan_chunk(const struct pt_filescan *f, uint64_t index, unsigned char *buffer,
	struct pt_filescan_counts *c, struct pt_error *e);

#endif
