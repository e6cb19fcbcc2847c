/* SPDX-License-Identifier: MIT */
/* Sections: pools with little to do: latencies, idle cost, coming and going. */
#include "bench/compare/compare.h"

static const char *const peers[] = { "partop", "rayon", "tbb", "libomp", "gomp" };
#define PEERS (sizeof peers / sizeof *peers)

static void
add_all(struct comparison *c, unsigned flags, const char *const *items)
{
	for (size_t i = 0; i < PEERS; i++)
		comparison_add(c, peers[i], flags | (i ? 0 : OWN_STACK), items);
}

#define LATENCY(what, item, ...) \
	{ \
		what, "µs", { item }, .per = 1000, __VA_ARGS__ \
	}
#define BESIDE(what, item) \
	{ what " / Rayon", "", { "partop/" item }, { "rayon/" item } }, \
		{ what " / oneTBB", "", { "partop/" item }, { "tbb/" item } }, \
		{ what " / libomp", "", { "partop/" item }, { "libomp/" item } }, \
	{ \
		what " / libgomp", "", { "partop/" item }, \
		{ \
			"gomp/" item \
		} \
	}

static void
latency(const char *title, unsigned flags, enum target target)
{
	struct comparison *c = comparison_new(title, 7, 3);

	c->text = "A region is what makes a runtime ready for work and ends it again, with none: "
		  "partop_run, arena.execute, install, omp parallel (the only one that calls all "
		  "threads). A steal is timed from before the spawn to the other side's first "
		  "instruction, one reading of the clock (25 ns) included. Parked: after 5 ms of "
		  "nothing; OpenMP's threads may still spin then, as they do by default.";
	add_all(c, flags,
		ITEMS("region-hot:2:0", "region-parked:2:0", "steal-hot:2:0", "steal-parked:2:0"));
	comparison_run(c);
	report_times(c);
	report_figures(c,
		FIGURES(LATENCY("hot steal", "partop/steal-hot:2:0", .target = target,
				.bound = 0.3),
			LATENCY("parked steal", "partop/steal-parked:2:0", .target = target,
				.bound = 5),
			BESIDE("hot steal", "steal-hot:2:0"),
			BESIDE("parked steal", "steal-parked:2:0")));
	comparison_free(c);
}

static void
run_latency(void)
{
	latency("Latency, pinned", PINNED, AT_MOST);
	latency("Latency, not pinned", 0, NO_TARGET);
}

#define CPU(what, item, most) \
	{ \
		what, "CPU s/s", { item }, .per = 1e9, .target = AT_MOST, .bound = most \
	}

/* 0.000 is what rounds to it. */
static void
run_idle(void)
{
	struct comparison *c = comparison_new("Idle, and one serial task", 6, 2);

	c->text =
		"CPU time of the process: per second of sleep beside an idle pool, 0.3 s after its last "
		"work; per second that one task runs.";
	comparison_add(c, "partop", OWN_STACK | COLD,
		ITEMS("idle:2:0", "idle:8:0", "serial-task:2:0", "serial-task:8:0"));
	for (size_t i = 1; i < PEERS; i++)
		comparison_add(c, peers[i], COLD, ITEMS("idle:2:0", "serial-task:2:0"));
	comparison_run(c);
	report_times(c);
	report_figures(c,
		FIGURES(CPU("idle pool of 2", "partop/idle:2:0", 0.0005),
			CPU("idle pool of 8", "partop/idle:8:0", 0.0005),
			CPU("one serial task in a pool of 2", "partop/serial-task:2:0", 1.01),
			CPU("one serial task in a pool of 8", "partop/serial-task:8:0", 1.01)));
	comparison_free(c);
}

static void
run_lifecycle(void)
{
	struct comparison *c = comparison_new("A pool made, used once and destroyed", 7, 5);

	c->text =
		"The use is fib(10). Serial C: creating and joining as many threads, less one. "
		"OpenMP: a region, then omp_pause_resource_all(hard). Rayon does not wait for its "
		"threads to end.";
	add_all(c, 0, ITEMS("lifecycle:2:0", "lifecycle:8:0"));
	comparison_add(c, "serial", 0, ITEMS("lifecycle:2:0", "lifecycle:8:0"));
	comparison_run(c);
	report_times(c);
	report_figures(c,
		FIGURES(BESIDE("pool of 2", "lifecycle:2:0"), BESIDE("pool of 8", "lifecycle:8:0"),
			{ "pool of 2 / one bare thread", "", { "partop/lifecycle:2:0" },
				{ "serial/lifecycle:2:0" } }));
	comparison_free(c);
}

const struct section pool_sections[] = {
	{ "latency", "empty regions and steals, hot and parked", run_latency },
	{ "idle", "CPU used by an idle pool and by one serial task", run_idle },
	{ "pools", "making and destroying pools", run_lifecycle },
	{ 0 },
};
