/* SPDX-License-Identifier: MIT */
/*
 * Topology from /sys/devices/system. A core, a node or a cache is known by the first CPU that
 * shares it, which is unique over the machine (core_id is so within a package only).
 */
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "os/proc.h"
#include "os/topology.h"
#include "os/topology_build.h"

#define PATH_BYTES 4096
#define LIST_BYTES 4096
#define MAX_CACHES 16

/* Reads "ROOT/sys/devices/system/NAME". Returns its length, or a negative errno. */
static ssize_t
read_sys(const char *root, const char *name, char *text, size_t size)
{
	char path[PATH_BYTES];

	snprintf(path, sizeof(path), "%s/sys/devices/system/%s", root, name);
	return pt_proc_slurp(path, text, size);
}

/* The first number of a list like "0-3,8-11"; -1 if there is none. */
static int
first_of(const char *list)
{
	return isdigit((unsigned char)*list) ? (int)strtol(list, NULL, 10) : -1;
}

/* Takes the next number off a list: *next is within the range, or moved to the next one. */
static int
next_in_list(const char **list, int previous)
{
	char *end;
	long low, high;

	if (first_of(*list) < 0)
		return -1;
	low = high = strtol(*list, &end, 10);
	if (*end == '-')
		high = strtol(end + 1, &end, 10);
	if (previous < low)
		return (int)low;
	if (previous < high)
		return previous + 1;
	if (*end != ',')
		return -1;
	*list = end + 1;
	return first_of(*list);
}

static int
read_cpu_number(const char *root, int cpu, const char *name)
{
	char path[128], text[LIST_BYTES];

	snprintf(path, sizeof(path), "cpu/cpu%d/%s", cpu, name);
	return read_sys(root, path, text, sizeof(text)) > 0 ? first_of(text) : -1;
}

/* The first CPU that shares the L3 of this one; -1 if it has none. */
static int
find_l3(const char *root, int cpu, uint64_t *bytes)
{
	char path[128], text[64];

	for (int i = 0; i < MAX_CACHES; i++) {
		snprintf(path, sizeof(path), "cache/index%d/level", i);
		if (read_cpu_number(root, cpu, path) != 3)
			continue;
		snprintf(path, sizeof(path), "cpu/cpu%d/cache/index%d/size", cpu, i);
		if (read_sys(root, path, text, sizeof(text)) > 0)
			*bytes = strtoull(text, NULL, 10) * 1024;
		snprintf(path, sizeof(path), "cache/index%d/shared_cpu_list", i);
		return read_cpu_number(root, cpu, path);
	}
	return -1;
}

static void
read_cpu(const char *root, int cpu, struct pt_topology *t)
{
	struct pt_topology_cpu *c = &t->cpus[t->len++];
	int core = read_cpu_number(root, cpu, "topology/thread_siblings_list");
	int package = read_cpu_number(root, cpu, "topology/physical_package_id");
	uint64_t bytes = 0;

	*c = (struct pt_topology_cpu){
		.cpu = cpu,
		.package = package < 0 ? 0 : package,
		.core = core < 0 ? cpu : core,
		.l3 = find_l3(root, cpu, &bytes),
	};
	if (t->l3_bytes == 0)
		t->l3_bytes = bytes;
}

/* Nodes say which CPUs they have; a kernel without NUMA has no such folder: all are in node 0. */
static void
read_nodes(const char *root, struct pt_topology *t)
{
	char nodes[LIST_BYTES], path[64], cpus[LIST_BYTES];
	const char *list = nodes;
	int node = -1;

	if (read_sys(root, "node/online", nodes, sizeof(nodes)) <= 0)
		return;
	while ((node = next_in_list(&list, node)) >= 0) {
		const char *rest = cpus;
		int cpu = -1;

		snprintf(path, sizeof(path), "node/node%d/cpulist", node);
		if (read_sys(root, path, cpus, sizeof(cpus)) <= 0)
			continue;
		while ((cpu = next_in_list(&rest, cpu)) >= 0)
			for (size_t i = 0; i < t->len; i++)
				if (t->cpus[i].cpu == cpu)
					t->cpus[i].node = node;
	}
}

static size_t
count_list(const char *list)
{
	size_t n = 0;

	for (int i = -1; (i = next_in_list(&list, i)) >= 0;)
		n++;
	return n;
}

int
pt_topology_load_sysfs(struct pt_topology *t, const char *root, struct pt_error *e)
{
	char online[LIST_BYTES];
	const char *list = online;
	size_t n = 0;

	*t = (struct pt_topology){ .source = "sysfs" };
	if (read_sys(root, "cpu/online", online, sizeof(online)) > 0)
		n = count_list(online);
	if (n == 0)
		return pt_fail(e, PT_EXIT_ENVIRONMENT,
			"cannot read %s/sys/devices/system/cpu/online", root);
	t->cpus = calloc(n, sizeof(*t->cpus));
	if (!t->cpus)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "out of memory");
	for (int cpu = -1; (cpu = next_in_list(&list, cpu)) >= 0;)
		read_cpu(root, cpu, t);
	read_nodes(root, t);
	pt_topology_finish(t);
	return 0;
}
