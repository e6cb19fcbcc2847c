/* SPDX-License-Identifier: MIT */
/*
 * Calibrating: copies of the three kernels on 1, 2, 4 ... and all CPUs, in interleaved rounds, in
 * less than a second.  Of the rounds the median counts.  One CPU gives one; only what it reads is measured.
 */
#ifndef PT_OS_CALIBRATE_H
#define PT_OS_CALIBRATE_H

#include <stdbool.h>
#include <stdint.h>

#include "os/capacity.h"
#include "os/copies.h"

#define PT_CALIBRATE_NS UINT64_C(1000000000) /* it takes no longer */

/* What it is done with: the machine, or a made one. */
struct pt_calibrate_ops {
	uint64_t (*now_ns)(void *ctx);
	/* As pt_copies_run(). */
	int (*run)(void *ctx, enum pt_kernel k, unsigned copies, uint64_t ns,
		struct pt_copies_result *out);
	void *ctx;
	bool from_memory; /* what the memory kernel reads is in no cache */
};

/* 0, or a negative errno (the table is empty): copies could not be run. */
int pt_calibrate(struct pt_capacity_table *t, uint32_t cpus, double quota,
	const struct pt_calibrate_ops *ops);

/* This machine, as this thread may use it. */
int pt_calibrate_here(struct pt_capacity_table *t);

#endif
