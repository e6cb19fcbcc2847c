/* SPDX-License-Identifier: MIT */
/* Find, count, least and greatest, beside naive loops. */
#include "tests/unit/cm.h"
#include "tests/unit/in_pool.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>

#define LEN 100003
#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static const uint64_t lengths[] = { 0, 1, 2, 5, 1000, LEN };
static const uint64_t grains[] = { 0, 1, 13, LEN };

static uint64_t numbers[LEN];

struct asked {
	uint64_t lo, n, grain;
	enum partop_policy policy;
	uint64_t wanted; /* the first of this value, or more */
	uint64_t found, ran, count, least, greatest, least_by_loop;
	uint64_t fail_at;
	_Atomic uint64_t seen;
};

static void
make_numbers(uint64_t seed, uint64_t values)
{
	for (uint64_t i = 0; i < LEN; i++)
		numbers[i] = next_random(&seed) % values;
}

/* ---- the questions ---- */

static uint64_t
find_wanted(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct asked *a = arg;
	uint64_t i = lo;

	assert_true(lo < hi);
	while (i < hi && numbers[i] != a->wanted)
		i++;
	a->seen += i < hi ? i + 1 - lo : hi - lo;
	return i < hi ? i : PARTOP_NONE;
}

static uint64_t
count_even(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct asked *a = arg;
	uint64_t n = 0;

	for (uint64_t i = lo; i < hi; i++) {
		n += numbers[i] % 2 == 0;
		if (i == a->fail_at)
			partop_fail(w, -EBADMSG);
	}
	a->seen += hi - lo;
	return n;
}

static bool
less(uint64_t i, uint64_t j, void *arg)
{
	return numbers[i] < numbers[j];
}

static uint64_t
least_of(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	uint64_t best = lo;

	for (uint64_t i = lo + 1; i < hi; i++)
		if (numbers[i] < numbers[best])
			best = i;
	return best;
}

/* A chunk of its own: what was asked, and what it saw goes back.  Least and greatest have no arg. */
static _Atomic uint64_t copies;

static void *
copy_question(uint64_t lo, uint64_t hi, void *arg)
{
	struct asked *own = calloc(1, sizeof(*own));

	assert_non_null(own);
	if (arg)
		*own = (struct asked){ .wanted = ((struct asked *)arg)->wanted,
			.fail_at = PARTOP_NONE };
	copies++;
	return own;
}

static void
end_question(void *copy, uint64_t lo, uint64_t hi, void *arg)
{
	struct asked *own = copy;

	assert_true(own != arg);
	if (arg)
		((struct asked *)arg)->seen += own->seen;
	free(own);
}

static void
ask(partop_worker *w, partop_task *head, void *arg)
{
	static const struct partop_chunk_copy copy = { copy_question, end_question };
	struct asked *a = arg;
	struct partop_range_options o = { .grain = a->grain, .policy = a->policy, .copy = &copy };

	a->found = partop_find_first(w, head, a->lo, a->n, find_wanted, a, &a->ran, &o);
	a->count = partop_count(w, head, a->lo, a->n, count_even, a, &o);
	a->least = partop_min(w, head, a->lo, a->n, NULL, less, NULL, &o);
	a->least_by_loop = partop_min(w, head, a->lo, a->n, least_of, less, NULL, &o);
	a->greatest = partop_max(w, head, a->lo, a->n, NULL, less, NULL, &o);
}

static void
assert_answers(const struct asked *a)
{
	uint64_t found = PARTOP_NONE, count = 0, least = PARTOP_NONE, greatest = PARTOP_NONE;

	for (uint64_t i = a->lo; i < a->n; i++) {
		if (found == PARTOP_NONE && numbers[i] == a->wanted)
			found = i;
		count += numbers[i] % 2 == 0;
		least = least == PARTOP_NONE || numbers[i] < numbers[least] ? i : least;
		greatest = greatest == PARTOP_NONE || numbers[greatest] < numbers[i] ? i : greatest;
	}
	assert_int_equal(a->found, found);
	assert_int_equal(a->count, count);
	assert_int_equal(a->least, least);
	assert_int_equal(a->least_by_loop, least);
	assert_int_equal(a->greatest, greatest);
}

