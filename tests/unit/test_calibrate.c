/* SPDX-License-Identifier: MIT */
/*
 * os/calibrate.h on made machines with a made clock, os/copies.h as far as it must be so on any machine.
 */
#include "tests/unit/cm.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/cpus.h"
#include "os/machine.h"
#include "os/stream.h"
#include "os/calibrate.h"
#include "os/capacity_cache.h"
#include "tests/unit/tree.h"

/* ---- made machines ---- */

#define CLOCK_BEGIN UINT64_C(7000000000000)

struct machine {
	uint64_t now_ns;
	double gain[PT_KERNELS]; /* of every doubling of copies: 1 none, 2 all */
	double busy;             /* share that other programs take */
	double slower[3];        /* by round, of copies side by side; 0: not at all */
	unsigned round_runs;
	bool still;        /* nothing gets done */
	bool from_caches;  /* what the memory kernel reads is not from memory alone */
	unsigned slowness; /* of the machine: so many times as long as asked for */
	int error, error_after;
	unsigned runs, copies_most;
};

static uint64_t
made_now(void *ctx)
{
	return ((struct machine *)ctx)->now_ns;
}

static int
made_run(void *ctx, enum pt_kernel k, unsigned copies, uint64_t ns, struct pt_copies_result *out)
{
	struct machine *m = ctx;
	double together = 1;

	m->now_ns += ns * (m->slowness ? m->slowness : 1);
	if (copies > m->copies_most)
		m->copies_most = copies;
	if (m->error && (int)m->runs >= m->error_after)
		return m->error;
	m->runs++;
	for (unsigned p = 1; p < copies; p *= 2)
		together *= m->gain[k];
	*out = (struct pt_copies_result){ .steps_per_s = 1000 * together / copies,
		.on_cpu = 1 - m->busy };
	if (copies > 1 && m->runs > 1 && m->slower[0] > 0)
		out->steps_per_s /= m->slower[(m->runs - 2) / m->round_runs];
	if (m->still)
		out->steps_per_s = 0;
	return 0;
}

static int
calibrate(struct machine *m, uint32_t cpus, struct pt_capacity_table *t)
{
	const struct pt_calibrate_ops ops = { .now_ns = made_now,
		.run = made_run,
		.ctx = m,
		.from_memory = !m->from_caches };
	int rc;

	m->now_ns = CLOCK_BEGIN;
	rc = pt_calibrate(t, cpus, NAN, &ops);
	m->now_ns -= CLOCK_BEGIN;
	return rc;
}

static void
assert_near(double a, double b)
{
	if (!(fabs(a - b) < 1e-9 * fmax(1, fabs(b))))
		fail_msg("%.12g is not %.12g", a, b);
}

/* What one copy of memory reads on a made machine, in bytes per second. */
#define READ (1000.0 * (128 << 10))

static void
copies_are_compared_with_one(void **state)
{
	struct machine m = { .gain = { 1.31, 1.2, 1.1 } };
	struct pt_capacity_table t;

	assert_int_equal(calibrate(&m, 4, &t), 0);
	assert_int_equal(t.len, 3);
	assert_int_equal(t.cpus, 4);
	assert_near(t.got[PT_KERNEL_COMPUTE][0], 1);
	assert_near(t.got[PT_KERNEL_COMPUTE][1], 1.31);
	assert_near(t.got[PT_KERNEL_COMPUTE][2], 1.31 * 1.31);
	assert_near(t.got[PT_KERNEL_CACHE][1], 1.2);
	assert_near(t.got[PT_KERNEL_MEMORY][2], 1.1 * 1.1);
	assert_near(t.read_bytes_per_s[0], READ);
	assert_near(t.read_bytes_per_s[1], READ * 1.1);
	assert_near(t.read_bytes_per_s[2], READ * 1.1 * 1.1);
	assert_false(t.disturbed);
	assert_int_equal(m.copies_most, 4);
}

static void
it_takes_less_than_a_second_whatever_the_machine(void **state)
{
	for (uint32_t cpus = 1; cpus <= 8192; cpus *= 2) {
		struct machine m = { .gain = { 2, 2, 2 } };
		struct pt_capacity_table t;

		assert_int_equal(calibrate(&m, cpus, &t), 0);
		assert_true(m.now_ns < 1000000000);
		assert_near(t.got[PT_KERNEL_COMPUTE][t.len - 1], cpus);
	}
}

