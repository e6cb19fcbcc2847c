/* SPDX-License-Identifier: MIT */
/*
 * The pools of a recording.  See pools.h.
 */
#include "timeline/pools.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/array.h"
#include "timeline/matrix.h"

void
pt_pools_fini(struct pt_pools *p)
{
	free(p->pool);
	*p = (struct pt_pools){ 0 };
}

/* The pool with that number; a new one is inserted in order. */
static struct pt_pool *
entry(struct pt_pools *p, uint32_t id)
{
	size_t i = p->len;

	while (i > 0 && p->pool[i - 1].id >= id)
		i--;
	if (i < p->len && p->pool[i].id == id)
		return &p->pool[i];
	p->pool = pt_array_room(p->pool, &p->cap, p->len + 1, sizeof(*p->pool));
	for (size_t k = p->len++; k > i; k--)
		p->pool[k] = p->pool[k - 1];
	p->pool[i] = (struct pt_pool){ .id = id };
	return &p->pool[i];
}

static void
add_worker(struct pt_pools *p, uint32_t slot, const struct pt_rec_snapshot *s)
{
	struct pt_pool *pool = entry(p, s->pool);

	if (pool->workers == 0)
		pool->first_slot = slot;
	if (s->index == 0) {
		pool->first_slot = slot;
		pool->label = s->name;
		pool->runs = s->counter[PT_COUNTER_RUNS];
	}
	pool->workers++;
	pool->work_ticks = pt_add_sat_u64(pool->work_ticks, s->spent[PT_REC_WORK]);
}

void
pt_pools_read(struct pt_pools *p, struct pt_rec_reader *r, const struct pt_phases *phases)
{
	struct pt_rec_status status;
	struct pt_rec_snapshot s;

	p->len = 0;
	if (pt_rec_status(r, &status) != 0)
		return;
	for (uint32_t i = 0; i < status.workers && i < r->slots; i++)
		if (pt_rec_snapshot(r, i, &s) == 0 && s.life != PT_REC_SLOT_FREE)
			add_worker(p, i, &s);
	for (size_t i = 0; i < p->len; i++)
		p->pool[i].measured = pt_phases_runs_at(phases, p->pool[i].first_slot);
}

const struct pt_pool *
pt_pools_find(const struct pt_pools *p, uint32_t id)
{
	for (size_t i = 0; i < p->len; i++)
		if (p->pool[i].id == id)
			return &p->pool[i];
	return NULL;
}

/* The phase that says which workers are measured, while there is no run; NULL: none does. */
static const struct pt_phase *
telling_phase(const struct pt_phases *ps)
{
	static const enum pt_rec_phase_kind kinds[] = { PT_REC_PHASE_WARMUP, PT_REC_PHASE_PREVIEW,
		PT_REC_PHASE_ONE_WORKER };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		const struct pt_phase *p = pt_phases_last(ps, kinds[i]);

		if (p)
			return p;
	}
	return NULL;
}

static const struct pt_pool *
of_phase(const struct pt_pools *p, const struct pt_phase *phase)
{
	for (size_t i = 0; i < p->len; i++)
		if (p->pool[i].first_slot == phase->p.first_slot)
			return &p->pool[i];
	return NULL;
}

static const struct pt_pool *
most_worked(const struct pt_pools *p, bool measured, uint32_t shown)
{
	const struct pt_pool *best = NULL, *now = pt_pools_find(p, shown);

	for (size_t i = 0; i < p->len; i++)
		if ((p->pool[i].measured || !measured) &&
			(!best || p->pool[i].work_ticks > best->work_ticks))
			best = &p->pool[i];
	if (best && now && (now->measured || !measured) && best->work_ticks / 2 <= now->work_ticks)
		return now;
	return best;
}

const struct pt_pool *
pt_pools_choose(const struct pt_pools *p, const struct pt_phases *phases, uint32_t wanted,
	uint32_t shown)
{
	const struct pt_pool *pool = pt_pools_find(p, wanted);
	const struct pt_phase *telling;

	if (!pool)
		pool = most_worked(p, true, shown);
	if (pool)
		return pool;
	telling = telling_phase(phases);
	if (telling)
		return of_phase(p, telling);
	return phases->len > 0 ? NULL : most_worked(p, false, shown);
}
