/* SPDX-License-Identifier: MIT */
/*
 * Prefix sums: see partop/algorithm.h, and chain.h for what each worker does.
 */
#include "config.h"

#include "algorithms/chain.h"

#include <errno.h>
#include <partop/algorithm.h>
#include <partop/cancel.h>
#include <stdlib.h>
#include <string.h>

static void
scan_in_order(const struct pt_chain *c, partop_worker *w, partop_task *head, void *acc, uint64_t lo,
	uint64_t hi)
{
	const struct partop_scanner *s = c->what;

	s->scan(w, head, acc, lo, hi, c->arg);
}

static void
fold_ahead(const struct pt_chain *c, partop_worker *w, partop_task *head, void *own, void *scratch,
	uint64_t lo, uint64_t hi)
{
	const struct partop_scanner *s = c->what;

	s->identity(own, c->arg);
	s->fold(w, head, own, lo, hi, c->arg);
}

static void
combine(const struct pt_chain *c, void *acc, const void *own)
{
	const struct partop_scanner *s = c->what;

	s->combine(acc, own, c->arg);
}

/* `before` stays as it is: other blocks are told by it. */
static void
scan_behind(const struct pt_chain *c, partop_worker *w, partop_task *head, const void *before,
	const void *own, void *scratch, uint64_t lo, uint64_t hi)
{
	const struct partop_scanner *s = c->what;

	memcpy(scratch, before, s->size);
	s->scan(w, head, scratch, lo, hi, c->arg);
}

static const struct pt_chain_ops scan_ops = {
	.in_order = scan_in_order,
	.ahead = fold_ahead,
	.link = combine,
	.behind = scan_behind,
};

int
partop_scan(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi,
	const struct partop_scanner *scanner, void *result, void *arg,
	const struct partop_range_options *options)
{
	struct pt_chain c = { .ops = &scan_ops,
		.what = scanner,
		.arg = arg,
		.acc_bytes = scanner->size,
		.scratch_bytes = scanner->size,
		.label = "scan" };

	scanner->identity(result, arg);
	if (lo >= hi)
		return partop_cancelled(w) ? -ECANCELED : 0;
	return pt_chain_run(&c, w, head, result, lo, hi, options);
}

/* ---- of an array ---- */

#define ROOM 512 /* for an accumulator on the stack */

/* An accumulator is an element, and room for another one: in place, out[i] may be written only after
 * in[i] was kept. */
struct array {
	const struct partop_operation *operation;
	void *arg;
	const char *in;
	char *out;
	size_t size;
};

static void
array_identity(void *acc, void *arg)
{
	const struct array *a = arg;

	a->operation->identity(acc, a->arg);
}

static void
array_combine(void *left, const void *right, void *arg)
{
	const struct array *a = arg;

	a->operation->combine(left, right, a->arg);
}

static void
array_fold(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	const struct array *a = arg;

	for (uint64_t i = lo; i < hi; i++)
		a->operation->combine(acc, a->in + i * a->size, a->arg);
}

static void
array_inclusive(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	const struct array *a = arg;

	for (uint64_t i = lo; i < hi; i++) {
		a->operation->combine(acc, a->in + i * a->size, a->arg);
		memcpy(a->out + i * a->size, acc, a->size);
	}
}

static void
array_exclusive(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	const struct array *a = arg;
	char *x = (char *)acc + a->size;

	for (uint64_t i = lo; i < hi; i++) {
		memcpy(x, a->in + i * a->size, a->size);
		memcpy(a->out + i * a->size, acc, a->size);
		a->operation->combine(acc, x, a->arg);
	}
}

int
partop_scan_array(partop_worker *w, partop_task *head, enum partop_scan_kind kind, const void *in,
	void *out, uint64_t n, const struct partop_operation *operation, void *arg,
	const struct partop_range_options *options)
{
	struct array a = { operation, arg, in, out, operation->size };
	const struct partop_scanner scanner = {
		.size = 2 * operation->size,
		.identity = array_identity,
		.fold = array_fold,
		.combine = array_combine,
		.scan = kind == PARTOP_EXCLUSIVE ? array_exclusive : array_inclusive,
	};
	char room[ROOM] __attribute__((aligned(16))), *acc = room;
	int error;

	if (scanner.size > ROOM && !(acc = malloc(scanner.size)))
		return -ENOMEM;
	error = partop_scan(w, head, 0, n, &scanner, acc, &a, options);
	if (acc != room)
		free(acc);
	return error;
}
