/* SPDX-License-Identifier: MIT */
/*
 * Reduction in index order.
 *
 * A part of the range is folded into one accumulator from left to right.  What was split off it
 * lies to its right, the newest half next to it; so joining the newest first and continuing with
 * the same accumulator keeps the order.  Only a half that a thief runs needs an accumulator of its
 * own.
 */
#include "config.h"

#include "runtime/range.h"

#include <errno.h>
#include <stdlib.h>

#include "runtime/worker.h"

#define ACC_ALIGN 64

static void *
new_accumulator(const struct pt_loop *l)
{
	size_t size = (l->reducer->size + ACC_ALIGN - 1) / ACC_ALIGN * ACC_ALIGN;
	void *acc = aligned_alloc(ACC_ALIGN, size ? size : ACC_ALIGN);

	if (acc)
		l->reducer->identity(acc, l->arg);
	return acc;
}

/* A thief runs a half.  Without memory it leaves the range to the joiner. */
static void
run_half(partop_worker *w, partop_task *head, partop_task *t)
{
	struct pt_loop *l = (struct pt_loop *)(uintptr_t)t->a[PT_HALF_LOOP];
	void *acc = new_accumulator(l);

	if (acc)
		pt_loop_run(l, w, head, acc, t->a[PT_HALF_LO], t->a[PT_HALF_HI]);
	t->a[PT_HALF_ACC] = (uint64_t)(uintptr_t)acc;
}

static struct partop_kind reduce_kind = { .run = run_half,
	.name = "reduce",
	.lo = PT_HALF_LO,
	.hi = PT_HALF_HI };

void
pt_reduce_take(struct pt_loop *l, partop_worker *w, partop_task *t, void *acc)
{
	void *right = (void *)(uintptr_t)t->a[PT_HALF_ACC];

	if (right) {
		l->reducer->combine(acc, right, l->arg);
		free(right);
	} else if (!partop_cancelled(w)) { /* else it was dropped, and its words are zero */
		pt_loop_run(l, w, t, acc, t->a[PT_HALF_LO], t->a[PT_HALF_HI]);
	}
}

int
partop_reduce(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi,
	const struct partop_reducer *reducer, void *result, void *arg,
	const struct partop_range_options *options)
{
	struct pt_loop l = { .reducer = reducer, .arg = arg };
	int error = 0;

	partop_detail_looping(w);
	reducer->identity(result, arg);
	if (lo < hi) {
		error = pt_loop_init(&l, w, hi - lo, &reduce_kind, options);
		if (!error)
			pt_loop_start(&l, w, head, result, lo, hi);
	}
	return error ? error : partop_cancelled(w) ? -ECANCELED : 0;
}
