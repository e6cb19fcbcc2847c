/* SPDX-License-Identifier: MIT */
/* metrics/capacity.h: what a machine can give, as text and in numbers. */
#include "tests/unit/cm.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "metrics/capacity.h"
#include "metrics/stream.h"

/* Two threads of one core. */
#define TWO_TABLE \
	" cpus=2 quota=none busy=0 copies=1,2 compute=1000,1310 cache=1000,1280 memory=1000,1120"
#define TWO "1" TWO_TABLE
#define TWO_READ "2" TWO_TABLE " read=14200,15900"
#define SIX \
	"1 cpus=6 quota=2500 busy=1 copies=1,2,4,6 compute=1000,2000,3000,3500 " \
	"cache=1000,1900,2500,3000 memory=1000,1200,1300,1200"
#define SIX_READ \
	"2 cpus=6 quota=2500 busy=1 copies=1,2,4,6 compute=1000,2000,3000,3500 " \
	"cache=1000,1900,2500,3000 memory=1000,1200,1300,1200 read=10000,12000,13000,12000"

static void
assert_near(double a, double b)
{
	if (!(fabs(a - b) < 1e-9 * fmax(1, fabs(b))))
		fail_msg("%.12g is not %.12g", a, b);
}

static struct pt_capacity_table
table(const char *text)
{
	struct pt_capacity_table t;

	assert_true(pt_capacity_parse(&t, text));
	return t;
}

static void
levels_double_up_to_all_cpus(void **state)
{
	static const struct {
		uint32_t cpus;
		unsigned len;
		uint32_t last[2]; /* the last two */
	} rows[] = { { 1, 1, { 1, 1 } }, { 2, 2, { 1, 2 } }, { 3, 3, { 2, 3 } }, { 4, 3, { 2, 4 } },
		{ 6, 4, { 4, 6 } }, { 64, 7, { 32, 64 } }, { 8192, 14, { 4096, 8192 } } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		uint32_t levels[PT_CAPACITY_LEVELS];
		unsigned n = pt_capacity_levels(rows[i].cpus, levels);

		assert_int_equal(n, rows[i].len);
		assert_int_equal(levels[0], 1);
		assert_int_equal(levels[n - 1], rows[i].last[1]);
		if (n > 1)
			assert_int_equal(levels[n - 2], rows[i].last[0]);
	}
}

static void
the_text_comes_back_as_it_was(void **state)
{
	static const char *const lines[] = { TWO, TWO_READ, SIX, SIX_READ,
		"1 cpus=1 quota=none busy=0 copies=1 compute=1000 cache=1000 memory=1000" };

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		struct pt_capacity_table t = table(lines[i]);
		char text[PT_CAPACITY_TEXT], little[20];

		assert_true(pt_capacity_print(&t, text, sizeof(text)));
		assert_string_equal(text, lines[i]);
		assert_false(pt_capacity_print(&t, little, sizeof(little)));
		assert_string_equal(little, "");
	}
}

static void
a_table_of_all_levels_has_room_in_its_text(void **state)
{
	struct pt_capacity_table t = { .cpus = 8192, .quota = 8191.999 }, back;
	char text[PT_CAPACITY_TEXT];

	t.len = pt_capacity_levels(t.cpus, t.copies);
	for (unsigned k = 0; k < PT_KERNELS; k++)
		for (unsigned i = 0; i < t.len; i++)
			t.got[k][i] = i ? t.copies[i] * 1.001 : 1;
	for (unsigned i = 0; i < t.len; i++)
		t.read_bytes_per_s[i] = 999999999e6;
	assert_true(pt_capacity_print(&t, text, sizeof(text)));
	assert_true(pt_capacity_parse(&back, text));
	assert_int_equal(back.len, t.len);
	assert_near(back.read_bytes_per_s[t.len - 1], 999999999e6);
}