/* A machine so busy that everything takes longer: fewer rounds. */
static void
rounds_that_would_take_too_long_are_left_out(void **state)
{
	static const unsigned rounds[] = { 3, 2, 1, 1 };

	for (unsigned slowness = 1; slowness <= 4; slowness++) {
		struct machine m = { .gain = { 1.5, 1.5, 1.5 }, .slowness = slowness };
		struct pt_capacity_table t;

		assert_int_equal(calibrate(&m, 2, &t), 0);
		assert_true(m.now_ns < 1000000000);
		assert_int_equal((m.runs - 1) / 6, rounds[slowness - 1]);
		assert_near(t.got[PT_KERNEL_CACHE][1], 1.5);
	}
}

static void
one_cpu_gives_one_and_reads_what_is_measured(void **state)
{
	struct machine m = { .gain = { 2, 2, 2 } };
	struct pt_capacity_table t;

	assert_int_equal(calibrate(&m, 1, &t), 0);
	assert_int_equal(t.len, 1);
	for (unsigned k = 0; k < PT_KERNELS; k++)
		assert_near(t.got[k][0], 1);
	assert_near(t.read_bytes_per_s[0], READ);
	assert_int_equal(m.runs, 1 + 3);
}

static void
what_caches_give_is_not_what_memory_gives(void **state)
{
	struct machine m = { .gain = { 2, 2, 2 }, .from_caches = true };
	struct pt_capacity_table t;

	assert_int_equal(calibrate(&m, 4, &t), 0);
	assert_near(t.got[PT_KERNEL_MEMORY][2], 4);
	assert_false(pt_capacity_has_read(&t));
}

static void
more_than_all_is_noise_and_others_are_noticed(void **state)
{
	struct machine m = { .gain = { 2.2, 2, 2 }, .busy = 0.3 };
	struct pt_capacity_table t;

	assert_int_equal(calibrate(&m, 2, &t), 0);
	assert_near(t.got[PT_KERNEL_COMPUTE][1], 2);
	assert_true(t.disturbed);
}

static void
of_the_rounds_the_median_counts(void **state)
{
	static const double slower[][3] = { { 1, 2, 4 }, { 1, 4, 2 }, { 2, 1, 4 }, { 2, 4, 1 },
		{ 4, 1, 2 }, { 4, 2, 1 } };

	for (size_t i = 0; i < sizeof(slower) / sizeof(*slower); i++) {
		struct machine m = { .gain = { 1.6, 1.6, 1.6 }, .round_runs = 3 * 3 };
		struct pt_capacity_table t;

		memcpy(m.slower, slower[i], sizeof(m.slower));
		assert_int_equal(calibrate(&m, 4, &t), 0);
		assert_int_equal(m.runs, 1 + 3 * m.round_runs);
		for (unsigned k = 0; k < PT_KERNELS; k++)
			assert_near(t.got[k][1], 0.8);
	}
}

static void
a_machine_that_cannot_run_copies_is_not_calibrated(void **state)
{
	struct machine still = { .gain = { 2, 2, 2 }, .still = true };
	struct pt_capacity_table none;

	assert_int_equal(calibrate(&still, 2, &none), -EAGAIN);
	assert_int_equal(none.len, 0);
	for (int after = 0; after < 8; after++) {
		struct machine m = { .gain = { 2, 2, 2 }, .error = -EAGAIN, .error_after = after };
		struct pt_capacity_table t;

		assert_int_equal(calibrate(&m, 4, &t), -EAGAIN);
		assert_int_equal(t.len, 0);
	}
}

static void
copies_work_and_so_many_of_them(void **state)
{
	struct pt_copies *c = pt_copies_open(2, 8 << 20);
	struct pt_copies_result r;

	assert_non_null(c);
	for (unsigned k = 0; k < PT_KERNELS; k++)
		for (unsigned n = 1; n <= 2; n++) {
			assert_int_equal(pt_copies_run(c, (enum pt_kernel)k, n, 1000000, &r), 0);
			assert_true(r.steps_per_s > 0);
			assert_true(r.on_cpu > 0 && r.on_cpu < 1.1);
		}
	assert_int_equal(pt_copies_run(c, PT_KERNEL_COMPUTE, 0, 1000, &r), -EINVAL);
	assert_int_equal(pt_copies_run(c, PT_KERNEL_COMPUTE, 3, 1000, &r), -EINVAL);
	pt_copies_close(c);
	pt_copies_close(NULL);
}

