/* SPDX-License-Identifier: MIT */
/*
 * The account of a run.  See account.h.
 */
#include "metrics/account.h"

#include <stdio.h>

#include "base/text.h"
#include "metrics/stream.h"

static bool
is_disturbed(const struct pt_series *s)
{
	return s->off_cpu > PT_ACCOUNT_DISTURBED;
}

/* How long the baseline would have taken on a quiet machine. */
static double
time_of(const struct pt_series *s)
{
	return is_disturbed(s) ? s->own_s : s->median;
}

/* How much of it was computing: waiting for a disk or a clock is no work. */
static double
cpu_time_of(const struct pt_series *s)
{
	return s->off_cpu + s->blocked > PT_ACCOUNT_DISTURBED ? s->cpu_s : s->median;
}

static void
set_parts(struct pt_account *a, const struct pt_account_in *in, const struct pt_speedup_in *times,
	const struct pt_used *used)
{
	a->cores = pt_cores_of(times, used, in->cpus);
	pt_capacity_split(in->capacity, &a->cores);
	a->cpus_busy = pt_account_cpus_busy(&a->cores, in->cpus);
	a->utilization = a->v.u;
	a->balance = pt_breakdown_balance(in->median_run);
}

static void
forget_parts(struct pt_account *a)
{
	a->cores = PT_CORES_UNKNOWN;
	a->cpus_busy = a->utilization = a->balance = NAN;
	a->v.u = a->v.f = NAN;
}

struct pt_account
pt_account_of(const struct pt_account_in *in)
{
	struct pt_account a = {
		.sequential_s = time_of(in->sequential),
		.one_worker_s = time_of(in->one_worker),
		.sequential_disturbed = is_disturbed(in->sequential),
		.one_worker_disturbed = is_disturbed(in->one_worker),
		.run_s = in->parallel->len > 0 ? in->parallel->median : in->median_run->run_s,
	};
	struct pt_used used = pt_breakdown_used(in->median_run);
	struct pt_speedup_in times = {
		.sequential_s = a.sequential_s,
		.one_worker_s = a.one_worker_s,
		.sequential_cpu_s = cpu_time_of(in->sequential),
		.one_worker_cpu_s = cpu_time_of(in->one_worker),
		.parallel_s = a.run_s,
		.busy_cores = used.busy,
		.workers = in->median_run->len,
	};

	a.v = pt_speedup_of(&times);
	a.capacity = pt_capacity_of(in->capacity,
		in->median_run->len > 0 ? (uint32_t)in->median_run->len : in->threads);
	a.capacity_share = pt_speedup_ratio(a.v.speedup, a.capacity.compute);
	a.stream = pt_stream_of(in->stream_bytes, in->cache_bytes, a.run_s,
		a.capacity.read_bytes_per_s);
	a.too_short = in->median_run->run_s < PT_CORES_RUN_MIN_S;
	if (in->median_run->run_s >= PT_CORES_RUN_MIN_S)
		set_parts(&a, in, &times, &used);
	else
		forget_parts(&a);
	return a;
}

double
pt_account_cpus_busy(const struct pt_cores *c, double cpus)
{
	if (!(cpus > 0) || !(c->busy > cpus))
		return c->busy;
	return isnan(c->blocked) ? NAN : cpus;
}

void
pt_account_why(char *out, size_t size, const struct pt_account *a, const struct pt_breakdown *b)
{
	char time[PT_NUM];

	*out = '\0';
	if (a->too_short)
		snprintf(out, size, "run too short to divide (%s)",
			pt_format_seconds(time, b->run_s));
}
