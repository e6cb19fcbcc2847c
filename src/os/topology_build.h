/* SPDX-License-Identifier: MIT */
/*
 * For the ways of finding the topology only: they fill `cpus`, `len`, `l3_bytes` and `source`, with
 * any numbers >= 0 as ids of packages, nodes, cores and caches, unique over the machine (-1: none).
 */
#ifndef PT_OS_TOPOLOGY_BUILD_H
#define PT_OS_TOPOLOGY_BUILD_H

#include "os/topology.h"

/* Sorts, renumbers and counts. */
void pt_topology_finish(struct pt_topology *t);

#endif
