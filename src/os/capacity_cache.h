/* SPDX-License-Identifier: MIT */
/*
 * What was calibrated is kept, so that it is done once per boot of a machine and set of CPUs:
 *
 *	$XDG_CACHE_HOME/partop/capacity-HASH	(without it ~/.cache/partop)
 *
 *	partop capacity 1
 *	key model=...; cpus=0-1; online=2; quota=none; boot=...
 *	when 1795852800
 *	1 cpus=2 quota=none ...			as in os/capacity.h
 *
 * The name is made of the key without the boot, so a new boot replaces the file.  What is not such
 * a file, not the user's own, or of another key, is as good as none, and so is a folder that
 * cannot be made.  A busy machine's table is believed for ten minutes.
 */
#ifndef PT_OS_CAPACITY_CACHE_H
#define PT_OS_CAPACITY_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "os/capacity.h"

#define PT_CAPACITY_KEY 1024

/* The key of this machine, as this thread may use it, in printable ASCII; returns out. */
char *pt_capacity_key(char *out, size_t size);

/* Where the file of a key is; false: nowhere (no home, too long). */
bool pt_capacity_path(char *out, size_t size, const char *key);

/* now_s: seconds since 1970. */
bool pt_capacity_load(struct pt_capacity_table *t, const char *key, uint64_t now_s);
void pt_capacity_store(const struct pt_capacity_table *t, const char *key, uint64_t now_s);

#endif
