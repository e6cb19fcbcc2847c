/* SPDX-License-Identifier: MIT */
/*
 * os/topology.h on trees of files that stand for machines, and on this one; os/counters.h.
 */
#include "tests/unit/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "os/counters.h"
#include "os/cpus.h"
#include "os/topology.h"
#include "tests/unit/tree.h"

#define CPU "/sys/devices/system/cpu/"

static int
set_up(void **state)
{
	static struct tree tree;

	tree_init(&tree);
	*state = &tree;
	return 0;
}

static int
tear_down(void **state)
{
	tree_fini(*state);
	return 0;
}

static void
cpu_file(struct tree *t, int cpu, const char *name, const char *text)
{
	char path[128];

	snprintf(path, sizeof(path), CPU "cpu%d/%s", cpu, name);
	tree_file(t, path, text);
}

static void
add_cpu(struct tree *t, int cpu, const char *package, const char *siblings, const char *l3)
{
	cpu_file(t, cpu, "topology/physical_package_id", package);
	cpu_file(t, cpu, "topology/thread_siblings_list", siblings);
	cpu_file(t, cpu, "cache/index0/level", "1\n");
	if (!l3)
		return;
	cpu_file(t, cpu, "cache/index3/level", "3\n");
	cpu_file(t, cpu, "cache/index3/size", "32768K\n");
	cpu_file(t, cpu, "cache/index3/shared_cpu_list", l3);
}

/* Two sockets of two cores of two threads, numbered as firmware does: siblings are 4 apart. */
static void
make_server(struct tree *t)
{
	static const char *const siblings[] = { "0,4\n", "1,5\n", "2,6\n", "3,7\n" };

	tree_file(t, CPU "online", "0-7\n");
	for (int cpu = 0; cpu < 8; cpu++)
		add_cpu(t, cpu, cpu % 4 < 2 ? "0\n" : "3\n", siblings[cpu % 4],
		    cpu % 4 < 2 ? "0-1,4-5\n" : "2-3,6-7\n");
	tree_file(t, "/sys/devices/system/node/online", "0,2\n");
	tree_file(t, "/sys/devices/system/node/node0/cpulist", "0-1,4-5\n");
	tree_file(t, "/sys/devices/system/node/node2/cpulist", "2-3,6-7\n");
}

static void
load(struct pt_topology *t, const struct tree *tree)
{
	struct pt_error e = { 0 };

	if (pt_topology_load_sysfs(t, tree->root, &e) != 0)
		fail_msg("%s", e.text);
}

static void
a_server_is_read_from_sysfs(void **state)
{
	struct pt_topology t;

	make_server(*state);
	load(&t, *state);
	assert_int_equal(t.len, 8);
	assert_int_equal(t.packages, 2);
	assert_int_equal(t.nodes, 2);
	assert_int_equal(t.cores, 4);
	assert_int_equal(t.l3s, 2);
	assert_int_equal(t.smt, 2);
	assert_int_equal(t.l3_bytes, 32 << 20);
	for (int i = 0; i < 8; i++) {
		assert_int_equal(t.cpus[i].cpu, i);
		assert_int_equal(t.cpus[i].package, i % 4 / 2);
		assert_int_equal(t.cpus[i].node, i % 4 / 2);
		assert_int_equal(t.cpus[i].l3, i % 4 / 2);
		assert_int_equal(t.cpus[i].core, i % 4);
		assert_int_equal(t.cpus[i].smt, i / 4);
	}
	pt_topology_fini(&t);
	assert_null(t.cpus);
}

static void
distance_grows_from_core_to_machine(void **state)
{
	struct pt_topology t;

	make_server(*state);
	load(&t, *state);
	assert_int_equal(pt_topology_distance(&t, 1, 1), PT_NEAR_SELF);
	assert_int_equal(pt_topology_distance(&t, 1, 5), PT_NEAR_CORE);
	assert_int_equal(pt_topology_distance(&t, 0, 1), PT_NEAR_L3);
	assert_int_equal(pt_topology_distance(&t, 0, 2), PT_NEAR_MACHINE);
	assert_int_equal(pt_topology_distance(&t, 0, 99), PT_NEAR_MACHINE);
	for (int a = 0; a < 8; a++)
		for (int b = 0; b < 8; b++)
			assert_int_equal(pt_topology_distance(&t, a, b),
			    pt_topology_distance(&t, b, a));
	pt_topology_fini(&t);
}

