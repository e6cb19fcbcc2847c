/* SPDX-License-Identifier: MIT */
/*
 * Configurations timed in interleaved rounds: A B C, B C A, C A B, each in a process of its own, so
 * that what disturbs the machine for a while disturbs all alike, and none always comes first.
 * A round that was not completed does not count.
 */
#ifndef PT_SESSION_TRIALS_H
#define PT_SESSION_TRIALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "metrics/measured.h"
#include "session/trial.h"

struct pt_args;
struct pt_error;
struct pt_options;

#define PT_TRIALS_MAX 64 /* configurations */
#define PT_TRIALS_ROUNDS_MAX 1000

/* --rounds, --processes, --budget, --timeout, --save */
extern const struct pt_options pt_trials_options;

struct pt_trials_plan {
	uint32_t rounds;    /* exactly so many; 0: see below */
	uint32_t processes; /* at least so many rounds, then until `enough` or the budget */
	uint64_t budget_ns;
	uint32_t warmup;     /* rounds before those that count */
	uint64_t timeout_ns; /* of one process; 0 none */
	size_t least;        /* the trials end when fewer configurations are left */
	const char *save;    /* folder that keeps the recordings; NULL */
	const char *command; /* "compare", "scale": stands in the recordings */
	bool calibrate;      /* when the capacity of the machine is not known */
	bool quiet, ignore_failure;
};

/* Reads pt_trials_options; the rest is zero, `processes` 3. */
void pt_trials_read(struct pt_trials_plan *p, const struct pt_args *a);

struct pt_trials {
	const struct pt_trial_config *config; /* the caller's; NULL: of a folder */
	size_t len;
	struct pt_measured *measured; /* of each; owned */
	uint32_t rounds;              /* complete ones */
	double elapsed_s;             /* since the first of them began */
	bool interrupted;
	/* Asked once the least is done, then when rounds have grown by an eighth: statistics take
	   time.  NULL: never enough before the budget. */
	bool (*enough)(const struct pt_trials *t, void *ctx);
	/* Text beside the progress bar after the first round: "fold 3.0 x ahead"; NULL: none. */
	void (*news)(const struct pt_trials *t, char *out, size_t size, void *ctx);
	void *ctx;
};

/*
 * 0: all is measured.  Above 0: an exit code, for a signal or for a failure, which has been told;
 * there are rounds that can be shown.  -1 with e filled: there are none.
 */
int pt_trials_run(struct pt_trials *t, const struct pt_trials_plan *p, struct pt_error *e);
void pt_trials_fini(struct pt_trials *t);

/*
 * Reads a folder that --save has made; `command` gets the name of the command that made it.
 * 0, or -1 with e filled; pt_trials_fini() after success only.
 */
int pt_trials_open(struct pt_trials *t, const char *folder, char command[16], struct pt_error *e);

#endif
