/* SPDX-License-Identifier: MIT */
/* Loop policies: what fails, what is refused, and loops in loops. */
#include "tests/unit/cm.h"
#include "tests/unit/policy_loops.h"

#include <errno.h>
#include <stdatomic.h>

/* ---- errors ---- */

struct failing {
	struct partop_range_options o;
	_Atomic uint64_t chunks;
	int r;
};

static void
fail_at_once(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	((struct failing *)arg)->chunks++;
	partop_fail(w, -EIO);
}

static void
run_failing(partop_worker *w, partop_task *head, void *arg)
{
	struct failing *f = arg;

	partop_for(w, head, 0, 1000, fail_at_once, f, &f->o);
}

/* A worker that has seen the error begins no chunk; others see it soon. */
static void
a_failed_loop_stops(void **state)
{
	for (size_t k = 0; k < COUNT(policies) - 1; k++)
		for (size_t i = 0; i < COUNT(workers); i++) {
			struct failing f = { .o = { .policy = policies[k], .grain = 1 } };

			assert_int_equal(in_pool(workers[i], run_failing, &f), -EIO);
			assert_true(f.chunks >= 1 && f.chunks <= 2 * (uint64_t)workers[i]);
		}
}

static void
fold_and_fail(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	((struct interval *)acc)->sum += hi - lo;
	if (lo <= 500 && 500 < hi)
		partop_fail(w, -EIO);
}

static void
add_sums(void *left, void *right, void *arg)
{
	struct interval *l = left, *r = right;

	l->sum += r->sum;
	free(r->owned);
}

static void
run_failing_reduction(partop_worker *w, partop_task *head, void *arg)
{
	static const struct partop_reducer r = { sizeof(struct interval), interval_none,
		fold_and_fail, add_sums };
	struct reduction *d = arg;

	d->r = partop_reduce(w, head, 0, 1000, &r, &d->x, NULL, &d->l->o);
}

/* Nothing that was made is lost: the leak checker looks. */
static void
a_failed_reduction_has_a_part(void **state)
{
	for (size_t k = 0; k < COUNT(policies) - 1; k++)
		for (size_t i = 0; i < COUNT(workers); i++) {
			struct loop l = { .o = { .policy = policies[k], .grain = 10 } };
			struct reduction d = { .l = &l };

			assert_int_equal(in_pool(workers[i], run_failing_reduction, &d), -EIO);
			assert_int_equal(d.r, -ECANCELED);
			assert_true(d.x.sum >= 1 && d.x.sum <= 1000);
			free(d.x.owned);
		}
}

static void
run_refused_for(partop_worker *w, partop_task *head, void *arg)
{
	struct failing *x = arg;

	partop_for(w, head, 0, 10, fail_at_once, x, &x->o);
}

static void
run_refused_reduce(partop_worker *w, partop_task *head, void *arg)
{
	struct failing *x = arg;
	struct interval acc;

	x->r = partop_reduce(w, head, 0, 10, &intervals, &acc, NULL, &x->o);
	assert_int_equal(acc.lo, acc.hi);
	free(acc.owned);
}

static void
what_a_policy_lacks_is_refused(void **state)
{
	struct failing bad[] = { { .o = { .policy = PARTOP_THREADS_COPY } },
		{ .o = { .policy = (enum partop_policy)(PARTOP_THREADS_COPY + 1) } } };

	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_int_equal(in_pool(2, run_refused_for, &bad[i]), -EINVAL);
		assert_int_equal(bad[i].chunks, 0);
		assert_int_equal(in_pool(2, run_refused_reduce, &bad[i]), 0);
		assert_int_equal(bad[i].r, -EINVAL);
	}
}

/* ---- loops in loops ---- */

struct nest {
	enum partop_policy outer, inner;
	_Atomic uint64_t sum;
};

static void
add_inner(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	((struct nest *)arg)->sum += hi - lo;
}

static void
run_inner(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct nest *n = arg;

	for (uint64_t i = lo; i < hi; i++)
		partop_for(w, head, 0, 20, add_inner, n,
			&(struct partop_range_options){ .policy = n->inner, .grain = 5 });
}

static void
run_nest(partop_worker *w, partop_task *head, void *arg)
{
	struct nest *n = arg;

	partop_for(w, head, 0, 6, run_inner, n,
		&(struct partop_range_options){ .policy = n->outer, .grain = 1 });
}

static void
loops_of_all_policies_nest(void **state)
{
	for (enum partop_policy outer = PARTOP_STEAL; outer < PARTOP_THREADS_COPY; outer++)
		for (enum partop_policy inner = PARTOP_STEAL; inner < PARTOP_THREADS_COPY; inner++)
			for (size_t i = 0; i < 4; i++) {
				struct nest n = { outer, inner, 0 };

				assert_int_equal(in_pool(workers[i], run_nest, &n), 0);
				assert_int_equal(n.sum, 6 * 20);
			}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_failed_loop_stops),
		cmocka_unit_test(a_failed_reduction_has_a_part),
		cmocka_unit_test(what_a_policy_lacks_is_refused),
		cmocka_unit_test(loops_of_all_policies_nest),
	};

	return cmocka_run_group_tests_name("policies, errors", tests, NULL, NULL);
}
