/* SPDX-License-Identifier: MIT */
/*
 * How the file is read: by pread() into a buffer, or mapped, in windows that are given back.
 *
 * Which is faster depends on the machine and on the file: pread() copies; a map takes page faults,
 * which are dear on some virtual machines, and fewer where the page cache holds the file in large
 * pieces.  So it is measured, at places all over the file itself, by the scan that is to come.
 * All versions read the same way.
 */
#ifndef PT_WORKLOADS_FILESCAN_FILESCAN_IO_H
#define PT_WORKLOADS_FILESCAN_FILESCAN_IO_H

#include "workloads/filescan/filescan_chunk.h"
#include "workloads/lib/input_map.h"

struct pt_error;
struct pt_result;

enum pt_filescan_way { PT_FILESCAN_AUTO, PT_FILESCAN_PREAD, PT_FILESCAN_MMAP };
extern const char *const pt_filescan_ways[]; /* by enum pt_filescan_way, NULL at the end */

struct pt_filescan_io {
	enum pt_filescan_way asked, taken;
	uint64_t grain; /* bytes of a chunk; 0: chosen here */
	int workers;
	struct pt_input_map map;
	/* What one thread scanned in a second, by enum pt_filescan_way; 0: not measured. */
	double bytes_per_s[PT_FILESCAN_MMAP + 1];
};

/* The largest chunk that is chosen for that grain. */
uint64_t pt_filescan_chunk_most(uint64_t grain);
/* Chooses f->map and f->chunk_bytes, for the input, kernel and patterns in *f.  0, or -1 with e
 * filled. */
int pt_filescan_io_begin(struct pt_filescan_io *io, struct pt_filescan *f, struct pt_error *e);
void pt_filescan_io_result(const struct pt_filescan_io *io, struct pt_result *r);
void pt_filescan_io_end(struct pt_filescan_io *io);

#endif
