/* SPDX-License-Identifier: MIT */
/* Sections: sorts by a comparison. */
#include "bench/compare/compare.h"

#define OURS (PINNED | OWN_STACK)
#define SIZE "10000000"
#define THREE(name) name ":0:" SIZE, name ":1:" SIZE, name ":2:" SIZE
#define TWO(name) name ":1:" SIZE, name ":2:" SIZE
#define ONE(name) name ":1:" SIZE

/* Ours over a peer's, in wall time: the comparison costs the same, a call. */
#define BESIDE(what, name, peer, theirs, w) \
	{ \
		"T_" #w " / " name, "", { "partop/" what ":" #w ":" SIZE }, \
			{ peer "/" theirs ":" #w ":" SIZE }, .target = AT_MOST, .bound = 1.05 \
	}
#define BOTH(what, name, peer, theirs) \
	BESIDE(what, name, peer, theirs, 1), BESIDE(what, name, peer, theirs, 2)
/* A comparison that the compiler sees: what a C library cannot have. */
#define INLINED(what, name, peer, theirs, w) \
	{ \
		"T_" #w " / " name ", inlined", "", { "partop/" what ":" #w ":" SIZE }, \
		{ \
			peer "/" theirs ":" #w ":" SIZE \
		} \
	}
#define OWN(what) \
	{ "qsort / 1 worker", "", { "partop/" what ":0:" SIZE }, { "partop/" what ":1:" SIZE } }, \
	{ \
		"1 worker / 2 workers", "", { "partop/" what ":1:" SIZE }, \
		{ \
			"partop/" what ":2:" SIZE \
		} \
	}

static const char note[] =
	"Through a pointer: all peers compare by a function that no compiler inlines, "
	"as a C library must. Inlined: they see a comparison of numbers. -seq: their sequential sort.";

static void
run_unstable(void)
{
	struct comparison *c =
		comparison_new("Sort of 10 M random numbers of 64 bits, unstable", 11, 2);

	c->text = note;
	comparison_add(c, "partop", OURS, ITEMS(THREE("sort")));
	comparison_add(c, "tbb", PINNED,
		ITEMS(TWO("sort"), TWO("sort-inline"), ONE("sort-seq"), ONE("sort-seq-inline")));
	comparison_add(c, "rayon", PINNED,
		ITEMS(TWO("sort"), TWO("sort-inline"), ONE("sort-seq"), ONE("sort-seq-inline")));
	comparison_run(c);
	report_times(c);
	report_figures(c,
		FIGURES(BOTH("sort", "oneTBB's parallel_sort", "tbb", "sort"),
			BOTH("sort", "Rayon's par_sort_unstable", "rayon", "sort"),
			BESIDE("sort", "std::sort", "tbb", "sort-seq", 1),
			BESIDE("sort", "Rust's sort_unstable", "rayon", "sort-seq", 1),
			INLINED("sort", "oneTBB's", "tbb", "sort-inline", 2),
			INLINED("sort", "Rayon's", "rayon", "sort-inline", 2),
			INLINED("sort", "std::sort", "tbb", "sort-seq-inline", 1),
			INLINED("sort", "Rust's", "rayon", "sort-seq-inline", 1), OWN("sort")));
	comparison_free(c);
}

static void
run_stable(void)
{
	struct comparison *c =
		comparison_new("Sort of 10 M random numbers of 64 bits, stable", 11, 2);

	c->text = note;
	comparison_add(c, "partop", OURS, ITEMS(THREE("stable")));
	comparison_add(c, "tbb", PINNED,
		ITEMS(TWO("stable"), TWO("stable-inline"), ONE("stable-seq"),
			ONE("stable-seq-inline")));
	comparison_add(c, "rayon", PINNED,
		ITEMS(TWO("stable"), TWO("stable-inline"), ONE("stable-seq"),
			ONE("stable-seq-inline")));
	comparison_run(c);
	report_times(c);
	report_figures(c,
		FIGURES(BOTH("stable", "std::stable_sort(par)", "tbb", "stable"),
			BOTH("stable", "Rayon's par_sort", "rayon", "stable"),
			BESIDE("stable", "std::stable_sort", "tbb", "stable-seq", 1),
			BESIDE("stable", "Rust's sort", "rayon", "stable-seq", 1),
			INLINED("stable", "std::stable_sort(par)", "tbb", "stable-inline", 2),
			INLINED("stable", "Rayon's", "rayon", "stable-inline", 2),
			INLINED("stable", "std::stable_sort", "tbb", "stable-seq-inline", 1),
			INLINED("stable", "Rust's", "rayon", "stable-seq-inline", 1),
			OWN("stable")));
	comparison_free(c);
}

static void
run_both(void)
{
	run_unstable();
	run_stable();
}

const struct section sort_sections[] = {
	{ "sorts", "sorts by a comparison, stable and not", run_both },
	{ 0 },
};
