/* SPDX-License-Identifier: MIT */
/* Sections: loops with no grain given, and what more CPUs bring. */
#include <stdio.h>

#include "bench/compare/compare.h"
#include "bench/compare/host.h"

#define OURS (PINNED | OWN_STACK)
#define LOOP(w) "loop:" #w ":1048576"
#define GUIDED(w) "loop-guided:" #w ":1048576"
#define SUM(w) "reduce:" #w ":100000000"

/* Ours over theirs, each against its own serial. */
#define BESIDE(name, peer, w, ours, theirs, ...) \
	{ \
		"T_" #w " / " name, "", { "partop/" ours(w), NULL, "partop/" ours(0) }, \
			{ peer "/" theirs(w), NULL, peer "/" ours(0) }, __VA_ARGS__ \
	}

static void
run_loop(void)
{
	struct comparison *c =
		comparison_new("Irregular loop: 1,048,576 indexes, about 15 ns, 1 in 1024 dear", 15,
			3);

	c->text = "No grain given: partop_for, parallel_for, par_iter_mut, omp parallel for (its "
		  "default, and schedule(guided)). \"T / peer\": each against its own serial loop.";
	comparison_add(c, "serial", PINNED, ITEMS(LOOP(0)));
	comparison_add(c, "partop", OURS, ITEMS(LOOP(0), LOOP(1), LOOP(2)));
	comparison_add(c, "rayon", PINNED, ITEMS(LOOP(0), LOOP(1), LOOP(2)));
	comparison_add(c, "tbb", PINNED, ITEMS(LOOP(0), LOOP(1), LOOP(2)));
	comparison_add(c, "libomp", PINNED, ITEMS(LOOP(0), LOOP(1), LOOP(2), GUIDED(2)));
	comparison_add(c, "gomp", PINNED, ITEMS(LOOP(0), LOOP(1), LOOP(2), GUIDED(2)));
	comparison_run(c);
	report_times(c);
	report_figures(c,
		FIGURES({ "1 worker / serial", "", { "partop/" LOOP(1) }, { "partop/" LOOP(0) },
				.target = AT_MOST, .bound = 1.05 },
			{ "serial / 2 workers", "", { "partop/" LOOP(0) }, { "partop/" LOOP(2) },
				.target = AT_LEAST, .bound = 1.9 },
			BESIDE("oneTBB's", "tbb", 1, LOOP, LOOP, .target = AT_MOST, .bound = 1.0),
			BESIDE("oneTBB's", "tbb", 2, LOOP, LOOP, .target = AT_MOST, .bound = 1.0),
			BESIDE("Rayon's", "rayon", 1, LOOP, LOOP, .target = AT_MOST, .bound = 1.05),
			BESIDE("Rayon's", "rayon", 2, LOOP, LOOP, .target = AT_MOST, .bound = 1.05),
			BESIDE("libomp's", "libomp", 2, LOOP, LOOP, .target = NO_TARGET),
			BESIDE("libomp's guided", "libomp", 2, LOOP, GUIDED, .target = NO_TARGET),
			BESIDE("libgomp's", "gomp", 2, LOOP, LOOP, .target = NO_TARGET),
			BESIDE("libgomp's guided", "gomp", 2, LOOP, GUIDED, .target = NO_TARGET)));
	comparison_free(c);
}

static void
run_reduce(void)
{
	struct comparison *c = comparison_new("Sum of 100 M integers of 32 bits", 7, 3);
	static const char *const peers[] = { "rayon", "tbb", "libomp", "gomp" };

	comparison_add(c, "partop", OURS, ITEMS(SUM(0), SUM(1), SUM(2)));
	for (size_t i = 0; i < sizeof peers / sizeof *peers; i++)
		comparison_add(c, peers[i], PINNED, ITEMS(SUM(0), SUM(1), SUM(2)));
	comparison_run(c);
	report_times(c);
	report_figures(c,
		FIGURES({ "speed, 1 worker, oneTBB / partop", "", { "tbb/" SUM(1) },
				{ "partop/" SUM(1) }, .target = AT_LEAST, .bound = 0.97 },
			{ "speed, 2 workers, oneTBB / partop", "", { "tbb/" SUM(2) },
				{ "partop/" SUM(2) }, .target = AT_LEAST, .bound = 0.97 },
			{ "speed, 2 workers, Rayon / partop", "", { "rayon/" SUM(2) },
				{ "partop/" SUM(2) } },
			{ "speed, 2 workers, libomp / partop", "", { "libomp/" SUM(2) },
				{ "partop/" SUM(2) } },
			{ "speed, 2 workers, libgomp / partop", "", { "gomp/" SUM(2) },
				{ "partop/" SUM(2) } },
			{ "serial / 2 workers", "", { "partop/" SUM(0) }, { "partop/" SUM(2) } }));
	comparison_free(c);
}

/* ---- 1, 2, 4, ... workers ---- */

#define STEPS 8 /* up to 64 workers */

static void
scaling_of(const char *title, const char *program, const char *size, const char *const *peers)
{
	struct comparison *c = comparison_new(title, 7, 2);
	char text[STEPS][40];
	const char *item[STEPS + 1] = { NULL };
	int n = 0, cpus = host_cpus();

	snprintf(text[n++], sizeof *text, "%s:0:%s", program, size);
	for (int w = 1; n < STEPS && w <= cpus && w <= 64; w *= 2)
		snprintf(text[n++], sizeof *text, "%s:%d:%s", program, w, size);
	for (int i = 0; i < n; i++)
		item[i] = text[i];
	for (int i = 0; peers[i]; i++)
		comparison_add(c, peers[i], PINNED | ALL_CPUS | (i ? 0 : OWN_STACK), item);
	comparison_run(c);
	report_times(c);
	comparison_free(c);
}

static void
run_scaling(void)
{
	static const char *const task_peers[] = { "partop", "rayon", NULL };
	static const char *const loop_peers[] = { "partop", "rayon", "tbb", "libomp", "gomp",
		NULL };

	if (host_cpus() < 3) {
		printf("\n### More than 2 CPUs\n\nNot measured: this machine has %d.\n",
			host_cpus());
		return;
	}
	scaling_of("fib(38) over all CPUs", "fib", "38", task_peers);
	scaling_of("nqueens(13) over all CPUs", "queens", "13", task_peers);
	scaling_of("UTS T3 over all CPUs", "tree", "3", task_peers);
	scaling_of("Irregular loop, 16 M indexes, over all CPUs", "loop", "16777216", loop_peers);
}

const struct section loop_sections[] = {
	{ "loop", "an irregular loop, no grain given", run_loop },
	{ "reduce", "a sum of 100 M integers", run_reduce },
	{ "scaling", "1, 2, 4, ... workers, up to the number of CPUs", run_scaling },
	{ 0 },
};
