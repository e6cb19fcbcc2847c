/* SPDX-License-Identifier: MIT */
/* Section: as many coarse leaves as workers must all run at once. */
#include "bench/compare/compare.h"

#define MS "20"
#define ITEM(shape, k) "coarse-" shape ":" #k ":" MS
#define ONE "coarse:0:" MS
#define SHAPES(k) ITEM("tree", k), ITEM("comb", k), ITEM("flat", k), ITEM("for", k), ITEM("reduce", k)

/* Over one leaf alone. */
#define OVER_ONE(shape, k)                                                                         \
	{ shape ", " #k " leaves / one", "", { "partop/" ITEM(shape, k) }, { "partop/" ONE },         \
		.target = AT_MOST, .bound = 1.05 }
#define ALL_OVER_ONE(k) OVER_ONE("tree", k), OVER_ONE("comb", k), OVER_ONE("flat", k),                 \
	OVER_ONE("for", k), OVER_ONE("reduce", k)
#define BESIDE(shape, k, peer, bound_)                                                             \
	{ shape ", " #k " leaves / " peer "'s", "", { "partop/" ITEM(shape, k) },                     \
		{ peer "/" ITEM(shape, k) }, .target = AT_MOST, .bound = bound_ }

static void
run_equal(const char *title, unsigned flags)
{
	struct comparison *c = comparison_new(title, 7, 3);

	c->text = "The leaves sleep for " MS " ms, so that all can run at once on any number of CPUs.";
	comparison_add(c, "partop", flags, ITEMS(ONE, SHAPES(2), SHAPES(8)));
	comparison_add_as(c, "many", "partop", NULL, ITEMS(ONE, SHAPES(64)))->flags = flags;
	comparison_run(c);
	report_times(c);
	report_figures(c, FIGURES(ALL_OVER_ONE(2), ALL_OVER_ONE(8),
		{ "tree, 64 leaves / one", "", { "many/" ITEM("tree", 64) }, { "many/" ONE },
			.target = AT_MOST, .bound = 1.05 },
		{ "comb, 64 leaves / one", "", { "many/" ITEM("comb", 64) }, { "many/" ONE },
			.target = AT_MOST, .bound = 1.05 },
		{ "flat, 64 leaves / one", "", { "many/" ITEM("flat", 64) }, { "many/" ONE },
			.target = AT_MOST, .bound = 1.05 },
		{ "for, 64 leaves / one", "", { "many/" ITEM("for", 64) }, { "many/" ONE },
			.target = AT_MOST, .bound = 1.05 },
		{ "reduce, 64 leaves / one", "", { "many/" ITEM("reduce", 64) }, { "many/" ONE },
			.target = AT_MOST, .bound = 1.05 }));
	comparison_free(c);
}

#define PEER_ITEMS ITEMS(ITEM("tree", 8), ITEM("for", 8), ITEM("uneven", 8), ITEM("uneven", 64))

static void
run_peers(void)
{
	struct comparison *c = comparison_new("Coarse leaves beside other runtimes", 7, 3);

	c->text = "uneven: a leaf takes from a quarter of the time to all of it.";
	comparison_add(c, "partop", 0, PEER_ITEMS);
	comparison_add(c, "tbb", 0, PEER_ITEMS);
	comparison_add(c, "rayon", 0, PEER_ITEMS);
	comparison_run(c);
	report_times(c);
	report_figures(c, FIGURES(BESIDE("uneven", 8, "tbb", 1.05), BESIDE("uneven", 64, "tbb", 1.05),
		BESIDE("uneven", 8, "rayon", 1.05), BESIDE("uneven", 64, "rayon", 1.05),
		BESIDE("tree", 8, "tbb", 1.05), BESIDE("tree", 8, "rayon", 1.05),
		BESIDE("for", 8, "tbb", 1.05), BESIDE("for", 8, "rayon", 1.05)));
	comparison_free(c);
}

static void
run_coarse(void)
{
	run_equal("Coarse leaves, as many as workers", 0);
	run_equal("The same in the first run of a pool", COLD);
	run_peers();
}

const struct section coarse_sections[] = {
	{ "coarse", "as many coarse leaves as workers", run_coarse },
	{ 0 },
};
