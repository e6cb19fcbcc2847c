/* SPDX-License-Identifier: MIT */
/*
 * How far apart CPUs are, from sysfs alone: what libpartop needs to know of the machine, without the
 * weight of os/topology.h.  Files are read once per core, cache and NUMA node, not once per CPU.
 */
#ifndef PT_OS_DISTANCE_H
#define PT_OS_DISTANCE_H

#include <stdint.h>

#define PT_DISTANCE_CORE 1 /* hardware threads of one core */
#define PT_DISTANCE_L2 2   /* share an L2 cache */
#define PT_DISTANCE_L3 3
#define PT_DISTANCE_NODE \
	10 /* of one NUMA node, or nothing is known; other nodes are further:
				   as far as the kernel says, up to 255 */

/*
 * Fills out[i * n + j] with the distance of cpu[i] and cpu[j], 0 where i == j.  What cannot be read
 * is taken for not shared.  `root` is put before /sys (tests).  0 or -ENOMEM.
 * Any thread.  About 10 us per core, cache and node.
 */
int pt_distance_read(const char *root, const int *cpu, int n, uint8_t *out);

#endif
