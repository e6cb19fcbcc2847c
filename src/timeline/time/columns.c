/* SPDX-License-Identifier: MIT */
/* Columns: what a picture of a lane is made of, kept in tiles.  See time.h. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "timeline/time/internal.h"

#define EIGHTHS 8 /* what a cell can show: so a column may be off by one of them */
#define RUNS_LOOKED_AT 64

/* ---- the label of most of a column ---- */

/* By the runs of labels in a decoded chunk. */
static uint16_t
label_of_runs(const struct pt_time_decoded *d, uint64_t a, uint64_t b)
{
	uint32_t lo = 0, hi = d->runs;
	uint64_t votes = 0;
	uint16_t most = 0;

	while (lo < hi) {
		uint32_t middle = (lo + hi) / 2;

		if (d->run[middle].at <= a)
			lo = middle + 1;
		else
			hi = middle;
	}
	for (uint32_t i = lo ? lo - 1 : 0, n = 0; i < d->runs && d->run[i].at < b; i++) {
		uint64_t from = d->run[i].at > a ? d->run[i].at : a;
		uint64_t to = i + 1 < d->runs && d->run[i + 1].at < b ? d->run[i + 1].at : b;

		if (n++ == RUNS_LOOKED_AT)
			break;
		if (d->run[i].label == most)
			votes += to - from;
		else if (to - from > votes) {
			most = d->run[i].label;
			votes = to - from - votes;
		} else {
			votes -= to - from;
		}
	}
	return most;
}

/* False: it could be better known. */
static bool
label_in(struct pt_time *t, uint32_t lane, uint64_t a, uint64_t b, uint64_t slack, uint16_t *label)
{
	const struct pt_time_lane *l = &t->lane[lane];
	uint64_t middle = a + (b - a) / 2;
	ptrdiff_t k = pt_time_find(l, middle);
	const struct pt_time_chunk *c;
	const struct pt_time_decoded *d;
	uint64_t len;

	*label = 0;
	if (k < 0)
		return true;
	c = &l->chunk[k];
	len = pt_time_next(l, (size_t)k)->begin - c->begin;
	*label = c->marks & PT_TIME_DIGESTED ? c->most : c->label;
	if (!(c->marks & PT_TIME_DIGESTED) || middle >= c->begin + len)
		return (c->marks & PT_TIME_DIGESTED) != 0;
	if ((c->marks & PT_TIME_ONE_LABEL) || len <= slack * EIGHTHS)
		return true;
	if (c->points && len / PT_TIME_POINTS <= slack * 2) {
		*label = c->points->label[(unsigned __int128)(middle - c->begin) * PT_TIME_POINTS /
			len];
		return true;
	}
	d = pt_time_decode(t, lane, (size_t)k);
	if (d)
		*label = label_of_runs(d, a, b);
	return d != NULL;
}

/* ---- tiles ---- */

/* Its place; another tile that was there is forgotten. */
static struct pt_time_tile *
tile_of(struct pt_time *t, uint32_t lane, unsigned zoom, uint64_t index)
{
	uint64_t h = ((index * 256 + zoom) * PT_REC_SLOTS_MAX + lane) * 0x9e3779b97f4a7c15u >> 52;
	struct pt_time_tile **at = &t->tile[h % PT_TIME_TILES], *tile;

	if (!*at)
		*at = pt_xcalloc(1, sizeof(**at));
	tile = *at;
	if (tile->used && tile->lane == lane && tile->zoom == zoom && tile->index == index)
		return tile;
	tile->used = true;
	tile->whole = false;
	tile->lane = lane;
	tile->zoom = zoom;
	tile->index = index;
	return tile;
}

/* Nothing that is written from now on changes what lies before this. */
static uint64_t
settled(const struct pt_time *t, const struct pt_time_lane *l)
{
	if (!t->live)
		return UINT64_MAX;
	return l->len > 0 ? l->chunk[l->len - 1].begin : 0;
}

static void
fill(struct pt_time *t, struct pt_time_tile *tile)
{
	uint64_t step = pt_time_column(tile->zoom), slack = step / EIGHTHS;
	unsigned before = 0, flags = 0;
	bool whole = true;

	for (uint64_t k = 0; k <= PT_TIME_TILE; k++) {
		uint64_t at = (tile->index * PT_TIME_TILE + k) * step;

		flags = pt_time_states_within(t, tile->lane, at, slack, tile->spent[k]);
		whole &= !(flags & PT_TIME_ROUGH);
		whole &= pt_time_stolen(t, tile->lane, at, step, &tile->steals[k]);
		if (k > 0) /* all of it is before, or after, what its nearer border is */
			tile->flags[k - 1] = (uint8_t)((before & ~(unsigned)PT_TIME_BEFORE) |
				(flags & ~(unsigned)PT_TIME_AFTER));
		if (k < PT_TIME_TILE)
			whole &= label_in(t, tile->lane, at, at + step, slack, &tile->label[k]);
		before = flags;
	}
	tile->whole =
		whole && (tile->index + 1) * PT_TIME_TILE * step < settled(t, &t->lane[tile->lane]);
}

static void
put(const struct pt_time_tile *tile, unsigned k, struct pt_time_cell *cell)
{
	const uint64_t step = pt_time_column(tile->zoom);
	uint64_t best = 0;

	*cell = (struct pt_time_cell){ .label = tile->label[k], .flags = tile->flags[k] };
	for (unsigned s = 0; s < PT_REC_STATES; s++) {
		uint64_t a = tile->spent[k][s], b = tile->spent[k + 1][s],
			 ticks = b > a ? b - a : 0;

		if (ticks > step)
			ticks = step;
		cell->share[s] = (uint8_t)((double)ticks / (double)step * 255 + 0.5);
		if (ticks > best) {
			best = ticks;
			cell->top = (uint8_t)s;
		}
	}
	if (tile->steals[k + 1] > tile->steals[k])
		cell->steals = (uint32_t)(tile->steals[k + 1] - tile->steals[k]);
}

bool
pt_time_draw(struct pt_time *t, uint32_t lane, struct pt_time_view *v, struct pt_time_cell *out)
{
	bool done = true;

	memset(out, 0, v->columns * sizeof(*out));
	if (lane >= t->lanes || v->zoom > PT_TIME_ZOOM_MAX ||
		v->column + v->columns > UINT64_MAX / 2 / pt_time_column(v->zoom))
		return true;
	t->budget = v->budget;
	for (uint64_t i = v->column; i < v->column + v->columns; i++) {
		struct pt_time_tile *tile = tile_of(t, lane, v->zoom, i / PT_TIME_TILE);

		if (!tile->whole && (i == v->column || i % PT_TIME_TILE == 0))
			fill(t, tile);
		put(tile, i % PT_TIME_TILE, &out[i - v->column]);
		done &= tile->whole || t->live;
	}
	v->budget = t->budget;
	return done;
}
