/* SPDX-License-Identifier: MIT */
/*
 * A real file as the input of a workload: opened once, read at offsets by many workers.
 *
 * The size is fixed when the file is opened: what a growing log gains later is not read, and a
 * file that gets shorter is an error that names it.  It is read with pread(); input_map.h maps it,
 * and says what that takes.
 */
#ifndef PT_WORKLOADS_LIB_INPUT_FILE_H
#define PT_WORKLOADS_LIB_INPUT_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

struct pt_error;

struct pt_input {
	int fd; /* -1: not open */
	uint64_t size;
	const char *name;        /* borrowed; for messages */
	struct timespec changed; /* last change of the content when it was opened */
};

/* Regular files only, and only such as know their size.  0, or -1 with e filled. */
int pt_input_open(struct pt_input *in, const char *path, struct pt_error *e);
/* Takes over a descriptor of a regular file that we made. */
int pt_input_adopt(struct pt_input *in, int fd, const char *name, struct pt_error *e);
/* Exactly n bytes at `at`, which must lie within the size.  0, or -1 with e filled. */
int pt_input_read(const struct pt_input *in, void *to, size_t n, uint64_t at, struct pt_error *e);
/* Whether the file was written to since it was opened. */
bool pt_input_changed(const struct pt_input *in);
void pt_input_close(struct pt_input *in);

#endif
