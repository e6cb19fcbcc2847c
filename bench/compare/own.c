/* SPDX-License-Identifier: MIT */
/* Sections: what partop pays for being watched, its memory and its depth. */
#include <stdio.h>

#include "bench/compare/compare.h"

#define SPAWNS_34 9227464.0

static void
run_counters(void)
{
	struct comparison *c = comparison_new("Counters on, and compiled out", 25, 3);

	comparison_add_as(c, "on", "partop-on", NULL, ITEMS("fib:0:34", "fib:1:34", "fib:2:34"));
	comparison_add_as(c, "off", "partop-off", NULL, ITEMS("fib:0:34", "fib:1:34", "fib:2:34"));
	comparison_run(c);
	report_times(c);
	report_figures(c,
		FIGURES({ "counters, per spawn, 1 worker", "ns", { "on/fib:1:34", "off/fib:1:34" },
				.per = SPAWNS_34, .target = AT_MOST, .bound = 0.45 },
			{ "counters, per spawn, 2 workers", "ns", { "on/fib:2:34", "off/fib:2:34" },
				.per = SPAWNS_34 },
			{ "spawn overhead, on", "ns", { "on/fib:1:34", "on/fib:0:34" },
				.per = SPAWNS_34 },
			{ "spawn overhead, off", "ns", { "off/fib:1:34", "off/fib:0:34" },
				.per = SPAWNS_34 }));
	comparison_free(c);
}

#define LEVEL(name, w, item) \
	{ \
		"steals / counters, " name ", T_" #w, "", { "steals/" item }, \
			{ "counters/" item }, .target = AT_MOST, .bound = 1.03 \
	}
#define BESIDE(level, name, item) \
	{ \
		level " / counters, " name ", T_1", "", { level "/" item }, \
		{ \
			"counters/" item \
		} \
	}

static void
steals_level(void)
{
	static const char *const items[] = { "fib:1:34", "fib:2:34", "queens:1:12", "queens:2:12",
		"tree:1:0", "tree:2:0", "loop:1:1048576", "loop:2:1048576", NULL };
	struct comparison *c = comparison_new("Recording: counters, steals, tasks", 25, 3);

	c->text =
		"The recording is a ring in a file in memory, as `partop exec` hands one over. The "
		"tree is the one with the cheap generator: SHA-1 would hide the cost.";
	comparison_add_as(c, "counters", "partop", "counters", items);
	comparison_add_as(c, "steals", "partop", "steals", items);
	comparison_add_as(c, "tasks", "partop", "tasks", items);
	comparison_run(c);
	report_times(c);
	report_figures(c,
		FIGURES(LEVEL("fib", 1, "fib:1:34"), LEVEL("fib", 2, "fib:2:34"),
			LEVEL("nqueens", 1, "queens:1:12"), LEVEL("nqueens", 2, "queens:2:12"),
			LEVEL("tree", 1, "tree:1:0"), LEVEL("tree", 2, "tree:2:0"),
			BESIDE("tasks", "fib", "fib:1:34"),
			BESIDE("tasks", "nqueens", "queens:1:12"),
			BESIDE("tasks", "tree", "tree:1:0"),
			BESIDE("tasks", "for", "loop:1:1048576")));
	comparison_free(c);
}

/* One program per process: the events are then its own. */
static void
event_cost(const char *title, const char *level, const char *item, double most)
{
	struct comparison *c = comparison_new(title, 11, 3);
	char with[64], without[64];

	comparison_add_as(c, "without", "partop", "counters", ITEMS(item));
	comparison_add_as(c, "with", "partop", level, ITEMS(item, "events"));
	comparison_run(c);
	report_times(c);
	snprintf(with, sizeof with, "with/%s", item);
	snprintf(without, sizeof without, "without/%s", item);
	report_figures(c,
		FIGURES({ "cost of an event", "ns", { with, without }, { "with/events" },
			.target = AT_MOST, .bound = most }));
	comparison_free(c);
}

static void
run_levels(void)
{
	steals_level();
	event_cost("Level tasks: events of chunks of one index", "tasks", "loop-each:1:1048576",
		12);
	event_cost("Level full: fib, every spawn and sync", "full", "fib:1:27", 70);
	event_cost("Level full: nqueens", "full", "queens:1:10", 70);
	event_cost("Level full: fib, all events kept", "full+keep", "fib:1:27", 70);
}

static void
run_memory(void)
{
	static const char *const peers[] = { "partop", "rayon", "tbb", "libomp", "gomp" };
	struct comparison *c = comparison_new("Resident memory, 2 workers", 11, 1);

	c->text =
		"Highest resident size of a program with 2 workers that runs fib and nqueens, the "
		"program itself (about 2 MB) included.";
	for (size_t i = 0; i < sizeof peers / sizeof *peers; i++)
		comparison_add(c, peers[i], OWN_STACK, ITEMS("fib:2:22", "queens:2:8", "rss_kb"));
	comparison_add(c, "serial", OWN_STACK, ITEMS("fib:0:22", "queens:0:8", "rss_kb"));
	comparison_run(c);
	report_times(c);
	report_figures(c,
		FIGURES({ "resident, 2 workers", "MB", { "partop/rss_kb" }, .per = 1e6 / 1024,
			.target = AT_MOST, .bound = 6 }));
	comparison_free(c);
}

static void
run_deep(void)
{
	struct comparison *c = comparison_new("A join 100,000 deep in its left branch", 11, 1);

	c->text = "On the system's default stack. Not measured means that it did not come back.";
	comparison_add_as(c, "depth 1,000", "partop", NULL, ITEMS("deep:2:1000", "rss_kb"));
	comparison_add_as(c, "depth 100,000", "partop", NULL,
		ITEMS("deep:1:100000", "deep:2:100000", "rss_kb"));
	comparison_run(c);
	report_times(c);
	report_figures(c,
		FIGURES({ "memory per level", "bytes",
				{ "depth 100,000/rss_kb", "depth 1,000/rss_kb" },
				.per = 99000.0 / 1024, .target = AT_MOST, .bound = 256 },
			{ "time per level, 2 workers", "ns", { "depth 100,000/deep:2:100000" },
				.per = 1e5 }));
	comparison_free(c);
}

const struct section own_sections[] = {
	{ "counters", "counters on against compiled out", run_counters },
	{ "levels", "cost of the levels steals, tasks and full", run_levels },
	{ "memory", "resident memory of a user's program", run_memory },
	{ "deep", "a left-recursive join of depth 100,000", run_deep },
	{ 0 },
};