static void
what_is_no_such_line_is_not_calibrated(void **state)
{
	static const char *const lines[] = { NULL, "", "1", "none", "2" TWO, " " TWO, TWO " ",
		TWO "\n", TWO " read=14200,15900", "2" TWO_TABLE, "3" TWO_TABLE " read=14200,15900",
		"2" TWO_TABLE " read=", "2" TWO_TABLE " read=14200", "2" TWO_TABLE " read=14200,0",
		"2" TWO_TABLE " read=14200,15900,16000", "2" TWO_TABLE " read=14200,1000000001",
		"2" TWO_TABLE " read=14200,1e3", TWO_READ " ", "2" TWO_TABLE "read=14200,15900",
		"1 cpus=0 quota=none busy=0 copies=1 compute=1000 cache=1000 memory=1000",
		"1 cpus=1 quota=0 busy=0 copies=1 compute=1000 cache=1000 memory=1000",
		"1 cpus=1 quota=none busy=2 copies=1 compute=1000 cache=1000 memory=1000",
		"1 cpus=1 quota=none busy=0 copies=2 compute=1000 cache=1000 memory=1000",
		"1 cpus=2 quota=none busy=0 copies=2 compute=1000 cache=1000 memory=1000",
		"1 cpus=1 quota=none busy=0 copies=1,2 compute=1000,1 cache=1000,1 memory=1000,1",
		"1 cpus=2 quota=none busy=0 copies=1,1 compute=1000,1 cache=1000,1 memory=1000,1",
		"1 cpus=2 quota=none busy=0 copies=1,2 compute=1000 cache=1000,1 memory=1000,1",
		"1 cpus=2 quota=none busy=0 copies=1,2 compute=999,1 cache=1000,1 memory=1000,1",
		"1 cpus=2 quota=none busy=0 copies=1,2 compute=1000,0 cache=1000,1 memory=1000,1",
		"1 cpus=2 quota=none busy=0 copies=1,2 compute=1000,8001 cache=1000,1 memory=1000,1",
		"1 cpus=2 quota=none busy=0 copies=1,2 compute=1000,-1 cache=1000,1 memory=1000,1",
		"1 cpus=2 quota=none busy=0 copies=1,2 compute=1000,1.3 cache=1000,1 memory=1000,1",
		"1 cpus=2 quota=none busy=0 copies=1,2 compute=1000,1 memory=1000,1 cache=1000,1",
		"1 cpus=2 quota=none busy=0 copies=1,2 compute=1000,1 cache=1000,1",
		"1 cpus=99999999999999999999999999 quota=none busy=0 copies=1 compute=1000" };

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		struct pt_capacity_table t;

		if (pt_capacity_parse(&t, lines[i]))
			fail_msg("taken: %s", lines[i]);
		assert_int_equal(t.len, 0);
		assert_true(isnan(pt_capacity_at(&t, PT_KERNEL_COMPUTE, 1)));
		assert_true(isnan(pt_capacity_of(&t, 2).compute));
		assert_true(isnan(pt_capacity_of(&t, 2).read_bytes_per_s));
	}
}

static void
between_the_levels_it_grows_evenly(void **state)
{
	struct pt_capacity_table t = table(TWO), six = table(SIX);

	assert_near(pt_capacity_at(&t, PT_KERNEL_COMPUTE, 0), 0);
	assert_near(pt_capacity_at(&t, PT_KERNEL_COMPUTE, 0.25), 0.25);
	assert_near(pt_capacity_at(&t, PT_KERNEL_COMPUTE, 1), 1);
	assert_near(pt_capacity_at(&t, PT_KERNEL_COMPUTE, 1.5), 1.155);
	assert_near(pt_capacity_at(&t, PT_KERNEL_COMPUTE, 2), 1.31);
	assert_near(pt_capacity_at(&t, PT_KERNEL_MEMORY, 2), 1.12);
	assert_near(pt_capacity_at(&t, PT_KERNEL_COMPUTE, 8), 1.31); /* workers beyond the CPUs */
	assert_true(isnan(pt_capacity_at(&t, PT_KERNEL_COMPUTE, NAN)));
	assert_near(pt_capacity_at(&six, PT_KERNEL_CACHE, 3), 2.2);
	assert_near(pt_capacity_at(&six, PT_KERNEL_MEMORY, 5), 1.25);
	assert_near(pt_capacity_at(&six, PT_KERNEL_COMPUTE, 6), 2.5); /* the quota */
	assert_near(pt_capacity_of(&six, 2).cache, 1.9);
	assert_true(isnan(pt_capacity_of(&six, 0).cache));
	assert_true(pt_capacity_of(&six, 2).disturbed);
	assert_false(pt_capacity_of(&t, 2).disturbed);
}

static void
what_is_read_is_known_by_lines_of_version_2(void **state)
{
	struct pt_capacity_table t = table(TWO_READ), six = table(SIX_READ), old = table(TWO);

	assert_near(pt_capacity_read_at(&t, 1), 14.2e9);
	assert_near(pt_capacity_read_at(&t, 2), 15.9e9);
	assert_near(pt_capacity_read_at(&t, 1.5), 15.05e9);
	assert_near(pt_capacity_read_at(&t, 8), 15.9e9); /* workers beyond the CPUs */
	assert_near(pt_capacity_of(&t, 2).read_bytes_per_s, 15.9e9);
	assert_near(pt_capacity_read_at(&six, 6), 12.25e9); /* 2.5 CPUs at a time */
	assert_true(isnan(pt_capacity_read_at(&t, NAN)));
	assert_true(isnan(pt_capacity_of(&t, 0).read_bytes_per_s));
	assert_true(isnan(pt_capacity_read_at(NULL, 1)));
	assert_false(pt_capacity_has_read(&old));
	assert_true(isnan(pt_capacity_read_at(&old, 2)));
	assert_true(isnan(pt_capacity_of(&old, 2).read_bytes_per_s));
}

