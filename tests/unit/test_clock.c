/* SPDX-License-Identifier: MIT */
/*
 * os/clock.h, os/futex.h, os/random.h: facts that hold on any machine, however loaded.
 */
#include "tests/unit/cm.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <string.h>

#include "os/clock.h"
#include "os/futex.h"
#include "os/random.h"

static void *
ask_for_the_clock(void *arg)
{
	uint64_t *hz = arg;

	pt_clock_init();
	*hz = pt_clock_hz();
	return NULL;
}

static void
all_threads_agree_on_the_clock(void **state)
{
	pthread_t threads[4];
	uint64_t hz[4];

	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, ask_for_the_clock, &hz[i]), 0);
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	for (int i = 0; i < 4; i++)
		assert_int_equal(hz[i], pt_clock_hz());
	assert_true(hz[0] >= 1000000);
	if (pt_clock_kind() == PT_CLOCK_MONOTONIC)
		assert_int_equal(hz[0], 1000000000);
}

static void
the_counter_is_refused_with_a_reason(void **state)
{
	static const struct {
		bool invariant;
		const char *sources, *why;
	} rows[] = {
		{ true, "tsc hpet acpi_pm \n", NULL },
		{ true, "kvm-clock tsc\n", NULL },
		{ true, "", NULL },
		{ true, "\n", NULL },
		{ true, "kvm-clock \n", "the kernel offers no time stamp counter, only kvm-clock" },
		{ true, "hpet acpi_pm",
			"the kernel offers no time stamp counter, only hpet acpi_pm" },
		{ true, "tsc-early hpet \n",
			"the kernel offers no time stamp counter, only tsc-early hpet" },
		{ false, "tsc\n", "the processor does not call its time stamp counter invariant" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char why[128] = "";

		assert_int_equal(pt_clock_tsc_refused(rows[i].invariant, rows[i].sources, why,
					 sizeof(why)),
			rows[i].why != NULL);
		assert_string_equal(why, rows[i].why ? rows[i].why : "");
	}
}

static void
a_clock_that_is_no_counter_says_why(void **state)
{
	char why[256];

	assert_int_equal(pt_clock_reason(why, sizeof(why))[0] != '\0',
		pt_clock_kind() == PT_CLOCK_MONOTONIC);
}

static void
a_reading_takes_time(void **state)
{
	assert_true(pt_clock_read_ns() > 0);
#if defined(__x86_64__)
	assert_true(pt_clock_tsc_read_ns() > 0);
#endif
}

static void
ticks_do_not_go_back(void **state)
{
	uint64_t last = pt_ticks();

	for (int i = 0; i < 100000; i++) {
		uint64_t now = pt_ticks();

		assert_true(now >= last);
		last = now;
	}
}

static void
ticks_measure_time(void **state)
{
	struct pt_clocks a, b;
	uint64_t ns, monotonic;

	pt_clocks_read(&a);
	while (pt_now_ns() < a.monotonic_ns + 20000000)
		continue;
	pt_clocks_read(&b);
	ns = pt_ticks_to_ns(b.ticks - a.ticks, pt_clock_hz());
	monotonic = b.monotonic_ns - a.monotonic_ns;
	/* 2 %: the rate may be measured, on a loaded machine; a wrong unit is off by far more */
	assert_true(ns > monotonic - monotonic / 50 && ns < monotonic + monotonic / 50);
	assert_true(b.boottime_ns >= a.boottime_ns);
	assert_true(a.boottime_ns >= a.monotonic_ns / 2 && a.realtime_ns > 0);
}

static void
ticks_convert_exactly_and_saturate(void **state)
{
	assert_int_equal(pt_ticks_to_ns(0, 3), 0);
	assert_int_equal(pt_ticks_to_ns(2800000000u, 2800000000u), 1000000000);
	assert_int_equal(pt_ticks_to_ns(UINT64_MAX, 1000000000), UINT64_MAX);
	assert_int_equal(pt_ticks_to_ns(UINT64_MAX, 1), UINT64_MAX);
	assert_int_equal(pt_ticks_to_ns(UINT64_C(1) << 62, UINT64_C(1) << 32),
		UINT64_C(1000000000) << 30);
}

static void
a_futex_does_not_sleep_when_the_word_differs(void **state)
{
	_Atomic uint32_t word = 1;

	assert_int_equal(pt_futex_wait(&word, 0), -EAGAIN);
	assert_int_equal(pt_futex_wait_for(&word, 0, UINT64_MAX), -EAGAIN);
	assert_int_equal(pt_futex_wake(&word, INT_MAX), 0);
}

static void
a_futex_wait_ends_in_time(void **state)
{
	_Atomic uint32_t word = 0;
	uint64_t begin = pt_now_ns();
	int result;

	do
		result = pt_futex_wait_for(&word, 0, 1000000);
	while (result == -EINTR);
	assert_int_equal(result, -ETIMEDOUT);
	assert_true(pt_now_ns() - begin >= 1000000);
}

static void *
sleep_until_it_is_set(void *arg)
{
	_Atomic uint32_t *word = arg;

	while (atomic_load_explicit(word, memory_order_acquire) == 0)
		pt_futex_wait(word, 0);
	return NULL;
}

static void
a_futex_wakes_all_who_sleep(void **state)
{
	_Atomic uint32_t word = 0;
	pthread_t threads[3];

	for (int i = 0; i < 3; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, sleep_until_it_is_set, &word),
			0);
	atomic_store_explicit(&word, 1, memory_order_release);
	assert_true(pt_futex_wake(&word, INT_MAX) >= 0);
	for (int i = 0; i < 3; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
}

static void
random_bytes_fill_the_whole_and_differ(void **state)
{
	uint8_t a[17] = { 0 }, b[17] = { 0 }, big[257];
	int written = 0;

	for (int i = 0; i < 64; i++) { /* one byte of 16 is 0 too often, 64 times is not */
		assert_int_equal(pt_random_bytes(b, 16), 0);
		for (int k = 0; k < 16; k++)
			written |= b[k] ? 1 << k : 0;
		assert_int_equal(b[16], 0);
	}
	assert_int_equal(written, 0xffff);
	assert_int_equal(pt_random_bytes(a, 16), 0);
	assert_memory_not_equal(a, b, 16);
	assert_int_equal(pt_random_bytes(big, sizeof(big)), -EINVAL);
	assert_int_not_equal(pt_random_seed(), pt_random_seed());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_threads_agree_on_the_clock),
		cmocka_unit_test(the_counter_is_refused_with_a_reason),
		cmocka_unit_test(a_clock_that_is_no_counter_says_why),
		cmocka_unit_test(a_reading_takes_time),
		cmocka_unit_test(ticks_do_not_go_back),
		cmocka_unit_test(ticks_measure_time),
		cmocka_unit_test(ticks_convert_exactly_and_saturate),
		cmocka_unit_test(a_futex_does_not_sleep_when_the_word_differs),
		cmocka_unit_test(a_futex_wait_ends_in_time),
		cmocka_unit_test(a_futex_wakes_all_who_sleep),
		cmocka_unit_test(random_bytes_fill_the_whole_and_differ),
	};

	return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