static void
offline_cpus_leave_gaps_in_the_numbers_only(void **state)
{
	struct tree *tree = *state;
	struct pt_topology t;

	tree_file(tree, CPU "online", "1,3,8-9\n");
	add_cpu(tree, 1, "-1\n", "1\n", NULL);
	add_cpu(tree, 3, "-1\n", "3\n", NULL);
	load(&t, tree); /* 8 and 9 tell nothing at all */
	assert_int_equal(t.len, 4);
	assert_int_equal(t.cpus[3].cpu, 9);
	assert_int_equal(t.cores, 4);
	assert_int_equal(t.packages, 1);
	assert_int_equal(t.nodes, 1);
	assert_int_equal(t.l3s, 0);
	assert_int_equal(t.cpus[0].l3, -1);
	assert_int_equal(t.smt, 1);
	assert_null(pt_topology_find(&t, 2));
	assert_ptr_equal(pt_topology_find(&t, 8), &t.cpus[2]);
	assert_int_equal(pt_topology_distance(&t, 1, 3), PT_NEAR_NODE);
	pt_topology_fini(&t);
}

static void
an_unreadable_machine_is_an_error(void **state)
{
	struct tree *tree = *state;
	struct pt_topology t;
	struct pt_error e;

	assert_int_equal(pt_topology_load_sysfs(&t, tree->root, &e), -1);
	assert_int_equal(e.exit, PT_EXIT_ENVIRONMENT);
	tree_file(tree, CPU "online", "\n");
	assert_int_equal(pt_topology_load_sysfs(&t, tree->root, NULL), -1);
	tree_file(tree, CPU "online", "garbage");
	assert_int_equal(pt_topology_load_sysfs(&t, tree->root, NULL), -1);
	assert_null(t.cpus);
}

static void
this_machine_is_loaded_and_holds_all_allowed_cpus(void **state)
{
	struct pt_topology t;
	struct pt_error e;
	int allowed = 0;

	assert_int_equal(pt_topology_load(&t, &e), 0);
	for (size_t i = 0; i < t.len; i++)
		allowed += t.cpus[i].allowed;
	assert_int_equal(allowed, pt_cpus_allowed());
	assert_in_range(t.cores, 1, (int)t.len);
	pt_topology_fini(&t);
}

static void
hwloc_and_sysfs_agree(void **state)
{
	struct pt_topology a, b;

	if (getenv("HWLOC_XMLFILE") || getenv("HWLOC_SYNTHETIC") ||
	    pt_topology_load_hwloc(&a, NULL) != 0)
		skip();
	assert_int_equal(pt_topology_load_sysfs(&b, "", NULL), 0);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.cpus, b.cpus, a.len * sizeof(*a.cpus));
	assert_int_equal(a.packages, b.packages);
	assert_int_equal(a.nodes, b.nodes);
	assert_int_equal(a.cores, b.cores);
	assert_int_equal(a.l3s, b.l3s);
	assert_int_equal(a.smt, b.smt);
	assert_int_equal(a.l3_bytes, b.l3_bytes);
	pt_topology_fini(&a);
	pt_topology_fini(&b);
}

static void
an_event_either_opens_or_says_why_not(void **state)
{
	struct pt_counters_event events[32], one;
	size_t n = pt_counters_probe(events, 32);
	char unit[64];

	assert_int_equal(n, pt_counters_count());
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(events[i].reason[0] == '\0', events[i].openable);
		assert_true(events[i].name[0] && events[i].meaning[0]);
		assert_true(events[i].openable || !events[i].user_only);
	}
	assert_int_equal(pt_counters_probe(&one, 1), 1);
	assert_string_equal(one.name, events[0].name);
	pt_counters_unit(unit, sizeof(unit));
	assert_true(strlen(unit) < sizeof(unit));
}

#define IN_TREE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_TREE(a_server_is_read_from_sysfs),
		IN_TREE(distance_grows_from_core_to_machine),
		IN_TREE(offline_cpus_leave_gaps_in_the_numbers_only),
		IN_TREE(an_unreadable_machine_is_an_error),
		cmocka_unit_test(this_machine_is_loaded_and_holds_all_allowed_cpus),
		cmocka_unit_test(hwloc_and_sysfs_agree),
		cmocka_unit_test(an_event_either_opens_or_says_why_not),
	};

	return cmocka_run_group_tests_name("topology", tests, NULL, NULL);
}
