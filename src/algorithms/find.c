/* SPDX-License-Identifier: MIT */
/*
 * Find the first: see partop/algorithm.h.  A loop whose chunks look at the best index so far: those
 * behind it have nothing to do.  Orders are relaxed: an old best costs a chunk, no more, and the
 * loop's end orders the last one.
 */
#include "config.h"

#include <partop/algorithm.h>

struct search {
	partop_chunk_fn *find;
	void *arg;
	bool counts;
	PT_ATOMIC(uint64_t) best;
	PT_ATOMIC(uint64_t) ran;
};

static void
lower_best(struct search *s, uint64_t found)
{
	uint64_t best = PT_LD(s->best, relaxed);

	while (found < best && !PT_CAS(s->best, best, found, relaxed))
		;
}

static void
search_chunk(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct search *s = arg;
	uint64_t best = PT_LD(s->best, relaxed), found;

	if (lo >= best)
		return;
	hi = hi < best ? hi : best;
	found = s->find(w, head, lo, hi, s->arg);
	if (found < hi) {
		lower_best(s, found);
		hi = found + 1;
	}
	if (s->counts)
		PT_ADD(s->ran, hi - lo, relaxed);
}

uint64_t
partop_find_first(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi,
	partop_chunk_fn *find, void *arg, uint64_t *ran, const struct partop_range_options *options)
{
	struct search s = { .find = find, .arg = arg, .counts = ran != NULL };
	struct partop_range_options o = { .label = "find" };

	PT_ST(s.best, PARTOP_NONE, relaxed);
	PT_ST(s.ran, 0, relaxed);
	if (options) {
		o = *options;
		o.label = o.label ? o.label : "find";
	}
	partop_for(w, head, lo, hi, search_chunk, &s, &o);
	if (ran)
		*ran = PT_LD(s.ran, relaxed);
	return PT_LD(s.best, relaxed);
}
