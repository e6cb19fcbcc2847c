/* SPDX-License-Identifier: MIT */
/*
 * Loops over tiles: see partop/range2d.h.
 *
 * A tile is halved until it is small enough, and the second half is spawned each time: so a thief,
 * which takes the oldest task, takes the largest tile.  A spawn costs little beside a tile, so
 * nothing is gained by waiting until a thief asks.  Small enough is one cell at first; as tiles come
 * back from the stack twice as large each time, it doubles while they are quick.
 */
#include "config.h"

#include <partop/cancel.h>
#include <partop/pool.h>
#include <partop/range2d.h>
#include <partop/task.h>
#include <string.h>

#include "algorithms/wrap.h"
#include "os/clock.h"

#define TARGET_HZ 200000 /* an adaptive tile should take 5 us */
#define TOO_LONG 4       /* times the target: halve it */
#define PARTS 8          /* tiles are at most a part of (PARTS * workers) */

struct loop {
	partop_for_2d_fn *body;
	void *arg;
	struct partop_kind kind;
	uint64_t grain;            /* cells, 0: adaptive */
	uint64_t most, target;     /* adaptive: cells, ticks */
	PT_ATOMIC(uint64_t) cells; /* adaptive: of the next tile; a hint */
};

/* A task's words: the tile, whose rows are a range, and the loop. */
enum { WORD_LO, WORD_HI, WORD_COLUMN_LO, WORD_COLUMN_HI, WORD_LOOP };

static uint64_t
cells_of(const struct partop_tile *t)
{
	uint64_t cells;

	return __builtin_mul_overflow(t->row_hi - t->row_lo, t->column_hi - t->column_lo, &cells) ?
		UINT64_MAX :
		cells;
}

/* Cuts the second half off. */
static struct partop_tile
cut(struct partop_tile *t)
{
	uint64_t rows = t->row_hi - t->row_lo, columns = t->column_hi - t->column_lo;
	struct partop_tile half = *t;

	if (rows >= columns)
		t->row_hi = half.row_lo = t->row_lo + rows / 2;
	else
		t->column_hi = half.column_lo = t->column_lo + columns / 2;
	return half;
}

static partop_task *
push(struct loop *l, partop_worker *w, partop_task *head, const struct partop_tile *t)
{
	head->a[WORD_LO] = t->row_lo;
	head->a[WORD_HI] = t->row_hi;
	head->a[WORD_COLUMN_LO] = t->column_lo;
	head->a[WORD_COLUMN_HI] = t->column_hi;
	head->a[WORD_LOOP] = (uint64_t)(uintptr_t)l;
	pt_push(w, head, &l->kind);
	return head + 1;
}

static struct partop_tile
tile_in(const partop_task *t)
{
	return (struct partop_tile){ t->a[WORD_LO], t->a[WORD_HI], t->a[WORD_COLUMN_LO],
		t->a[WORD_COLUMN_HI] };
}

/* ---- a tile that is small enough ---- */

struct leaf {
	const struct loop *l;
	const struct partop_tile *tile;
};

static void
run_body(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	const struct leaf *leaf = arg;

	leaf->l->body(w, head, leaf->tile, leaf->l->arg);
}

/* A loop of one chunk: it is counted and recorded, and not run when all is cancelled. */
static void
run_tile(struct loop *l, partop_worker *w, partop_task *head, const struct partop_tile *t)
{
	struct partop_range_options one = { .grain = t->row_hi - t->row_lo, .label = l->kind.name };
	struct leaf leaf = { l, t };

	partop_for(w, head, t->row_lo, t->row_hi, run_body, &leaf, &one);
}

static void
run_timed(struct loop *l, partop_worker *w, partop_task *head, const struct partop_tile *t)
{
	uint64_t begin = pt_ticks(), took, cells = cells_of(t), hint;

	run_tile(l, w, head, t);
	took = pt_ticks() - begin;
	hint = PT_LD(l->cells, relaxed);
	if (took < l->target && cells + cells / 2 > hint / 2 && hint < l->most)
		PT_ST(l->cells, cells < l->most / 3 ? cells * 2 + cells / 2 : l->most, relaxed);
	else if (took > TOO_LONG * l->target && cells > 1 && cells / 2 < hint)
		PT_ST(l->cells, cells / 2, relaxed);
}

/* ---- all of them ---- */

static bool
is_large(const struct loop *l, const struct partop_tile *t)
{
	uint64_t cells = cells_of(t);

	return cells > 1 && cells > (l->grain ? l->grain : PT_LD(l->cells, relaxed));
}

static void
run_tiles(struct loop *l, partop_worker *w, partop_task *head, struct partop_tile t)
{
	partop_task *first = head;

	while (is_large(l, &t)) {
		struct partop_tile half = cut(&t);

		head = push(l, w, head, &half);
	}
	if (l->grain)
		run_tile(l, w, head, &t);
	else
		run_timed(l, w, head, &t);
	while (head > first)
		if (pt_pop(w, --head))
			run_tiles(l, w, head, tile_in(head));
}

static void
run_half(partop_worker *w, partop_task *head, partop_task *t)
{
	run_tiles((struct loop *)(uintptr_t)t->a[WORD_LOOP], w, head, tile_in(t));
}

/* ---- policies: bands of rows ---- */

struct bands {
	struct pt_wrap user;
	partop_for_2d_fn *body;
	const struct partop_tile *whole;
};

static void
run_band(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	const struct bands *b = arg;
	struct partop_tile band = { lo, hi, b->whole->column_lo, b->whole->column_hi };

	b->body(w, head, &band, b->user.arg);
}

static void
run_bands(partop_worker *w, partop_task *head, const struct partop_tile *whole,
	partop_for_2d_fn *body, void *arg, const struct partop_range_options *options)
{
	uint64_t columns = whole->column_hi - whole->column_lo;
	struct bands b = { .body = body, .whole = whole };
	struct partop_range_options o = pt_wrap_options(&b.user, sizeof(b), arg, options, "for 2d");

	if (o.grain)
		o.grain = o.grain > columns ? o.grain / columns : 1;
	partop_for(w, head, whole->row_lo, whole->row_hi, run_band, &b, &o);
}

static void
begin_loop(struct loop *l, partop_worker *w, const struct partop_tile *whole,
	const struct partop_range_options *options)
{
	uint64_t most = cells_of(whole) / (PARTS * (uint64_t)partop_worker_count(w));

	l->kind.run = run_half;
	l->kind.name = options && options->label ? options->label : "for 2d";
	l->kind.lo = WORD_LO;
	l->kind.hi = WORD_HI;
	l->grain = options ? options->grain : 0;
	l->most = most > 0 ? most : 1;
	l->target = pt_clock_hz() / TARGET_HZ;
	PT_ST(l->cells, 1, relaxed);
}

void
partop_for_2d(partop_worker *w, partop_task *head, const struct partop_tile *whole,
	partop_for_2d_fn *body, void *arg, const struct partop_range_options *options)
{
	struct loop l = { .body = body, .arg = arg };

	partop_detail_looping(w);
	if (whole->row_lo >= whole->row_hi || whole->column_lo >= whole->column_hi)
		return;
	if (options && options->policy != PARTOP_STEAL) {
		run_bands(w, head, whole, body, arg, options);
		return;
	}
	begin_loop(&l, w, whole, options);
	run_tiles(&l, w, head, *whole);
}