/* useful 1.1 + inflation, on two CPUs that give 1.31; both busy 1.98. */
static struct pt_cores
split(const char *text, double busy, double inflation)
{
	struct pt_capacity_table t = { 0 };
	struct pt_cores c = PT_CORES_UNKNOWN;

	if (text)
		t = table(text);
	c.busy = busy;
	c.inflation = inflation;
	pt_capacity_split(&t, &c);
	return c;
}

static void
inflation_is_the_machine_s_as_far_as_copies_lose_it_too(void **state)
{
	struct pt_cores c = split(TWO, 2, 0.8);

	/* 1.2 cores of work take 2 / 1.31 times as long: 0.63 more */
	assert_near(c.inflation_machine, 1.2 * (2 / 1.31 - 1));
	assert_near(c.inflation_machine + c.inflation_program, 0.8);
	c = split(TWO, 2, 0.5); /* less than copies lose: all of it is the machine's */
	assert_near(c.inflation_machine, 0.5);
	assert_near(c.inflation_program, 0);
	c = split(TWO, 1, 0.2); /* one CPU busy: the machine takes nothing */
	assert_near(c.inflation_machine, 0);
	assert_near(c.inflation_program, 0.2);
	c = split(TWO, 1.5, -0.1); /* more cache than one core has */
	assert_near(c.inflation_machine, 0);
	assert_near(c.inflation_program, -0.1);
}

static void
what_is_not_known_is_not_split(void **state)
{
	assert_true(isnan(split(NULL, 2, 0.5).inflation_machine));
	assert_true(isnan(split(NULL, 2, 0.5).inflation_program));
	assert_true(isnan(split(TWO, NAN, 0.5).inflation_machine));
	assert_true(isnan(split(TWO, 2, NAN).inflation_program));
	assert_true(isnan(split(TWO, 0, 0).inflation_machine));
}

#define MIB ((uint64_t)1 << 20)

static void
a_stream_is_compared_with_what_copies_read(void **state)
{
	struct pt_stream s = pt_stream_of(1600000000, 260 * MIB, 0.1, 32e9);

	assert_int_equal(s.bytes, 1600000000);
	assert_near(s.bytes_per_s, 16e9);
	assert_near(s.limit_share, 0.5);
	assert_near(pt_stream_of(1600000000, 260 * MIB, 0.04, 32e9).limit_share, 1.25);
	s = pt_stream_of(1600000000, 260 * MIB, 0.1, NAN); /* not calibrated */
	assert_near(s.bytes_per_s, 16e9);
	assert_true(isnan(s.limit_share) && !s.may_be_cached);
	s = pt_stream_of(1600000000, 260 * MIB, NAN, 32e9); /* nothing has run */
	assert_true(isnan(s.bytes_per_s) && isnan(s.limit_share));
	s = pt_stream_of(0, 260 * MIB, 0.1, 32e9); /* its time is not that of reading */
	assert_true(s.bytes == 0 && isnan(s.bytes_per_s) && isnan(s.limit_share));
}

static void
memory_is_no_limit_to_what_caches_may_hold(void **state)
{
	static const struct {
		uint64_t bytes, cache_bytes;
		bool cached;
	} rows[] = { { 519 * MIB, 260 * MIB, true }, { 520 * MIB, 260 * MIB, false },
		{ 8, 260 * MIB, true }, { 255 * MIB, 0, true }, { 256 * MIB, 0, false },
		{ UINT64_MAX, UINT64_MAX, true }, { UINT64_MAX, 1, false } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct pt_stream s = pt_stream_of(rows[i].bytes, rows[i].cache_bytes, 0.5, 1e9);

		assert_int_equal(s.may_be_cached, rows[i].cached);
		assert_int_equal(isnan(s.limit_share), rows[i].cached);
		assert_near(s.bytes_per_s, (double)rows[i].bytes * 2);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(levels_double_up_to_all_cpus),
		cmocka_unit_test(the_text_comes_back_as_it_was),
		cmocka_unit_test(a_table_of_all_levels_has_room_in_its_text),
		cmocka_unit_test(what_is_no_such_line_is_not_calibrated),
		cmocka_unit_test(between_the_levels_it_grows_evenly),
		cmocka_unit_test(what_is_read_is_known_by_lines_of_version_2),
		cmocka_unit_test(a_stream_is_compared_with_what_copies_read),
		cmocka_unit_test(memory_is_no_limit_to_what_caches_may_hold),
		cmocka_unit_test(inflation_is_the_machine_s_as_far_as_copies_lose_it_too),
		cmocka_unit_test(what_is_not_known_is_not_split),
	};

	return cmocka_run_group_tests_name("capacity", tests, NULL, NULL);
}
