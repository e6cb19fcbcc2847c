/* SPDX-License-Identifier: MIT */
/*
 * os/topology.h on trees of files that stand for machines, and on this one; os/counters.h.
 */
#include "tests/unit/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

static bool
cpu_knows(const struct tree *t, int cpu, const char *name)
{
	char path[512];

	snprintf(path, sizeof(path), "%s" CPU "cpu%d/%s", t->root, cpu, name);
	return access(path, R_OK) == 0;
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

/* What only one of the two knows is no disagreement: hwloc asks the processor too, and the kernel of
 * a virtual machine may show no caches, packages or nodes. NULL, or what they disagree on. */
static const char *
disagreement(const struct pt_topology *a, const struct pt_topology *b, const struct tree *sys)
{
	if (a->len != b->len)
		return "CPUs";
	for (size_t i = 0; i < a->len; i++) {
		const struct pt_topology_cpu *x = &a->cpus[i], *y = &b->cpus[i];
		bool topology = cpu_knows(sys, y->cpu, "topology/thread_siblings_list");

		if (x->cpu != y->cpu || x->allowed != y->allowed)
			return "CPU numbers";
		if (topology && (x->core != y->core || x->smt != y->smt))
			return "cores";
		if (cpu_knows(sys, y->cpu, "topology/physical_package_id") &&
			x->package != y->package)
			return "packages";
		if (x->node != y->node && b->nodes > 1)
			return "nodes";
		if (x->l3 >= 0 && y->l3 >= 0 && x->l3 != y->l3)
			return "L3 caches";
	}
	if (a->l3_bytes != b->l3_bytes && a->l3_bytes > 0 && b->l3_bytes > 0)
		return "the size of an L3 cache";
	return NULL;
}

static void
hwloc_and_sysfs_agree_on_what_both_know(void **state)
{
	static const struct tree here = { .root = "" };
	struct pt_topology a, b;
	const char *on;

	if (getenv("HWLOC_XMLFILE") || getenv("HWLOC_SYNTHETIC") || getenv("HWLOC_FSROOT") ||
		pt_topology_load_hwloc(&a, NULL) != 0)
		skip();
	assert_int_equal(pt_topology_load_sysfs(&b, "", NULL), 0);
	on = disagreement(&a, &b, &here);
	if (on)
		fail_msg("hwloc and sysfs differ in %s", on);
	pt_topology_fini(&a);
	pt_topology_fini(&b);
}

/* The machine of the other tests as hwloc would tell it, against a kernel that shows less. */
static void
what_the_kernel_does_not_show_is_no_disagreement(void **state)
{
	struct tree *tree = *state, less;
	struct pt_topology a, b;

	make_server(tree);
	load(&a, tree);
	tree_init(&less);
	tree_file(&less, CPU "online", "0-7\n");
	load(&b, &less);
	assert_int_equal(b.l3s, 0);
	assert_int_equal(b.cores, 8);
	assert_null(disagreement(&a, &b, &less));
	pt_topology_fini(&b);
	tree_fini(&less);
	pt_topology_fini(&a);
}

static void
a_disagreement_is_seen(void **state)
{
	struct tree *tree = *state;
	struct pt_topology a, b;

	make_server(tree);
	load(&a, tree);
	load(&b, tree);
	assert_null(disagreement(&a, &b, tree));
	b.l3_bytes++;
	assert_string_equal(disagreement(&a, &b, tree), "the size of an L3 cache");
	b.cpus[1].l3 = 1;
	assert_string_equal(disagreement(&a, &b, tree), "L3 caches");
	b.cpus[1].node = 1;
	assert_string_equal(disagreement(&a, &b, tree), "nodes");
	b.cpus[1].package = 1;
	assert_string_equal(disagreement(&a, &b, tree), "packages");
	b.cpus[1].smt = 1;
	assert_string_equal(disagreement(&a, &b, tree), "cores");
	b.cpus[0].cpu = 9;
	assert_string_equal(disagreement(&a, &b, tree), "CPU numbers");
	b.len--;
	assert_string_equal(disagreement(&a, &b, tree), "CPUs");
	pt_topology_fini(&a);
	pt_topology_fini(&b);
}

static void
an_event_either_opens_or_says_why_not(void **state)
{
	struct pt_counters_event events[32], one;
	size_t n = pt_counters_probe(events, 32);
	char unit[64];

	assert_in_range(n, 1, 32);
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
		IN_TREE(offline_cpus_leave_gaps_in_the_numbers_only),
		IN_TREE(an_unreadable_machine_is_an_error),
		cmocka_unit_test(this_machine_is_loaded_and_holds_all_allowed_cpus),
		cmocka_unit_test(hwloc_and_sysfs_agree_on_what_both_know),
		IN_TREE(what_the_kernel_does_not_show_is_no_disagreement),
		IN_TREE(a_disagreement_is_seen),
		cmocka_unit_test(an_event_either_opens_or_says_why_not),
	};

	return cmocka_run_group_tests_name("topology", tests, NULL, NULL);
}
