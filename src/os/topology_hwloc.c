/* SPDX-License-Identifier: MIT */
/*
 * Topology from hwloc. CPUs that this process may not use are included: they are part of the
 * machine, and sysfs shows them too.
 */
#include "config.h"

#include "os/topology.h"

#ifdef HAVE_HWLOC

#include <hwloc.h>
#include <stdlib.h>

#include "os/topology_build.h"

/* The logical number of the ancestor of that kind, -1 if there is none. */
static int
ancestor(hwloc_topology_t h, hwloc_obj_type_t type, hwloc_obj_t pu)
{
	hwloc_obj_t o = hwloc_get_ancestor_obj_by_type(h, type, pu);

	return o ? (int)o->logical_index : -1;
}

/* NUMA nodes are no ancestors in hwloc 2, they hang beside. */
static int
node_of(hwloc_topology_t h, hwloc_obj_t pu)
{
	hwloc_obj_t node = NULL;

	while ((node = hwloc_get_next_obj_by_type(h, HWLOC_OBJ_NUMANODE, node)) != NULL)
		if (hwloc_bitmap_isset(node->cpuset, pu->os_index))
			return (int)node->logical_index;
	return 0;
}

static void
fill(struct pt_topology *t, hwloc_topology_t h)
{
	hwloc_obj_t pu = NULL, l3 = hwloc_get_obj_by_type(h, HWLOC_OBJ_L3CACHE, 0);

	while ((pu = hwloc_get_next_obj_by_type(h, HWLOC_OBJ_PU, pu)) != NULL) {
		int package = ancestor(h, HWLOC_OBJ_PACKAGE, pu);
		int core = ancestor(h, HWLOC_OBJ_CORE, pu);

		t->cpus[t->len++] = (struct pt_topology_cpu){
			.cpu = (int)pu->os_index,
			.package = package < 0 ? 0 : package,
			.node = node_of(h, pu),
			.core = core < 0 ? (int)pu->logical_index : core,
			.l3 = ancestor(h, HWLOC_OBJ_L3CACHE, pu),
		};
	}
	t->l3_bytes = l3 ? l3->attr->cache.size : 0;
	t->source = "hwloc";
}

int
pt_topology_load_hwloc(struct pt_topology *t, struct pt_error *e)
{
	hwloc_topology_t h;
	int n;

	*t = (struct pt_topology){ 0 };
	if (hwloc_topology_init(&h) != 0)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "hwloc cannot be started");
	hwloc_topology_set_flags(h, HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED);
	if (hwloc_topology_load(h) != 0) {
		hwloc_topology_destroy(h);
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "hwloc cannot find the topology");
	}
	n = hwloc_get_nbobjs_by_type(h, HWLOC_OBJ_PU);
	t->cpus = calloc(n > 0 ? (size_t)n : 1, sizeof(*t->cpus));
	if (t->cpus)
		fill(t, h);
	hwloc_topology_destroy(h);
	if (!t->cpus || n <= 0) {
		pt_topology_fini(t);
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "hwloc finds no CPUs");
	}
	pt_topology_finish(t);
	return 0;
}

#else

int
pt_topology_load_hwloc(struct pt_topology *t, struct pt_error *e)
{
	*t = (struct pt_topology){ 0 };
	return pt_fail(e, PT_EXIT_ENVIRONMENT, "built without hwloc");
}

#endif
