/* SPDX-License-Identifier: MIT */
/*
 * Section: this build beside an earlier one, $BENCH_BEFORE, a built tree of another commit:
 *
 *	git worktree add ../before COMMIT; cd ../before; ./bootstrap make bench-build
 *	make bench SECTIONS=before BENCH_BEFORE=../before
 *
 * The contender "again" is this build's program once more: how far two series of one binary are apart
 * is what a difference has to exceed.
 */
#include <stdio.h>
#include <stdlib.h>

#include "bench/compare/compare.h"

#define OURS (PINNED | OWN_STACK)
#define ROUNDS 15
#define FLOOR(item) \
	{ \
		item ", again / now", "", { "again/" item }, \
		{ \
			"now/" item \
		} \
	}
#define BEFORE(item) \
	{ \
		item ", now / before", "", { "now/" item }, { "before/" item }, .target = AT_MOST, \
										.bound = 1.03 \
	}
#define BOTH(item) BEFORE(item), FLOOR(item)

static const char *before; /* the earlier peer's path */

static void
add_three(struct comparison *c, const char *detail, unsigned flags, const char *const *items)
{
	comparison_add_as(c, "now", "partop", detail, items)->flags = flags;
	comparison_add_as(c, "before", before, detail, items)->flags = flags;
	comparison_add_as(c, "again", "partop", detail, items)->flags = flags;
}

static void
run_tasks(void)
{
	struct comparison *c = comparison_new("Now and before: tasks and loops", ROUNDS, 3);

	add_three(c, NULL, OURS,
		ITEMS("fib:1:34", "fib:2:34", "fib-word:1:34", "fib-plain:1:34", "queens:1:12",
			"queens:2:12", "tree:1:0", "tree:2:0", "loop:1:1048576", "loop:2:1048576"));
	comparison_run(c);
	report_times(c);
	report_figures(c,
		FIGURES(BOTH("fib:1:34"), BOTH("fib:2:34"), BOTH("fib-word:1:34"),
			BOTH("fib-plain:1:34"), BOTH("queens:1:12"), BOTH("queens:2:12"),
			BOTH("tree:1:0"), BOTH("tree:2:0"), BOTH("loop:1:1048576"),
			BOTH("loop:2:1048576")));
	comparison_free(c);
}

static void
run_over(void)
{
	struct comparison *c = comparison_new("Now and before: more workers than CPUs", 11, 2);

	add_three(c, NULL, OURS,
		ITEMS("fib:8:34", "fib:64:34", "queens:8:12", "queens:64:12", "tree:8:3",
			"tree:64:3", "loop:8:1048576", "loop:64:1048576"));
	comparison_run(c);
	report_times(c);
	report_figures(c,
		FIGURES(BOTH("fib:8:34"), BOTH("fib:64:34"), BOTH("queens:8:12"),
			BOTH("queens:64:12"), BOTH("tree:8:3"), BOTH("tree:64:3"),
			BOTH("loop:8:1048576"), BOTH("loop:64:1048576")));
	comparison_free(c);
}

static void
run_latency(void)
{
	struct comparison *c = comparison_new("Now and before: latency, pinned", ROUNDS, 3);

	add_three(c, NULL, OURS,
		ITEMS("steal-hot:2:0", "steal-parked:2:0", "region-hot:2:0", "region-parked:2:0"));
	comparison_run(c);
	report_times(c);
	report_figures(c,
		FIGURES(BOTH("steal-hot:2:0"), BOTH("steal-parked:2:0"), BOTH("region-hot:2:0"),
			BOTH("region-parked:2:0")));
	comparison_free(c);
}

static void
run_level(const char *level)
{
	char title[64];
	struct comparison *c;

	snprintf(title, sizeof title, "Now and before: level %s", level);
	c = comparison_new(title, ROUNDS, 3);
	add_three(c, level, OURS,
		ITEMS("fib:1:34", "fib:2:34", "tree:2:0", "loop:1:1048576", "loop:2:1048576"));
	comparison_run(c);
	report_times(c);
	report_figures(c,
		FIGURES(BOTH("fib:1:34"), BOTH("fib:2:34"), BOTH("tree:2:0"),
			BOTH("loop:1:1048576"), BOTH("loop:2:1048576")));
	comparison_free(c);
}

static void
run_before(void)
{
	static char path[4096];
	const char *tree = getenv("BENCH_BEFORE");

	if (!tree || !*tree) {
		puts("\n### Now and before\n\nNot measured: BENCH_BEFORE names no built tree.");
		return;
	}
	snprintf(path, sizeof path, "%s/bench/peers/partop", tree);
	before = path;
	run_tasks();
	run_latency();
	run_over();
	run_level("counters");
	run_level("steals");
	run_level("tasks");
}

const struct section before_sections[] = {
	{ "before", "this build beside $BENCH_BEFORE", run_before },
	{ 0 },
};
