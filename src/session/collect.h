/* SPDX-License-Identifier: MIT */
/*
 * What a child prints while the screens have the terminal: kept, and printed once they are gone.
 * Bounded: of a long output the end is kept.
 */
#ifndef PT_SESSION_COLLECT_H
#define PT_SESSION_COLLECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PT_COLLECT_BYTES (1u << 20)

struct pt_collect_piece;

struct pt_collect {
	int ready_fd; /* readable when pt_collect_read() has something to do; -1 none */
	int fd[2];    /* what the child writes to stdout and stderr; -1: closed */
	struct pt_collect_piece *first, *last;
	size_t bytes;
	uint64_t left_out; /* bytes dropped */
	bool errors;       /* something came on stderr */
};

/* Takes over two non-blocking read ends (-1: none).  0 or a negative errno. */
int pt_collect_begin(struct pt_collect *c, int out, int err);
/* Reads what is there; closes what has ended. */
void pt_collect_read(struct pt_collect *c);
/* Prints everything to the stream that the child wrote it to. */
void pt_collect_replay(struct pt_collect *c);
/* The last line on stderr that is not blank, cleaned; "" none. */
void pt_collect_last_error(const struct pt_collect *c, char *out, size_t size);
void pt_collect_fini(struct pt_collect *c);

#endif
