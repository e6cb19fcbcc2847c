/* SPDX-License-Identifier: MIT */
/*
 * Distances between CPUs: see distance.h.
 *
 * CPUs that share something are a *group*, known by the index of its first CPU.  Each of them has a
 * file that lists them all, so after reading that of one the others are known.
 */
#include "os/distance.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "os/proc.h"

#define LIST_BYTES 4096
#define CACHES 8 /* index0.. of a CPU */
#define NODES 64
#define NODE_NUMBERS 1024
#define FARTHEST 255

enum kind { CORE, L2, L3, NODE, KINDS };

struct machine {
	const char *root;
	const int *cpu;
	int n, nodes;
	int node[NODES];           /* numbers of those online */
	uint8_t far[NODES][NODES]; /* from node[k] to node[l] */
	/* of read_file(); here, since the calling thread's stack may be small */
	char path[LIST_BYTES], text[LIST_BYTES];
	int group[][KINDS]; /* of each CPU; -1 not known; NODE: k of node[k] */
};

/* Into m->text. */
static bool
read_file(struct machine *m, const char *name)
{
	snprintf(m->path, sizeof(m->path), "%s/sys/devices/system/%s", m->root, name);
	return pt_proc_slurp(m->path, m->text, sizeof(m->text)) > 0;
}

/* Is the number in a list like "0-3,8-11"? */
static bool
in_list(const char *list, int number)
{
	while (*list) {
		char *end;
		long low = strtol(list, &end, 10), high = low;

		if (end == list)
			return false;
		if (*end == '-')
			high = strtol(end + 1, &end, 10);
		if (number >= low && number <= high)
			return true;
		if (*end != ',')
			return false;
		list = end + 1;
	}
	return false;
}

static void
join_group(struct machine *m, const char *list, enum kind kind, int group)
{
	for (int i = 0; i < m->n; i++)
		if (m->group[i][kind] < 0 && in_list(list, m->cpu[i]))
			m->group[i][kind] = group;
}

/* The list in a file of CPU i says with which CPUs it shares something. */
static void
read_group(struct machine *m, int i, enum kind kind, const char *file)
{
	char name[128];

	if (m->group[i][kind] >= 0)
		return;
	m->group[i][kind] = i;
	snprintf(name, sizeof(name), "cpu/cpu%d/%s", m->cpu[i], file);
	if (read_file(m, name))
		join_group(m, m->text, kind, i);
}

/* Where the first CPU has its cache of this level, the others have theirs; -1: it has none. */
static int
cache_index(struct machine *m, int level)
{
	char name[128];

	for (int k = 0; k < CACHES; k++) {
		snprintf(name, sizeof(name), "cpu/cpu%d/cache/index%d/level", m->cpu[0], k);
		if (!read_file(m, name))
			return -1;
		if (atoi(m->text) == level)
			return k;
	}
	return -1;
}

static void
read_caches(struct machine *m, enum kind kind, int level)
{
	int k = cache_index(m, level);
	char file[64];

	snprintf(file, sizeof(file), "cache/index%d/shared_cpu_list", k);
	for (int i = 0; i < m->n; i++) {
		if (k < 0)
			m->group[i][kind] = i;
		else
			read_group(m, i, kind, file);
	}
}

/* A line like "10 21": from node k to each that is online, in their order. */
static void
read_row(struct machine *m, int k, const char *text)
{
	for (int l = 0; l < m->nodes; l++) {
		char *end;
		long d = strtol(text, &end, 10);

		if (end == text)
			return;
		if (d > PT_DISTANCE_NODE && d < FARTHEST)
			m->far[k][l] = (uint8_t)d;
		text = end;
	}
}

static void
read_node(struct machine *m, int k)
{
	char name[64];

	memset(m->far[k], FARTHEST, sizeof(m->far[k]));
	snprintf(name, sizeof(name), "node/node%d/cpulist", m->node[k]);
	if (read_file(m, name))
		join_group(m, m->text, NODE, k);
	snprintf(name, sizeof(name), "node/node%d/distance", m->node[k]);
	if (read_file(m, name))
		read_row(m, k, m->text);
}

static void
read_nodes(struct machine *m)
{
	if (!read_file(m, "node/online"))
		return;
	for (int node = 0; node < NODE_NUMBERS && m->nodes < NODES; node++)
		if (in_list(m->text, node))
			m->node[m->nodes++] = node;
	for (int k = 0; k < m->nodes; k++)
		read_node(m, k);
}

static uint8_t
distance(const struct machine *m, int i, int j)
{
	const int *a = m->group[i], *b = m->group[j];

	if (i == j)
		return 0;
	if (a[CORE] == b[CORE])
		return PT_DISTANCE_CORE;
	if (a[L2] == b[L2])
		return PT_DISTANCE_L2;
	if (a[L3] == b[L3])
		return PT_DISTANCE_L3;
	if (a[NODE] < 0 || b[NODE] < 0 || a[NODE] == b[NODE])
		return PT_DISTANCE_NODE;
	return m->far[a[NODE]][b[NODE]];
}

int
pt_distance_read(const char *root, const int *cpu, int n, uint8_t *out)
{
	struct machine *m = calloc(1, sizeof(*m) + (size_t)n * sizeof(m->group[0]));

	if (!m)
		return -ENOMEM;
	m->root = root;
	m->cpu = cpu;
	m->n = n;
	memset(m->group, -1, (size_t)n * sizeof(m->group[0]));
	for (int i = 0; i < n; i++)
		read_group(m, i, CORE, "topology/thread_siblings_list");
	read_caches(m, L2, 2);
	read_caches(m, L3, 3);
	read_nodes(m);
	for (int i = 0; i < n; i++)
		for (int j = 0; j < n; j++)
			out[i * n + j] = distance(m, i, j);
	free(m);
	return 0;
}