static void
a_step_is_always_the_same_work(void **state)
{
	for (unsigned k = 0; k < PT_KERNELS; k++) {
		struct pt_kernel_state a, b;
		size_t bytes = pt_kernel_bytes((enum pt_kernel)k, 2 << 20);

		assert_int_equal(pt_kernel_init(&a, (enum pt_kernel)k, bytes, 1), 0);
		assert_int_equal(pt_kernel_init(&b, (enum pt_kernel)k, bytes, 1), 0);
		for (int i = 0; i < 40; i++) { /* the memory kernel goes round */
			pt_kernel_step(&a, (enum pt_kernel)k);
			pt_kernel_step(&b, (enum pt_kernel)k);
		}
		assert_memory_equal(a.x, b.x, sizeof(a.x));
		assert_true(a.at < a.words);
		pt_kernel_step(&b, (enum pt_kernel)k);
		assert_memory_not_equal(a.x, b.x, sizeof(a.x));
		pt_kernel_fini(&a);
		pt_kernel_fini(&b);
	}
}

/* Every word is read, each once, with the loads of this CPU. */
static void
a_stream_adds_every_word_up(void **state)
{
	uint64_t *words = calloc(2 * PT_STREAM_WORDS + 1, sizeof(*words));

	assert_non_null(words);
	for (size_t at = 0; at < 2; at++) /* aligned to 16 bytes and to 8 */
		for (size_t i = 0; i < 2 * PT_STREAM_WORDS; i++) {
			words[at + i] = UINT64_C(1) << 63 | i;
			assert_true(pt_stream_sum(words + at, PT_STREAM_WORDS) ==
				(i < PT_STREAM_WORDS ? words[at + i] : 0));
			assert_true(
				pt_stream_sum(words + at, 2 * PT_STREAM_WORDS) == words[at + i]);
			words[at + i] = 0;
		}
	assert_true(pt_stream_sum(words, 0) == 0);
	free(words);
}

static void
what_caches_forget_is_still_there(void **state)
{
	struct pt_kernel_state s;
	size_t bytes = pt_kernel_bytes(PT_KERNEL_MEMORY, 1 << 20), steps = 0;
	uint64_t before;

	assert_int_equal(pt_kernel_init(&s, PT_KERNEL_MEMORY, bytes, 1), 0);
	before = pt_stream_sum(s.memory, s.words);
	pt_kernel_step(&s, PT_KERNEL_MEMORY);
	assert_false(pt_kernel_is_through(&s));
	assert_int_equal(pt_kernel_forget(&s, PT_KERNEL_MEMORY), pt_stream_can_forget());
	assert_true(pt_stream_sum(s.memory, s.words) == before);
	s.at = 0;
	do { /* a pass reads all of it */
		pt_kernel_step(&s, PT_KERNEL_MEMORY);
		steps++;
	} while (!pt_kernel_is_through(&s));
	assert_int_equal(steps * pt_kernel_read_bytes(PT_KERNEL_MEMORY), bytes);
	pt_kernel_fini(&s);
	assert_int_equal(pt_kernel_read_bytes(PT_KERNEL_COMPUTE), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copies_are_compared_with_one),
		cmocka_unit_test(it_takes_less_than_a_second_whatever_the_machine),
		cmocka_unit_test(rounds_that_would_take_too_long_are_left_out),
		cmocka_unit_test(one_cpu_gives_one_and_reads_what_is_measured),
		cmocka_unit_test(what_caches_give_is_not_what_memory_gives),
		cmocka_unit_test(more_than_all_is_noise_and_others_are_noticed),
		cmocka_unit_test(of_the_rounds_the_median_counts),
		cmocka_unit_test(a_machine_that_cannot_run_copies_is_not_calibrated),
		cmocka_unit_test(copies_work_and_so_many_of_them),
		cmocka_unit_test(a_step_is_always_the_same_work),
		cmocka_unit_test(a_stream_adds_every_word_up),
		cmocka_unit_test(what_caches_forget_is_still_there),
	};

	return cmocka_run_group_tests_name("calibrate", tests, NULL, NULL);
}
