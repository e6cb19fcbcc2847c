/* SPDX-License-Identifier: MIT */
/*
 * A file as memory, window by window.
 *
 * Mapping a file saves the copy that pread() makes, and costs page faults; and every page that was
 * looked at counts as memory of the process.  So a reader takes a window at a time and gives its
 * pages back behind it: resident memory is that of the windows in use, whatever the file's size.
 *
 * A page behind the end of a file that got shorter is a SIGBUS.  While a map is open the signal is
 * taken: within a window, private zeros take the place of what is gone, and the end of the window
 * says so.  Any other SIGBUS goes on to the handler that was there before.
 */
#ifndef PT_WORKLOADS_LIB_INPUT_MAP_H
#define PT_WORKLOADS_LIB_INPUT_MAP_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

struct pt_error;
struct pt_input;

struct pt_input_map {
	const struct pt_input *in; /* borrowed */
	unsigned char *base;       /* NULL: not open */
	size_t bytes, behind;      /* the file's, and zeros at its end */
	atomic_bool cut;           /* a page was gone; stays */
};

/* Maps all of a file of at least one byte; `behind` bytes more can be read at its end.  0, or -1 with
 * e filled. */
int pt_input_map_open(struct pt_input_map *m, const struct pt_input *in, size_t behind,
	struct pt_error *e);
/* Also of a map that is not open. */
void pt_input_map_close(struct pt_input_map *m);

/* The bytes from `from` on, for the calling thread, which has one window at a time. */
const unsigned char *pt_input_map_begin(struct pt_input_map *m, uint64_t from);
/* Gives back the window [from, from + len); little was read behind it.  0, or -1 with e filled: the file got shorter, and what
 * was read may be wrong. */
int pt_input_map_end(struct pt_input_map *m, uint64_t from, size_t len, struct pt_error *e);

#endif
