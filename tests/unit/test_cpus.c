/* SPDX-License-Identifier: MIT */
/*
 * os/cpus.h on this machine, os/cgroup.h on trees of files that stand for others.
 */
#include "tests/unit/cm.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <string.h>

#include "os/cgroup.h"
#include "os/cpus.h"
#include "tests/unit/tree.h"

#define V2_MOUNT "31 23 0:28 / /sys/fs/cgroup rw,relatime shared:9 - cgroup2 cgroup2 rw\n"
#define V1_MOUNTS \
	"31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755\n" \
	"32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n" \
	"33 31 0:30 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset\n" \
	"35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"

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
mounted(struct tree *t, const char *groups, const char *mounts)
{
	tree_file(t, "/proc/self/cgroup", groups);
	tree_file(t, "/proc/self/mountinfo", mounts);
}

static void
assert_quota(const struct tree *t, double cpus)
{
	double quota = pt_cgroup_cpu_quota(t->root);

	if (isnan(cpus) ? !isnan(quota) : quota != cpus)
		fail_msg("quota is %f, not %f", quota, cpus);
}

static void
no_files_mean_no_limits(void **state)
{
	struct tree *t = *state;

	assert_quota(t, NAN);
	assert_int_equal(pt_cgroup_memory_left_bytes(t->root), UINT64_MAX);
	mounted(t, "0::/a\n", V2_MOUNT);
	assert_quota(t, NAN);
	assert_int_equal(pt_cgroup_memory_left_bytes(t->root), UINT64_MAX);
}

static void
version_2_takes_the_tightest_of_all_ancestors(void **state)
{
	struct tree *t = *state;

	mounted(t, "0::/a/b/c\n", V2_MOUNT);
	tree_file(t, "/sys/fs/cgroup/a/b/c/cpu.max", "max 100000\n");
	assert_quota(t, NAN);
	tree_file(t, "/sys/fs/cgroup/a/b/c/cpu.max", "400000 100000\n");
	assert_quota(t, 4);
	tree_file(t, "/sys/fs/cgroup/a/cpu.max", "75000 50000\n");
	assert_quota(t, 1.5);
	tree_file(t, "/sys/fs/cgroup/a/b/cpu.max", "200000 100000\n");
	assert_quota(t, 1.5);
	tree_file(t, "/sys/fs/cgroup/cpu.max", "50000 100000\n"); /* the mount point itself */
	assert_quota(t, 0.5);
	tree_file(t, "/sys/fs/cpu.max", "1 100000\n"); /* above it: not a group */
	tree_file(t, "/sys/fs/cgroup/other/cpu.max", "1 100000\n");
	assert_quota(t, 0.5);
}

static void
version_1_is_found_by_its_controller(void **state)
{
	struct tree *t = *state;

	mounted(t, "5:cpuset:/x\n4:memory:/m\n2:cpu,cpuacct:/g/h\n1:name=systemd:/s\n", V1_MOUNTS);
	tree_file(t, "/sys/fs/cgroup/cpuset/x/cpu.cfs_quota_us", "1\n");
	tree_file(t, "/sys/fs/cgroup/cpuset/x/cpu.cfs_period_us", "100000\n");
	tree_file(t, "/sys/fs/cgroup/cpu,cpuacct/g/h/cpu.cfs_quota_us", "-1\n");
	tree_file(t, "/sys/fs/cgroup/cpu,cpuacct/g/h/cpu.cfs_period_us", "100000\n");
	assert_quota(t, NAN);
	tree_file(t, "/sys/fs/cgroup/cpu,cpuacct/g/cpu.cfs_quota_us", "250000\n");
	tree_file(t, "/sys/fs/cgroup/cpu,cpuacct/g/cpu.cfs_period_us", "100000\n");
	assert_quota(t, 2.5);
}

