/* SPDX-License-Identifier: MIT */
/*
 * Configurations that are whole command lines, with `--` before each: programs, which are timed as
 * processes, or `partop run WORKLOAD ...`, whose runs are.
 */
#ifndef PT_CMD_TRIAL_COMMANDS_H
#define PT_CMD_TRIAL_COMMANDS_H

#include "cmd/trial_words.h"

struct pt_error;

/* Where in the words of a command the first `--` stands; 0: nowhere. */
int pt_trial_commands_begin(int argc, char **argv);

/* The words behind it.  0, or -1 with e filled (one command only, an empty one). */
int pt_trial_commands_read(struct pt_trial_configs *c, int argc, char **argv, struct pt_error *e);

#endif
