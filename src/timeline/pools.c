/* SPDX-License-Identifier: MIT */
/*
 * Which recording slots are the pool that counts.  See pools.h.
 */
#include "timeline/pools.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "timeline/matrix.h"

struct member {
	uint32_t pool, index, slot;
	uint64_t work;
};

/* The phase that says which workers are measured; NULL: none does (yet). */
static const struct pt_phase *
telling_phase(const struct pt_phases *ps)
{
	static const enum pt_rec_phase_kind kinds[] = {
		PT_REC_PHASE_RUN, PT_REC_PHASE_WARMUP, PT_REC_PHASE_PREVIEW,
		PT_REC_PHASE_ONE_WORKER };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		const struct pt_phase *p = pt_phases_last(ps, kinds[i]);

		if (p)
			return p;
	}
	return NULL;
}

static int
by_pool(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->pool != y->pool)
		return x->pool < y->pool ? -1 : 1;
	if (x->index != y->index)
		return x->index < y->index ? -1 : 1;
	return (x->slot > y->slot) - (x->slot < y->slot);
}

static size_t
list_members(struct member *m, struct pt_rec_reader *r, uint32_t slots)
{
	struct pt_rec_snapshot s;
	size_t n = 0;

	for (uint32_t i = 0; i < slots; i++)
		if (pt_rec_snapshot(r, i, &s) == 0 && s.life != PT_REC_SLOT_FREE)
			m[n++] = (struct member){ .pool = s.pool, .index = s.index, .slot = i,
				.work = s.spent[PT_REC_WORK] };
	return n;
}

/* Of members sorted by pool, the stretch that worked most; the first one when none has yet. */
static size_t
busiest(const struct member *m, size_t n, uint32_t *slot)
{
	size_t best = 0, best_len = 0, end;
	uint64_t best_work = 0;

	for (size_t i = 0; i < n; i = end) {
		uint64_t work = 0;

		for (end = i; end < n && m[end].pool == m[i].pool; end++)
			work = pt_add_sat_u64(work, m[end].work);
		if (best_len == 0 || work > best_work) {
			best = i;
			best_len = end - i;
			best_work = work;
		}
	}
	for (size_t i = 0; i < best_len; i++)
		slot[i] = m[best + i].slot;
	return best_len;
}

static size_t
most_worked(uint32_t *slot, struct pt_rec_reader *r)
{
	struct pt_rec_status status;

	if (pt_rec_status(r, &status) != 0)
		return 0;
	uint32_t slots = status.workers < r->slots ? status.workers : r->slots;
	struct member *m = pt_xcalloc(slots, sizeof(*m));
	size_t n = list_members(m, r, slots);

	qsort(m, n, sizeof(*m), by_pool);
	n = busiest(m, n, slot);
	free(m);
	return n;
}

size_t
pt_pools_measured(uint32_t *slot, struct pt_rec_reader *r, const struct pt_phases *phases)
{
	const struct pt_phase *p = telling_phase(phases);
	size_t n = 0;

	if (!p)
		return phases->len > 0 ? 0 : most_worked(slot, r);
	for (uint64_t i = p->p.first_slot; n < p->p.workers && i < r->slots; i++)
		slot[n++] = (uint32_t)i;
	return n;
}
