/* SPDX-License-Identifier: MIT */
/* The order in which thieves look at their victims, and the distances it comes from. */
#include "tests/unit/cm.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "os/distance.h"
#include "runtime/victims.h"
#include "tests/unit/tree.h"

#define MANY 256

/* Two sockets of 64 cores of two threads: eight cores share an L3, and number i + 128 is the other
 * thread of i. */
static uint8_t
distance_in_server(int a, int b)
{
	int x = a % 128, y = b % 128;

	if (a == b)
		return 0;
	if (x == y)
		return PT_DISTANCE_CORE;
	if (x / 8 == y / 8)
		return PT_DISTANCE_L3;
	return x / 64 == y / 64 ? PT_DISTANCE_NODE : 32;
}

static void
server_row(int self, uint8_t *row)
{
	for (int i = 0; i < MANY; i++)
		row[i] = distance_in_server(self, i);
}

static void
near_victims_come_first_and_all_come_once(void **state)
{
	for (int self = 0; self < MANY; self++) {
		uint8_t row[MANY], order[MANY];
		struct pt_victims v;
		uint32_t seed = (uint32_t)self;

		server_row(self, row);
		pt_victims_sort(&v, order, row, MANY, self);
		assert_int_equal(v.rings, 4);
		for (int times = 0; times < 3; times++) {
			struct pt_round round = pt_round_begin(&v);
			bool seen[MANY] = { false };
			int k, last = 0, n = 0;

			for (; (k = pt_round_next(&round, &seed)) >= 0; n++) {
				assert_false(seen[k]);
				assert_true(row[k] >= last);
				seen[k] = true;
				last = row[k];
			}
			assert_int_equal(n, MANY - 1);
			assert_false(seen[self]);
		}
	}
}

static void
equally_near_victims_are_as_likely_as_each_other(void **state)
{
	uint8_t row[MANY], order[MANY];
	unsigned second[MANY] = { 0 };
	struct pt_victims v;
	uint32_t seed = 7;

	server_row(3, row);
	pt_victims_sort(&v, order, row, MANY, 3);
	for (int i = 0; i < 14000; i++) {
		struct pt_round round = pt_round_begin(&v);

		assert_int_equal(pt_round_next(&round, &seed), 3 + 128);
		second[pt_round_next(&round, &seed)]++;
	}
	for (int k = 0; k < MANY; k++)
		if (row[k] == PT_DISTANCE_L3)
			assert_in_range(second[k], 800, 1200); /* of 14: 1000 each */
		else
			assert_int_equal(second[k], 0);
}

static void
the_seed_replays_the_order(void **state)
{
	uint8_t order[MANY];
	uint32_t a = 42, b = 42;
	struct pt_victims v;

	pt_victims_sort(&v, order, NULL, MANY, 0);
	assert_int_equal(v.rings, 1);
	for (int i = 0; i < 10; i++) {
		struct pt_round x = pt_round_begin(&v), y = pt_round_begin(&v);
		int k;

		do {
			k = pt_round_next(&x, &a);
			assert_int_equal(pt_round_next(&y, &b), k);
		} while (k >= 0);
	}
}

static void
a_worker_alone_has_no_victims(void **state)
{
	struct pt_round round;
	struct pt_victims v;
	uint8_t order[1];
	uint32_t seed = 1;

	pt_victims_sort(&v, order, NULL, 1, 0);
	round = pt_round_begin(&v);
	assert_int_equal(pt_round_next(&round, &seed), -1);
}

static void
distances_beyond_the_last_ring_are_in_it(void **state)
{
	uint8_t row[20], order[20];
	struct pt_victims v;

	for (int i = 0; i < 20; i++)
		row[i] = (uint8_t)i;
	pt_victims_sort(&v, order, row, 20, 0);
	assert_int_equal(v.rings, PT_RINGS);
	assert_int_equal(v.end[0], 1);
	assert_int_equal(v.end[PT_RINGS - 1], 19);
}

