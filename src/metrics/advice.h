/* SPDX-License-Identifier: MIT */
/*
 * What the numbers say in words: each advice is one condition on measured numbers, one short
 * sentence that names them, where to look, and what to try.  What is not known (NAN) never gives
 * advice.
 *
 * A new advice is a const struct in one of the files of advice/ and one line in advice.c.
 */
#ifndef PT_METRICS_ADVICE_H
#define PT_METRICS_ADVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "metrics/model.h"

#define PT_ADVICE_OVERVIEW 1 /* numbers of the screens */
#define PT_ADVICE_STEALS 2

struct pt_advice_in {
	bool equal_parts;                  /* by its policy: no thief takes of them */
	double threads, cpus;              /* cpus 0: unknown */
	double sequential_s, one_worker_s; /* T_seq, T_1: disturbed ones are corrected */
	double sequential_off_cpu, one_worker_off_cpu; /* shares; NAN unknown */
	double run_s, run_min_s, run_max_s;
	uint64_t runs;
	double detail_run_s; /* of the run that cores and balance are of; NAN none */
	struct pt_cores cores;
	double f;                    /* busy over T_1 */
	struct pt_capacity capacity; /* what the machine can give to as many workers */
	double capacity_share;
	struct pt_stream stream;
	double balance;
	/* of that run, or of the runs so far; NAN unknown */
	double busy_s, tasks, steals, attempts;
	uint64_t events_lost;
	double tracing; /* share of the work that events cost; NAN unknown */
};

struct pt_advice_rule {
	const char *name; /* for programs */
	enum pt_advice_level level;
	int screen;             /* where to look */
	const char *suggestion; /* what to try; "" nothing, or say() writes one */
	double (*number)(const struct pt_advice_in *in); /* NAN: it does not apply */
	void (*say)(struct pt_advice *a,
		const struct pt_advice_in *in); /* text; a->number is set */
};

/* In the order of importance, at most `max`; returns how many. */
uint32_t pt_advice_make(struct pt_advice *out, uint32_t max, const struct pt_advice_in *in);

/* For the files of advice/. */
void pt_advice_say(struct pt_advice *a, const char *fmt, ...) PT_PRINTF(2, 3);
void pt_advice_suggest(struct pt_advice *a, const char *fmt, ...) PT_PRINTF(2, 3);
double pt_advice_percent(double part, double of); /* NAN unless of > 0 */

#endif
