/* SPDX-License-Identifier: MIT */
/*
 * Where one worker's time went.
 *
 *	interval	what a recording says about a worker between two instants: time per state,
 *			run delay per class of state, and blocked time in WORK
 *	times		the same by enum pt_share: busy is work on a CPU,
 *			off-cpu is all run delay
 *
 * A recording's interval is a little longer than the run that it is about (the snapshots at its
 * ends), or much longer (a pool's whole life).  Outside of the run worker 0 was out of the pool
 * and the others were parked, so that is what pt_interval_fit() takes the surplus from.
 * Invariant: times add up to the interval exactly; blocked counts as 0 in that when it is unknown.
 */
#ifndef PT_TIMELINE_UTILIZATION_H
#define PT_TIMELINE_UTILIZATION_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "recording/layout.h"

/* Where a worker's time goes, shares of the wall time that add up to 1. */
/* clang-format off */
enum pt_share { PT_SHARE_BUSY, PT_SHARE_SEARCH, PT_SHARE_PARK, PT_SHARE_WAIT, PT_SHARE_OFF_CPU,
	PT_SHARE_OTHER, PT_SHARE_BLOCKED /* NAN: an older recording */, PT_SHARES };
/* clang-format on */

/* Run delay is booked by these classes of states. */
enum pt_delay { PT_DELAY_WORK, PT_DELAY_SEARCH, PT_DELAY_WAIT, PT_DELAY_OTHER, PT_DELAYS };

struct pt_interval {
	double state_s[PT_REC_STATES];
	double delay_s[PT_DELAYS];
	double blocked_s; /* NAN: the recording does not say */
};

struct pt_times {
	double s[PT_SHARES];
};

/* Which class a state's run delay belongs to. */
enum pt_delay pt_delay_of(unsigned state);

double pt_interval_length(const struct pt_interval *iv);

/* Makes the interval as long as the run: removes time outside of it, or adds unobserved time
 * (to OUT, so that it shows as `other`). */
void pt_interval_fit(struct pt_interval *iv, double run_s);

/* Delay and blocked time are cut to the time in their states. */
struct pt_times pt_times_of(const struct pt_interval *iv);

double pt_times_idle(const struct pt_times *t); /* search, park and wait */

/* Sum of busy times over P times the run's length; NAN when that is 0. */
double pt_utilization(double busy_s, size_t workers, double run_s);

#endif
