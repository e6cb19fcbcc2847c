/* SPDX-License-Identifier: MIT */
/* What a worker can afford in eager passages: bursts, the rate after them, and the second bucket. */
#include "tests/unit/cm.h"

#include "runtime/credit.h"

#define PRICE 20
#define BURST 16
#define START 1000000 /* an idle time in which both buckets have filled up */

enum { FINE = 1, COARSE, OTHER };

/* How many passages in a row can be paid for at `now`. */
static unsigned
spend(struct pt_credit *c, uintptr_t code, uint64_t now)
{
	unsigned n = 0;

	while (n < 10 * BURST && pt_credit_spend(c, code, now, PRICE, BURST))
		n++;
	return n;
}

static void
a_rested_worker_can_afford_a_burst(void **state)
{
	struct pt_credit c = { 0 };

	(void)state;
	assert_int_equal(spend(&c, FINE, START), BURST);
	assert_int_equal(spend(&c, FINE, START), 0);
	assert_int_equal(spend(&c, FINE, 2 * START), BURST); /* however long the rest was */
}

static void
then_one_passage_is_earned_per_price(void **state)
{
	struct pt_credit c = { 0 };
	unsigned n;

	(void)state;
	spend(&c, FINE, START);
	n = 0;
	for (uint64_t now = START; now < START + 100 * PRICE; now++)
		n += pt_credit_spend(&c, FINE, now, PRICE, BURST);
	assert_in_range(n, 99, 100);
}

static void
fine_tasks_leave_a_burst_to_others(void **state)
{
	struct pt_credit c = { 0 };

	(void)state;
	spend(&c, FINE, START);
	for (uint64_t now = START; now < START + 100 * PRICE; now++)
		pt_credit_spend(&c, FINE, now, PRICE, BURST);
	assert_in_range(spend(&c, COARSE, START + 100 * PRICE), BURST, BURST + 1);
	assert_int_equal(spend(&c, COARSE, START + 104 * PRICE), 4);
}

/* As many as are left in the first bucket, and as many as are missing there of the second. */
static void
a_burst_is_whole_where_the_first_bucket_is_half_full(void **state)
{
	struct pt_credit c = { 0 };

	(void)state;
	for (int i = 0; i < BURST / 2; i++)
		assert_true(pt_credit_spend(&c, FINE, START, PRICE, BURST));
	assert_int_equal(spend(&c, COARSE, START), BURST);
	assert_int_equal(spend(&c, OTHER, START), BURST / 2);
	assert_int_equal(spend(&c, FINE, START), 0);
}

/* Two fine codes that take turns: the bound that is promised. */
static void
all_codes_together_have_two_buckets(void **state)
{
	struct pt_credit c = { 0 };
	unsigned n = 0;

	(void)state;
	for (uint64_t now = START; now < START + 100 * PRICE; now++)
		for (uintptr_t code = FINE; code <= OTHER; code++)
			n += spend(&c, code, now);
	assert_in_range(n, 1, 2 * (BURST + 100));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rested_worker_can_afford_a_burst),
		cmocka_unit_test(then_one_passage_is_earned_per_price),
		cmocka_unit_test(fine_tasks_leave_a_burst_to_others),
		cmocka_unit_test(a_burst_is_whole_where_the_first_bucket_is_half_full),
		cmocka_unit_test(all_codes_together_have_two_buckets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
