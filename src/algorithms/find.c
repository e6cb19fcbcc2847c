/* SPDX-License-Identifier: MIT */
/*
 * Find the first: see partop/algorithm.h.  A loop whose chunks look at the best index so far: those
 * behind it have nothing to do.  Orders are relaxed: an old best costs a chunk, no more, and the
 * loop's end orders the last one.
 */
#include "config.h"

#include <partop/algorithm.h>

#include "algorithms/wrap.h"

struct found {
	PT_ATOMIC(uint64_t) best;
	PT_ATOMIC(uint64_t) ran;
};

struct search {
	struct pt_wrap user;
	partop_chunk_fn *find;
	bool counts;
	struct found *found;
};

static void
lower_best(struct found *f, uint64_t found)
{
	uint64_t best = PT_LD(f->best, relaxed);

	while (found < best && !PT_CAS(f->best, best, found, relaxed))
		;
}

static void
search_chunk(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	const struct search *s = arg;
	uint64_t best = PT_LD(s->found->best, relaxed), found;

	if (lo >= best)
		return;
	hi = hi < best ? hi : best;
	found = s->find(w, head, lo, hi, s->user.arg);
	if (found < hi) {
		lower_best(s->found, found);
		hi = found + 1;
	}
	if (s->counts)
		PT_ADD(s->found->ran, hi - lo, relaxed);
}

uint64_t
partop_find_first(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi,
	partop_chunk_fn *find, void *arg, uint64_t *ran, const struct partop_range_options *options)
{
	struct found f;
	struct search s = { .find = find, .counts = ran != NULL, .found = &f };
	struct partop_range_options o = pt_wrap_options(&s.user, sizeof(s), arg, options, "find");

	PT_ST(f.best, PARTOP_NONE, relaxed);
	PT_ST(f.ran, 0, relaxed);
	partop_for(w, head, lo, hi, search_chunk, &s, &o);
	if (ran)
		*ran = PT_LD(f.ran, relaxed);
	return PT_LD(f.best, relaxed);
}