/* ---- distances ---- */

#define CPU "/sys/devices/system/cpu/cpu%d/"
#define NODE "/sys/devices/system/node/"

static void
cpu_file(struct tree *t, int cpu, const char *name, const char *text)
{
	char path[160];

	snprintf(path, sizeof(path), CPU "%s", cpu, name);
	tree_file(t, path, text);
}

/* Three nodes, the last one far: CPUs 0-7 in node 0, 8-15 in node 1, 16-17 in node 4.  Siblings are
 * neighbours; four CPUs share an L2, eight an L3. */
static void
make_machine(struct tree *t)
{
	char text[32];

	for (int cpu = 0; cpu < 18; cpu++) {
		snprintf(text, sizeof(text), "%d-%d\n", cpu / 2 * 2, cpu / 2 * 2 + 1);
		cpu_file(t, cpu, "topology/thread_siblings_list", text);
		cpu_file(t, cpu, "cache/index0/level", "1\n");
		cpu_file(t, cpu, "cache/index1/level", "2\n");
		snprintf(text, sizeof(text), "%d-%d\n", cpu / 4 * 4, cpu / 4 * 4 + 3);
		cpu_file(t, cpu, "cache/index1/shared_cpu_list", text);
		cpu_file(t, cpu, "cache/index2/level", "3\n");
		snprintf(text, sizeof(text), "%d-%d\n", cpu / 8 * 8, cpu / 8 * 8 + 7);
		cpu_file(t, cpu, "cache/index2/shared_cpu_list", text);
	}
	tree_file(t, NODE "online", "0-1,4\n");
	tree_file(t, NODE "node0/cpulist", "0-7\n");
	tree_file(t, NODE "node0/distance", "10 21 40\n");
	tree_file(t, NODE "node1/cpulist", "8-15\n");
	tree_file(t, NODE "node1/distance", "21 10 40\n");
	tree_file(t, NODE "node4/cpulist", "16-17\n");
	tree_file(t, NODE "node4/distance", "40 40 10\n");
}

static void
distances_are_read_from_sysfs(void **state)
{
	static const int cpu[] = { 0, 1, 2, 5, 9, 17 };
	static const uint8_t want[6][6] = {
		{ 0, 1, 2, 3, 21, 40 },
		{ 1, 0, 2, 3, 21, 40 },
		{ 2, 2, 0, 3, 21, 40 },
		{ 3, 3, 3, 0, 21, 40 },
		{ 21, 21, 21, 21, 0, 40 },
		{ 40, 40, 40, 40, 40, 0 },
	};
	uint8_t got[6][6];
	struct tree t;

	tree_init(&t);
	make_machine(&t);
	assert_int_equal(pt_distance_read(t.root, cpu, 6, got[0]), 0);
	assert_memory_equal(got, want, sizeof(want));
	tree_fini(&t);
}

static void
without_files_all_are_alike(void **state)
{
	static const int cpu[] = { 0, 3, 7 };
	uint8_t got[3][3];
	struct tree t;

	tree_init(&t);
	assert_int_equal(pt_distance_read(t.root, cpu, 3, got[0]), 0);
	for (int i = 0; i < 3; i++)
		for (int j = 0; j < 3; j++)
			assert_int_equal(got[i][j], i == j ? 0 : PT_DISTANCE_NODE);
	tree_fini(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(near_victims_come_first_and_all_come_once),
		cmocka_unit_test(equally_near_victims_are_as_likely_as_each_other),
		cmocka_unit_test(the_seed_replays_the_order),
		cmocka_unit_test(a_worker_alone_has_no_victims),
		cmocka_unit_test(distances_beyond_the_last_ring_are_in_it),
		cmocka_unit_test(distances_are_read_from_sysfs),
		cmocka_unit_test(without_files_all_are_alike),
	};

	return cmocka_run_group_tests_name("victims", tests, NULL, NULL);
}
