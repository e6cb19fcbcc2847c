/* SPDX-License-Identifier: MIT */
/*
 * What is common to both ways of finding the topology: order, renumbering, totals, distances.
 */
#include "os/topology.h"

#include <stdlib.h>

#include "os/cpus.h"
#include "os/topology_build.h"

#define MAX_CPUS 8192

static int
by_number(const void *a, const void *b)
{
	const struct pt_topology_cpu *x = a, *y = b;

	return (x->cpu > y->cpu) - (x->cpu < y->cpu);
}

/* One of the numbers of a CPU that tell its package, node, core or cache. */
static int *
field(struct pt_topology_cpu *c, size_t offset)
{
	return (int *)(void *)((char *)c + offset);
}

/*
 * Replaces raw ids, which may be sparse, by 0, 1, ... in the order of the first CPU. Returns how
 * many there are. Negative ids stay. A new id is put as ~number meanwhile, to tell it from raw
 * ones.
 */
static int
renumber(struct pt_topology *t, size_t offset)
{
	int count = 0;

	for (size_t i = 0; i < t->len; i++) {
		int raw = *field(&t->cpus[i], offset);

		if (raw < 0)
			continue;
		for (size_t j = i; j < t->len; j++)
			if (*field(&t->cpus[j], offset) == raw)
				*field(&t->cpus[j], offset) = ~(count + 1);
		count++;
	}
	for (size_t i = 0; i < t->len; i++) {
		int *id = field(&t->cpus[i], offset);

		*id = *id == -1 ? -1 : ~*id - 1;
	}
	return count;
}

static void
number_siblings(struct pt_topology *t)
{
	t->smt = 1;
	for (size_t i = 0; i < t->len; i++) {
		struct pt_topology_cpu *c = &t->cpus[i];

		c->smt = 0;
		for (size_t j = 0; j < i; j++)
			c->smt += t->cpus[j].core == c->core;
		if (c->smt + 1 > t->smt)
			t->smt = c->smt + 1;
	}
}

static void
mark_allowed(struct pt_topology *t)
{
	int *list = calloc(MAX_CPUS, sizeof(*list));
	int n = list ? pt_cpus_list(list, MAX_CPUS) : 0;

	for (size_t i = 0; i < t->len; i++)
		t->cpus[i].allowed = !list;
	for (int k = 0; k < n; k++)
		for (size_t i = 0; i < t->len; i++)
			if (t->cpus[i].cpu == list[k])
				t->cpus[i].allowed = true;
	free(list);
}

uint64_t
pt_topology_cache_bytes(void)
{
	struct pt_topology t;
	uint64_t bytes;

	if (pt_topology_load(&t, NULL) < 0)
		return 0;
	bytes = t.l3s > 0 ? (uint64_t)t.l3s * t.l3_bytes : 0;
	pt_topology_fini(&t);
	return bytes;
}

void
pt_topology_finish(struct pt_topology *t)
{
	qsort(t->cpus, t->len, sizeof(*t->cpus), by_number);
	t->packages = renumber(t, offsetof(struct pt_topology_cpu, package));
	t->nodes = renumber(t, offsetof(struct pt_topology_cpu, node));
	t->cores = renumber(t, offsetof(struct pt_topology_cpu, core));
	t->l3s = renumber(t, offsetof(struct pt_topology_cpu, l3));
	number_siblings(t);
	mark_allowed(t);
}

int
pt_topology_load(struct pt_topology *t, struct pt_error *e)
{
	if (pt_topology_load_hwloc(t, NULL) == 0)
		return 0;
	return pt_topology_load_sysfs(t, "", e);
}

void
pt_topology_fini(struct pt_topology *t)
{
	free(t->cpus);
	*t = (struct pt_topology){ 0 };
}
