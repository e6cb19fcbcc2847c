/* SPDX-License-Identifier: MIT */
/*
 * The folder that keeps the recordings of a comparison: CONFIGURATION-LABEL-ROUND.ptrace, numbers
 * from 1.  The names are for people: the recording itself says what it belongs to (PT_KEY_TRIAL).
 */
#ifndef PT_SESSION_TRIALS_FOLDER_H
#define PT_SESSION_TRIALS_FOLDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pt_error;

struct pt_trials_folder {
	const char *name; /* NULL: nothing is kept */
	bool made;        /* by partop, which removes it if it stays empty */
	char path[4096];  /* of the last file */
};

/* The folder must be new or empty: nothing is replaced or mixed.  0, or -1 with e filled. */
int pt_trials_folder_begin(struct pt_trials_folder *f, const char *name, struct pt_error *e);
void pt_trials_folder_end(struct pt_trials_folder *f);

/* Where a process's recording goes, valid until the next call; NULL: it is not kept. */
const char *
pt_trials_folder_path(struct pt_trials_folder *f, size_t config, uint32_t round, const char *label);

/* PT_KEY_TRIAL of the recording. */
void pt_trials_folder_mark(char *out, size_t size, const char *command, size_t config,
	uint32_t round, const char *label);

#endif
