/* SPDX-License-Identifier: MIT */
/*
 * Section: as many coarse leaves as workers must all run at once.
 *
 * 64 leaves begin one after the other on a few CPUs, each with a wake-up of its own, and a comb's in
 * a chain of thefts; their leaves are longer, so that this does not hide a leaf that waits for another.
 */
#include "bench/compare/compare.h"

#define SHORT ":20"
#define LONG ":100"
#define ITEM(shape, k, ms) "coarse-" shape ":" #k ms
#define ONE(ms) "coarse:0" ms
#define SHAPES(k, ms) \
	ITEM("tree", k, ms), ITEM("comb", k, ms), ITEM("flat", k, ms), ITEM("scope", k, ms), \
		ITEM("for", k, ms), ITEM("reduce", k, ms)

/* Over one leaf alone. */
#define OVER_ONE(by, shape, k, ms) \
	{ \
		shape ", " #k " leaves / one", "", { by "/" ITEM(shape, k, ms) }, \
			{ by "/" ONE(ms) }, .target = AT_MOST, .bound = 1.05 \
	}
#define ALL_OVER_ONE(by, k, ms) \
	OVER_ONE(by, "tree", k, ms), OVER_ONE(by, "comb", k, ms), OVER_ONE(by, "flat", k, ms), \
		OVER_ONE(by, "scope", k, ms), OVER_ONE(by, "for", k, ms), \
		OVER_ONE(by, "reduce", k, ms)
#define BESIDE(shape, k, ms, peer) \
	{ \
		shape ", " #k " leaves / " peer "'s", "", { "partop/" ITEM(shape, k, ms) }, \
			{ peer "/" ITEM(shape, k, ms) }, .target = AT_MOST, .bound = 1.05 \
	}

static void
run_equal(const char *title, unsigned flags)
{
	struct comparison *c = comparison_new(title, 7, 3);

	c->text = "The leaves sleep, so that all can run at once on any number of CPUs: 20 ms, or "
		  "100 ms where there are 64.";
	comparison_add(c, "partop", flags, ITEMS(ONE(SHORT), SHAPES(2, SHORT), SHAPES(8, SHORT)));
	comparison_add_as(c, "many", "partop", NULL, ITEMS(ONE(LONG), SHAPES(64, LONG)))->flags =
		flags;
	comparison_run(c);
	report_times(c);
	report_figures(c,
		FIGURES(ALL_OVER_ONE("partop", 2, SHORT), ALL_OVER_ONE("partop", 8, SHORT),
			ALL_OVER_ONE("many", 64, LONG)));
	comparison_free(c);
}

#define PEER_ITEMS \
	ITEMS(ITEM("tree", 8, SHORT), ITEM("for", 8, SHORT), ITEM("uneven", 8, SHORT), \
		ITEM("tree", 64, SHORT), ITEM("uneven", 64, SHORT))
#define ALL_BESIDE(peer) \
	BESIDE("tree", 8, SHORT, peer), BESIDE("for", 8, SHORT, peer), \
		BESIDE("uneven", 8, SHORT, peer), BESIDE("tree", 64, SHORT, peer), \
		BESIDE("uneven", 64, SHORT, peer)

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
	report_figures(c, FIGURES(ALL_BESIDE("tbb"), ALL_BESIDE("rayon")));
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
