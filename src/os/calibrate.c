/* SPDX-License-Identifier: MIT */
/* Calibrating what the machine can give: see calibrate.h. */
#include "os/calibrate.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "os/clock.h"
#include "os/cpus.h"
#include "os/proc.h"
#include "os/stream.h"
#include "os/topology.h"

#define ROUNDS 3
#define BUDGET_NS UINT64_C(700000000)
#define LIMIT_NS UINT64_C(950000000) /* no round begins that would not be over by then */
#define SLICE_MIN_NS UINT64_C(2000000)
#define SLICE_MAX_NS UINT64_C(40000000)
#define DISTURBED 0.9 /* less of the time on a CPU: others were there */
#define MEMORY_MAX ((uint64_t)1 << 30)
#define COPY_MAX ((uint64_t)64 << 20)
#define FORGOTTEN_BYTES ((uint64_t)32 << 20)

/* Of each kernel at each level, by round. */
struct measured {
	double rate[PT_KERNELS][PT_CAPACITY_LEVELS][ROUNDS];
	double on_cpu[PT_KERNELS][PT_CAPACITY_LEVELS][ROUNDS];
	unsigned rounds;
};

static int
by_size(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static double
median(const double *v, unsigned n)
{
	double sorted[ROUNDS];

	for (unsigned i = 0; i < n; i++)
		sorted[i] = v[i];
	qsort(sorted, n, sizeof(*sorted), by_size);
	return (sorted[n / 2] + sorted[(n - 1) / 2]) / 2;
}

static uint64_t
slice_ns(unsigned levels)
{
	uint64_t ns = BUDGET_NS / (PT_KERNELS * ROUNDS * levels);

	return ns < SLICE_MIN_NS ? SLICE_MIN_NS : ns > SLICE_MAX_NS ? SLICE_MAX_NS : ns;
}

static unsigned
first_kernel(const struct pt_capacity_table *t)
{
	return t->len > 1 ? 0 : PT_KERNEL_MEMORY;
}

static int
measure_round(struct measured *m, const struct pt_capacity_table *t,
	const struct pt_calibrate_ops *ops)
{
	for (unsigned k = first_kernel(t); k < PT_KERNELS; k++)
		for (unsigned i = 0; i < t->len; i++) {
			struct pt_copies_result r;
			int rc = ops->run(ops->ctx, (enum pt_kernel)k, t->copies[i],
				slice_ns(t->len), &r);

			if (rc < 0)
				return rc;
			if (!(r.steps_per_s > 0))
				return -EAGAIN;
			m->rate[k][i][m->rounds] = r.steps_per_s;
			m->on_cpu[k][i][m->rounds] = r.on_cpu;
		}
	m->rounds++;
	return 0;
}

static void
conclude_read(struct pt_capacity_table *t, const struct measured *m)
{
	const double bytes = (double)pt_kernel_read_bytes(PT_KERNEL_MEMORY);

	for (unsigned i = 0; i < t->len; i++)
		t->read_bytes_per_s[i] =
			t->copies[i] * bytes * median(m->rate[PT_KERNEL_MEMORY][i], m->rounds);
}

/* Copies that share nothing cannot give each other anything: more than alone is noise. */
static void
conclude(struct pt_capacity_table *t, const struct measured *m)
{
	for (unsigned k = first_kernel(t); k < PT_KERNELS; k++)
		for (unsigned i = 0; i < t->len; i++) {
			double got = t->copies[i] * median(m->rate[k][i], m->rounds) /
				median(m->rate[k][0], m->rounds);

			t->got[k][i] = got < t->copies[i] ? got : t->copies[i];
			if (median(m->on_cpu[k][i], m->rounds) < DISTURBED)
				t->disturbed = true;
		}
}

/* For a round as long as those before; one there must be. */
static bool
has_time(uint64_t spent_ns, unsigned rounds)
{
	return rounds == 0 || spent_ns / rounds * (rounds + 1) < LIMIT_NS;
}

int
pt_calibrate(struct pt_capacity_table *t, uint32_t cpus, double quota,
	const struct pt_calibrate_ops *ops)
{
	uint64_t begin = ops->now_ns(ops->ctx);
	struct measured m = { .rounds = 0 };
	struct pt_copies_result warm;
	int rc;

	*t = (struct pt_capacity_table){ .cpus = cpus, .quota = quota };
	t->len = pt_capacity_levels(cpus, t->copies);
	/* clock rates rise, memory is touched */
	rc = ops->run(ops->ctx, PT_KERNEL_MEMORY, cpus, SLICE_MIN_NS, &warm);
	while (rc == 0 && m.rounds < ROUNDS && has_time(ops->now_ns(ops->ctx) - begin, m.rounds))
		rc = measure_round(&m, t, ops);
	if (rc < 0) {
		*t = (struct pt_capacity_table){ .quota = NAN };
		return rc;
	}
	conclude(t, &m);
	if (ops->from_memory)
		conclude_read(t, &m);
	for (unsigned k = 0; k < PT_KERNELS; k++)
		t->got[k][0] = 1; /* one CPU gives one */
	return 0;
}

/* ---- this machine ---- */

/*
 * For all copies together.  What caches can be made to forget need not be large; else it is twice the
 * caches, so that they do not help, as far as there is memory and time.
 */
static uint64_t
memory_bytes(uint32_t copies, uint64_t caches)
{
	uint64_t bytes = pt_stream_can_forget() ? copies * FORGOTTEN_BYTES :
		caches > 0                      ? 2 * caches :
						  MEMORY_MAX;
	uint64_t left = pt_memory_available_bytes() / 4;

	bytes = bytes < copies * COPY_MAX ? bytes : copies * COPY_MAX;
	bytes = bytes < MEMORY_MAX ? bytes : MEMORY_MAX;
	return left > 0 && left < bytes ? left : bytes;
}

static uint64_t
now_ns(void *ctx)
{
	return pt_now_ns();
}

static int
run_copies(void *ctx, enum pt_kernel k, unsigned copies, uint64_t ns, struct pt_copies_result *out)
{
	return pt_copies_run(ctx, k, copies, ns, out);
}

int
pt_calibrate_here(struct pt_capacity_table *t)
{
	uint32_t cpus = (uint32_t)pt_cpus_allowed();
	uint64_t caches = pt_topology_cache_bytes(), bytes = memory_bytes(cpus, caches);
	struct pt_copies *copies = pt_copies_open(cpus, bytes);
	const struct pt_calibrate_ops ops = {
		.now_ns = now_ns,
		.run = run_copies,
		.ctx = copies,
		.from_memory = pt_stream_can_forget() || (caches > 0 && bytes >= 2 * caches),
	};
	int rc = copies ? pt_calibrate(t, cpus, pt_cpus_quota(), &ops) : -ENOMEM;

	if (!copies)
		*t = (struct pt_capacity_table){ .quota = NAN };
	pt_copies_close(copies);
	return rc;
}
