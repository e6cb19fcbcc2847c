/* SPDX-License-Identifier: MIT */
/*
 * The machine's CPUs and what they share, from hwloc or, without it, from sysfs; both fill the same
 * struct. Packages, NUMA nodes, cores and L3 caches are numbered from 0 in the order of their first
 * CPU, over the whole machine. Read-only after loading, so any thread may look.
 */
#ifndef PT_OS_TOPOLOGY_H
#define PT_OS_TOPOLOGY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct pt_topology_cpu {
	int cpu; /* number the kernel uses */
	int package, node, core;
	int l3;       /* -1: none known */
	int smt;      /* place among the CPUs of its core: 0 is the first */
	bool allowed; /* in the affinity mask of the thread that loaded it */
};

struct pt_topology {
	struct pt_topology_cpu *cpus; /* online ones, ascending by number; owned */
	size_t len;
	int packages, nodes, cores, l3s;
	int smt;            /* most CPUs per core */
	uint64_t l3_bytes;  /* of one L3, 0 unknown */
	const char *source; /* "hwloc" or "sysfs" */
};

/* Fills `t`, to be given back with pt_topology_fini(). hwloc takes about 3 ms. 0 or -1 with `e`. */
int pt_topology_load(struct pt_topology *t, struct pt_error *e);

/* The two ways; `root` is put before /sys (tests). Without hwloc built in, the second fails. */
int pt_topology_load_sysfs(struct pt_topology *t, const char *root, struct pt_error *e);
int pt_topology_load_hwloc(struct pt_topology *t, struct pt_error *e);

/* Of all last caches of the machine together; 0 unknown.  Takes as long as loading. */
uint64_t pt_topology_cache_bytes(void);

void pt_topology_fini(struct pt_topology *t);

#endif
