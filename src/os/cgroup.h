/* SPDX-License-Identifier: MIT */
/*
 * Limits that control groups put on this process: versions 1 and 2, all ancestors (a limit of a
 * parent binds its children, whatever theirs say), wherever the hierarchies are mounted.
 *
 * `root` is put before every path that is read: "" for this machine, a directory with proc/ and
 * sys/ below it in tests. Thread-safe, no allocation.
 */
#ifndef PT_OS_CGROUP_H
#define PT_OS_CGROUP_H

#include <stdint.h>

/* The tightest CPU quota, in CPUs (1.5: 150 ms per 100 ms); NAN when there is none. */
double pt_cgroup_cpu_quota(const char *root);

/* Bytes that may still be used under the tightest memory limit; UINT64_MAX when there is none. */
uint64_t pt_cgroup_memory_left_bytes(const char *root);

#endif