static void
expect_answers(int threads, uint64_t n, uint64_t grain, uint64_t wanted)
{
	struct asked a = { .n = n,
		.lo = n > 1000 ? 77 : 0,
		.grain = grain,
		.wanted = wanted,
		.fail_at = PARTOP_NONE };

	assert_int_equal(in_pool(threads, ask, &a), 0);
	assert_answers(&a);
	assert_true(a.ran <= n - a.lo);
	assert_true(a.ran >= (a.found == PARTOP_NONE ? n : a.found + 1) - a.lo);
	assert_int_equal(a.seen, a.ran + n - a.lo);
	if (threads == 1 && a.found != PARTOP_NONE)
		assert_int_equal(a.ran, a.found + 1 - a.lo);
}

static void
answers_are_those_of_a_plain_loop(void **state)
{
	for (uint64_t values = 1; values < 1000000; values *= 50) {
		make_numbers(values, values);
		for (size_t t = 0; t < COUNT(in_pool_sizes); t++)
			for (size_t n = 0; n < COUNT(lengths); n++)
				expect_answers(in_pool_sizes[t], lengths[n],
					grains[(n + t) % COUNT(grains)], (n + t) % values);
	}
}

/* The first one of many is the answer, wherever another worker begins. */
static void
the_lowest_index_wins_wherever_it_is(void **state)
{
	for (size_t t = 0; t < COUNT(in_pool_sizes); t++)
		for (uint64_t at = 0; at < LEN; at += 9091) {
			for (uint64_t i = 0; i < LEN; i++)
				numbers[i] = i >= at;
			expect_answers(in_pool_sizes[t], LEN, at % 2 ? 0 : 100, 1);
		}
}

static void
search_only(partop_worker *w, partop_task *head, void *arg)
{
	struct asked *a = arg;

	a->found = partop_find_first(w, head, 0, a->n, find_wanted, a, NULL, NULL);
}

/* On one worker nothing runs behind the answer. */
static void
a_search_ends_where_the_answer_is(void **state)
{
	struct asked a = { .n = LEN, .wanted = 1 };

	for (uint64_t i = 0; i < LEN; i++)
		numbers[i] = i == 1000;
	assert_int_equal(in_pool(1, search_only, &a), 0);
	assert_int_equal(a.found, 1000);
	assert_int_equal(a.seen, 1001);
}

static void
count_only(partop_worker *w, partop_task *head, void *arg)
{
	struct asked *a = arg;
	struct partop_range_options o = { .grain = a->grain };

	a->count = partop_count(w, head, 0, a->n, count_even, a, &o);
	assert_int_equal(partop_cancelled(w), -EBADMSG);
	a->least = partop_min(w, head, 0, a->n, least_of, less, NULL, &o);
}

/* What begins in a cancelled group does nothing, or little. */
static void
failing_functions_end_it_with_a_part(void **state)
{
	for (uint64_t i = 0; i < LEN; i++)
		numbers[i] = 0;
	for (size_t t = 0; t < COUNT(in_pool_sizes); t++) {
		struct asked a = { .n = LEN, .grain = 10, .fail_at = 55 };

		assert_int_equal(in_pool(in_pool_sizes[t], count_only, &a), -EBADMSG);
		assert_int_equal(a.count, a.seen);
		assert_true(a.seen >= 10);
		if (in_pool_sizes[t] == 1)
			assert_int_equal(a.seen, 60);
	}
}

static void
the_answers_are_those_of_all_policies(void **state)
{
	make_numbers(3, 50);
	for (enum partop_policy policy = PARTOP_STATIC; policy <= PARTOP_THREADS_COPY; policy++)
		for (size_t i = 0; i < COUNT(in_pool_sizes); i++) {
			struct asked a = { .n = 20000,
				.lo = 77,
				.grain = 1000,
				.wanted = 49,
				.fail_at = PARTOP_NONE,
				.policy = policy };

			copies = 0;
			assert_int_equal(in_pool(in_pool_sizes[i], ask, &a), 0);
			assert_answers(&a);
			assert_true(a.seen >= a.n - a.lo);
			assert_int_equal(copies > 0, policy == PARTOP_THREADS_COPY);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_are_those_of_a_plain_loop),
		cmocka_unit_test(the_lowest_index_wins_wherever_it_is),
		cmocka_unit_test(a_search_ends_where_the_answer_is),
		cmocka_unit_test(failing_functions_end_it_with_a_part),
		cmocka_unit_test(the_answers_are_those_of_all_policies),
	};

	return cmocka_run_group_tests_name("search", tests, NULL, in_pool_end);
}
