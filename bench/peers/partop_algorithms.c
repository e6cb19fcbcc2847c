/* SPDX-License-Identifier: MIT */
/* The library's algorithms, with nothing but their defaults. */
#include "config.h"

#include "bench/peers/partop_algorithms.h"

#include "bench/peers/work.h"

/* ---- prefix sums ---- */

static void
zero(void *acc, void *arg)
{
	*(uint64_t *)acc = 0;
}

static void
fold(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	*(uint64_t *)acc += algo_add(peer_numbers(((struct algo_call *)arg)->size), lo, hi);
}

static void
combine(void *left, const void *right, void *arg)
{
	*(uint64_t *)left += *(const uint64_t *)right;
}

static void
scan(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	uint64_t size = ((struct algo_call *)arg)->size, *sum = acc;

	*sum = algo_scan(peer_numbers(size), peer_sums(size), *sum, lo, hi);
}

void
algo_scan_root(partop_worker *w, partop_task *head, void *arg)
{
	static const struct partop_scanner scanner = { sizeof(uint64_t), zero, fold, combine,
		scan };
	struct algo_call *c = arg;

	partop_scan(w, head, 0, c->size, &scanner, &c->result, c, NULL);
}

/* ---- filter, search, count ---- */

static uint64_t
keep(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *out, void *arg)
{
	return algo_keep(peer_numbers(((struct algo_call *)arg)->size), out, lo, hi);
}

void
algo_filter_root(partop_worker *w, partop_task *head, void *arg)
{
	struct algo_call *c = arg;

	partop_filter(w, head, 0, c->size, sizeof(uint32_t), keep, peer_out(c->size), &c->result, c,
		NULL);
}

static uint64_t
find(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	uint64_t size = ((struct algo_call *)arg)->size;
	const uint32_t *x = peer_numbers(size);

	return algo_find(x, x[size / 4 * 3], lo, hi);
}

void
algo_find_root(partop_worker *w, partop_task *head, void *arg)
{
	struct algo_call *c = arg;

	c->result = partop_find_first(w, head, 0, c->size, find, c, NULL, NULL);
}

static bool
less(uint64_t i, uint64_t j, void *arg)
{
	const uint32_t *x = peer_numbers(((struct algo_call *)arg)->size);

	return x[i] < x[j];
}

static uint64_t
greatest(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	return algo_max(peer_numbers(((struct algo_call *)arg)->size), lo, hi);
}

void
algo_max_root(partop_worker *w, partop_task *head, void *arg)
{
	struct algo_call *c = arg;

	c->result = partop_max(w, head, 0, c->size, greatest, less, c, NULL);
}

static uint64_t
count(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	return algo_count(peer_numbers(((struct algo_call *)arg)->size), lo, hi);
}

void
algo_count_root(partop_worker *w, partop_task *head, void *arg)
{
	struct algo_call *c = arg;

	c->result = partop_count(w, head, 0, c->size, count, c, NULL);
}

/* ---- a table per worker ---- */

struct bins_call {
	const uint32_t *numbers;
	partop_local *bins;
};

static void
add_bins(void *into, void *value, void *arg)
{
	uint64_t *l = into;
	const uint64_t *r = value;

	for (int i = 0; i < ALGO_BINS; i++)
		l[i] += r[i];
}

static void
fill_bins(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	const struct bins_call *b = arg;

	algo_bins(b->numbers, partop_local_get(b->bins, w), lo, hi);
}

void
algo_bins_root(partop_worker *w, partop_task *head, void *arg)
{
	static const struct partop_local_type type = { .size = ALGO_BINS * sizeof(uint64_t),
		.combine = add_bins };
	struct algo_call *c = arg;
	struct bins_call b = { .numbers = peer_numbers(c->size) };
	uint64_t total[ALGO_BINS] = { 0 };

	if (partop_local_open(&b.bins, &type, NULL))
		return;
	partop_for(w, head, 0, c->size, fill_bins, &b, NULL);
	partop_local_combine(b.bins, total);
	partop_local_close(b.bins);
	c->result = algo_bins_check(total);
}

/* ---- rows and columns ---- */

static void
transpose(partop_worker *w, partop_task *head, const struct partop_tile *t, void *arg)
{
	uint64_t side = ((struct algo_call *)arg)->size;

	algo_transpose(peer_numbers(side * side), peer_out(side * side), side, t->row_lo, t->row_hi,
		t->column_lo, t->column_hi);
}

void
algo_grid_root(partop_worker *w, partop_task *head, void *arg)
{
	struct algo_call *c = arg;
	struct partop_tile whole = { 0, c->size, 0, c->size };

	partop_for_2d(w, head, &whole, transpose, c, NULL);
}

/* ---- sorts ---- */

static int
compare(const void *a, const void *b, void *arg)
{
	return sort_compare(a, b);
}

void
algo_sort_root(partop_worker *w, partop_task *head, void *arg)
{
	struct algo_call *c = arg;

	partop_sort(w, head, peer_sums(c->size), c->size, sizeof(uint64_t), compare, NULL, NULL);
}

void
algo_stable_root(partop_worker *w, partop_task *head, void *arg)
{
	struct algo_call *c = arg;

	partop_sort_stable(w, head, peer_sums(c->size), c->size, sizeof(uint64_t), compare, NULL,
		NULL);
}
