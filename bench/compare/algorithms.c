/* SPDX-License-Identifier: MIT */
/* Sections: the library's algorithms, beside those of the peers that have the same. */
#include <stdio.h>

#include "bench/compare/compare.h"

#define OURS (PINNED | OWN_STACK)
#define SIZE "100000000"

/* Ours over theirs, each against its own serial: the bodies are the same loops, but compilers make
 * different code of them. */
#define BESIDE(what, peer, w) \
	{ \
		what ", T_" #w " / " peer "'s", "", \
			{ "partop/" what ":" #w ":" SIZE, NULL, "partop/" what ":0:" SIZE }, \
			{ peer "/" what ":" #w ":" SIZE, NULL, peer "/" what ":0:" SIZE }, \
			.target = AT_MOST, .bound = 1.05 \
	}
#define BOTH(what, peer) BESIDE(what, peer, 1), BESIDE(what, peer, 2)
/* In wall time: the loops are the library's. */
#define STD(what, w) \
	{ \
		what ", T_" #w " / libstdc++'s", "", { "partop/" what ":" #w ":" SIZE }, \
			{ "tbb/" what "-std:" #w ":" SIZE }, .target = AT_MOST, .bound = 1.05 \
	}
#define STDS(what) STD(what, 1), STD(what, 2)
#define THREE(name) name ":0:" SIZE, name ":1:" SIZE, name ":2:" SIZE
#define TWO(name) name ":1:" SIZE, name ":2:" SIZE

static void
run_prefix(void)
{
	struct comparison *c = comparison_new("Prefix sums of 100 M numbers", 11, 3);

	c->text =
		"32 bits in, 64 bits out. scan-std is std::inclusive_scan(par) of libstdc++, on oneTBB.";
	comparison_add(c, "partop", OURS, ITEMS(THREE("scan")));
	comparison_add(c, "tbb", PINNED, ITEMS(THREE("scan"), TWO("scan-std")));
	comparison_run(c);
	report_times(c);
	report_figures(c,
		FIGURES(BOTH("scan", "tbb"), STDS("scan"),
			{ "1 worker / serial", "", { "partop/scan:1:" SIZE },
				{ "partop/scan:0:" SIZE }, .target = AT_MOST, .bound = 1.05 },
			{ "serial / 2 workers", "", { "partop/scan:0:" SIZE },
				{ "partop/scan:2:" SIZE } }));
	comparison_free(c);
}

static void
run_filter(void)
{
	struct comparison *c =
		comparison_new("Filter and collect: a quarter of 100 M numbers", 11, 3);

	c->text =
		"In order. filter-std is std::copy_if(par). Rayon collects into a vector of its own, and "
		"copies it to where the others write.";
	comparison_add(c, "partop", OURS, ITEMS(THREE("filter")));
	comparison_add(c, "tbb", PINNED, ITEMS(TWO("filter-std")));
	comparison_add(c, "rayon", PINNED, ITEMS(THREE("filter")));
	comparison_run(c);
	report_times(c);
	report_figures(c,
		FIGURES(STDS("filter"), BOTH("filter", "rayon"),
			{ "serial / 2 workers", "", { "partop/filter:0:" SIZE },
				{ "partop/filter:2:" SIZE } }));
	comparison_free(c);
}

static void
run_search(void)
{
	struct comparison *c = comparison_new("Find, greatest, count: 100 M numbers", 11, 3);

	c->text =
		"What is looked for is at three quarters. find-std and max-std are std::find(par) and "
		"std::max_element(par).";
	comparison_add(c, "partop", OURS, ITEMS(THREE("find"), THREE("max"), THREE("count")));
	comparison_add(c, "tbb", PINNED,
		ITEMS(TWO("find-std"), THREE("max"), TWO("max-std"), THREE("count")));
	comparison_add(c, "rayon", PINNED, ITEMS(THREE("find"), THREE("max"), THREE("count")));
	comparison_run(c);
	report_times(c);
	report_figures(c,
		FIGURES(STDS("find"), BOTH("find", "rayon"), BOTH("max", "tbb"), STDS("max"),
			BOTH("max", "rayon"), BOTH("count", "tbb"), BOTH("count", "rayon")));
	comparison_free(c);
}

static void
run_local(void)
{
	struct comparison *c =
		comparison_new("A table per worker: 256 bins of 100 M numbers", 11, 3);

	c->text = "partop_local, enumerable_thread_specific; Rayon has fold and reduce for it.";
	comparison_add(c, "partop", OURS, ITEMS(THREE("bins")));
	comparison_add(c, "tbb", PINNED, ITEMS(THREE("bins")));
	comparison_add(c, "rayon", PINNED, ITEMS(THREE("bins")));
	comparison_run(c);
	report_times(c);
	report_figures(c, FIGURES(BOTH("bins", "tbb"), BOTH("bins", "rayon")));
	comparison_free(c);
}

#undef SIZE
#define SIZE "8192"

static void
run_grid(void)
{
	struct comparison *c =
		comparison_new("Rows and columns: a transposed square of 8,192", 11, 3);

	c->text =
		"partop_for_2d, parallel_for over a blocked_range2d, no grain given; serial: tiles of 32.";
	comparison_add(c, "partop", OURS, ITEMS(THREE("grid")));
	comparison_add(c, "tbb", PINNED, ITEMS(THREE("grid")));
	comparison_run(c);
	report_times(c);
	report_figures(c,
		FIGURES(BOTH("grid", "tbb"),
			{ "serial / 2 workers", "", { "partop/grid:0:" SIZE },
				{ "partop/grid:2:" SIZE } }));
	comparison_free(c);
}

const struct section algorithm_sections[] = {
	{ "prefix", "prefix sums", run_prefix },
	{ "filter", "filter and collect in order", run_filter },
	{ "search", "find first, greatest, count", run_search },
	{ "local", "a table per worker", run_local },
	{ "grid", "a loop over rows and columns", run_grid },
	{ 0 },
};