static void
both_versions_at_once_give_the_tighter(void **state)
{
	struct tree *t = *state;

	mounted(t, "1:cpu:/g\n0::/u\n",
		"32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n"
		"41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n");
	tree_file(t, "/sys/fs/cgroup/cpu/g/cpu.cfs_quota_us", "300000\n");
	tree_file(t, "/sys/fs/cgroup/cpu/g/cpu.cfs_period_us", "100000\n");
	assert_quota(t, 3);
	tree_file(t, "/sys/fs/cgroup/unified/u/cpu.max", "200000 100000\n");
	assert_quota(t, 2);
}

static void
a_container_sees_only_its_part_of_the_tree(void **state)
{
	struct tree *t = *state;

	/* the host's path in the group file, the subtree mounted */
	mounted(t, "0::/docker/abc/in\n",
		"31 23 0:28 /docker/abc /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
	tree_file(t, "/sys/fs/cgroup/in/cpu.max", "700000 100000\n");
	assert_quota(t, 7);
	tree_file(t, "/sys/fs/cgroup/cpu.max", "600000 100000\n");
	assert_quota(t, 6);
	/* /docker/abcd is not below /docker/abc */
	mounted(t, "0::/docker/abcd/in\n",
		"31 23 0:28 /docker/abc /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
	tree_file(t, "/sys/fs/cgroup/d/in/cpu.max", "100000 100000\n");
	assert_quota(t, 6);
	/* a group outside of our namespace */
	mounted(t, "0::/../other\n", V2_MOUNT);
	assert_quota(t, 6);
	mounted(t, "0::/\n", V2_MOUNT);
	assert_quota(t, 6);
}

static void
mount_points_may_hold_blanks(void **state)
{
	struct tree *t = *state;

	mounted(t, "0::/a\n", "31 23 0:28 / /my\\040cgroups rw - cgroup2 cgroup2 rw\n");
	tree_file(t, "/my cgroups/a/cpu.max", "300000 100000\n");
	assert_quota(t, 3);
}

static void
garbage_is_no_limit(void **state)
{
	struct tree *t = *state;

	mounted(t, "\n:\n::\n0\n0::/a\n",
		"\n - \n1 2 3 - cgroup2\nx - cgroup2 a b\n31 23 0:28 / /c rw - cgroup2 x rw\n");
	tree_file(t, "/c/a/cpu.max", "");
	assert_quota(t, NAN);
	tree_file(t, "/c/a/cpu.max", "100000\n");
	assert_quota(t, NAN);
	tree_file(t, "/c/a/cpu.max", "100000 0\n");
	assert_quota(t, NAN);
	tree_file(t, "/c/a/cpu.max", "0 100000\n");
	assert_quota(t, NAN);
	tree_file(t, "/c/a/cpu.max", "100000 100000\n");
	assert_quota(t, 1);
}

static void
memory_left_counts_the_idle_cache_as_free(void **state)
{
	struct tree *t = *state;

	mounted(t, "0::/a/b\n", V2_MOUNT);
	tree_file(t, "/sys/fs/cgroup/a/b/memory.max", "max\n");
	tree_file(t, "/sys/fs/cgroup/a/b/memory.current", "500\n");
	assert_int_equal(pt_cgroup_memory_left_bytes(t->root), UINT64_MAX);
	tree_file(t, "/sys/fs/cgroup/a/memory.max", "1000\n");
	tree_file(t, "/sys/fs/cgroup/a/memory.current", "700\n");
	assert_int_equal(pt_cgroup_memory_left_bytes(t->root), 300);
	tree_file(t, "/sys/fs/cgroup/a/memory.stat", "anon 5\ninactive_file 200\nslab 3\n");
	assert_int_equal(pt_cgroup_memory_left_bytes(t->root), 500);
	tree_file(t, "/sys/fs/cgroup/a/b/memory.max", "100\n"); /* already over it */
	assert_int_equal(pt_cgroup_memory_left_bytes(t->root), 0);
}

static void
memory_of_version_1_may_be_unlimited(void **state)
{
	struct tree *t = *state;

	mounted(t, "4:memory:/m\n", V1_MOUNTS);
	tree_file(t, "/sys/fs/cgroup/memory/m/memory.limit_in_bytes", "9223372036854771712\n");
	tree_file(t, "/sys/fs/cgroup/memory/m/memory.usage_in_bytes", "4096\n");
	assert_int_equal(pt_cgroup_memory_left_bytes(t->root), UINT64_MAX);
	tree_file(t, "/sys/fs/cgroup/memory/memory.limit_in_bytes", "10000\n");
	tree_file(t, "/sys/fs/cgroup/memory/memory.usage_in_bytes", "4000\n");
	tree_file(t, "/sys/fs/cgroup/memory/memory.stat", "total_inactive_file 1000\n");
	assert_int_equal(pt_cgroup_memory_left_bytes(t->root), 7000);
}

static void
the_allowed_list_is_as_long_as_it_says(void **state)
{
	int list[8192], few[1] = { -1 }, n = pt_cpus_list(list, 8192);

	assert_int_equal(n, pt_cpus_allowed());
	for (int i = 1; i < n; i++)
		assert_true(list[i - 1] < list[i]);
	assert_int_equal(pt_cpus_list(few, 1), n);
	assert_int_equal(few[0], list[0]);
	assert_int_equal(pt_cpus_list(NULL, 0), n);
}

static void
default_threads_are_within_affinity_and_quota(void **state)
{
	int threads = pt_cpus_default_threads();
	double quota = pt_cpus_quota();

	assert_in_range(threads, 1, pt_cpus_allowed());
	if (!isnan(quota))
		assert_true(threads < quota + 1);
}

static void *
pin_and_look(void *arg)
{
	int *cpu = arg;

	if (pt_cpus_pin_self(*cpu) != 0)
		return NULL;
	*cpu = pt_cpus_allowed() == 1 ? pt_cpus_current() : -1;
	return NULL;
}

static void
a_pinned_thread_is_where_it_was_put(void **state)
{
	int before = pt_cpus_allowed(), list[8192], n = pt_cpus_list(list, 8192);
	pthread_t thread;

	for (int i = 0; i < n && i < 4; i++) {
		int cpu = list[i];

		assert_int_equal(pthread_create(&thread, NULL, pin_and_look, &cpu), 0);
		assert_int_equal(pthread_join(thread, NULL), 0);
		assert_int_equal(cpu, list[i]);
	}
	assert_int_equal(pt_cpus_allowed(), before);
	assert_int_equal(pt_cpus_pin_self(-1), -EINVAL);
	assert_int_equal(pt_cpus_pin_self(1 << 30), -EINVAL);
}

static void
the_reason_names_what_was_counted(void **state)
{
	char text[128], little[5];

	pt_cpus_reason(text, sizeof(text));
	assert_non_null(strstr(text, "allowed"));
	assert_int_equal(strstr(text, "quota") != NULL, !isnan(pt_cpus_quota()));
	pt_cpus_reason(little, sizeof(little));
	assert_int_equal(strlen(little), 4);
}

#define IN_TREE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_TREE(no_files_mean_no_limits),
		IN_TREE(version_2_takes_the_tightest_of_all_ancestors),
		IN_TREE(version_1_is_found_by_its_controller),
		IN_TREE(both_versions_at_once_give_the_tighter),
		IN_TREE(a_container_sees_only_its_part_of_the_tree),
		IN_TREE(mount_points_may_hold_blanks),
		IN_TREE(garbage_is_no_limit),
		IN_TREE(memory_left_counts_the_idle_cache_as_free),
		IN_TREE(memory_of_version_1_may_be_unlimited),
		cmocka_unit_test(the_allowed_list_is_as_long_as_it_says),
		cmocka_unit_test(default_threads_are_within_affinity_and_quota),
		cmocka_unit_test(a_pinned_thread_is_where_it_was_put),
		cmocka_unit_test(the_reason_names_what_was_counted),
	};

	return cmocka_run_group_tests_name("cpus", tests, NULL, NULL);
}
