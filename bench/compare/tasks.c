/* SPDX-License-Identifier: MIT */
/* Sections: programs made of tasks.  Slow peers get smaller sizes; costs are then per spawn. */
#include "bench/compare/compare.h"

/* Tasks of fib(n) without a cut-off: calls with n >= 2. */
#define SPAWNS_34 9227464.0
#define SPAWNS_30 1346268.0
#define SPAWNS_26 196417.0
#define SPAWNS_25 121392.0
#define SPAWNS_24 75024.0

#define OURS (PINNED | OWN_STACK)

#define TWO_WORKERS(program, one, two) \
	{ \
		program ", T_2 / T_1", "", { two }, { one }, .target = AT_MOST, .bound = 0.52 \
	}

static void
run_fib(void)
{
	struct comparison *c = comparison_new("fib: a task per call, no cut-off", 15, 3);

	comparison_add(c, "serial", PINNED, ITEMS("fib:0:34"));
	comparison_add(c, "partop", OURS,
		ITEMS("fib:0:34", "fib:1:34", "fib:2:34", "fib-word:1:34", "fib-word:2:34",
			"fib-plain:1:34", "fib-plain:2:34"));
	comparison_add(c, "rayon", PINNED, ITEMS("fib:0:30", "fib:1:30", "fib:2:30"));
	comparison_add(c, "tbb", PINNED, ITEMS("fib:0:26", "fib:1:26", "fib:2:26"));
	comparison_add(c, "libomp", PINNED, ITEMS("fib:0:25", "fib:1:25", "fib:2:25"));
	comparison_add(c, "gomp", PINNED, ITEMS("fib:0:24", "fib:1:24", "fib:2:24"));
	comparison_run(c);
	report_times(c);
	report_figures(c,
		FIGURES({ "spawn overhead, typed", "ns", { "partop/fib:1:34", "partop/fib:0:34" },
				.per = SPAWNS_34, .target = AT_MOST, .bound = 0.9 },
			{ "spawn overhead, plain function of a word", "ns",
				{ "partop/fib-word:1:34", "partop/fib:0:34" }, .per = SPAWNS_34,
				.target = AT_MOST, .bound = 1.3 },
			{ "spawn overhead, join of two pointers", "ns",
				{ "partop/fib-plain:1:34", "partop/fib:0:34" }, .per = SPAWNS_34 },
			{ "spawn overhead, Rayon join", "ns",
				{ "rayon/fib:1:30", "rayon/fib:0:30" }, .per = SPAWNS_30 },
			{ "spawn overhead, oneTBB task_group", "ns",
				{ "tbb/fib:1:26", "tbb/fib:0:26" }, .per = SPAWNS_26 },
			{ "spawn overhead, libomp task", "ns",
				{ "libomp/fib:1:25", "libomp/fib:0:25" }, .per = SPAWNS_25 },
			{ "spawn overhead, libgomp task", "ns",
				{ "gomp/fib:1:24", "gomp/fib:0:24" }, .per = SPAWNS_24 },
			{ "typed / Rayon", "", { "partop/fib:1:34", "partop/fib:0:34" },
				{ "rayon/fib:1:30", "rayon/fib:0:30" }, SPAWNS_34 / SPAWNS_30,
				AT_MOST, 0.1 },
			{ "typed / oneTBB", "", { "partop/fib:1:34", "partop/fib:0:34" },
				{ "tbb/fib:1:26", "tbb/fib:0:26" }, SPAWNS_34 / SPAWNS_26, AT_MOST,
				0.02 },
			{ "typed / libomp", "", { "partop/fib:1:34", "partop/fib:0:34" },
				{ "libomp/fib:1:25", "libomp/fib:0:25" }, SPAWNS_34 / SPAWNS_25,
				AT_MOST, 0.02 },
			{ "typed / libgomp", "", { "partop/fib:1:34", "partop/fib:0:34" },
				{ "gomp/fib:1:24", "gomp/fib:0:24" }, SPAWNS_34 / SPAWNS_24,
				AT_MOST, 0.02 },
			TWO_WORKERS("fib", "partop/fib:1:34", "partop/fib:2:34"),
			{ "Rayon, T_2 / T_1", "", { "rayon/fib:2:30" }, { "rayon/fib:1:30" } },
			{ "oneTBB, T_2 / T_1", "", { "tbb/fib:2:26" }, { "tbb/fib:1:26" } },
			{ "libomp, T_2 / T_1", "", { "libomp/fib:2:25" }, { "libomp/fib:1:25" } },
			{ "libgomp, T_2 / T_1", "", { "gomp/fib:2:24" }, { "gomp/fib:1:24" } }));
	comparison_free(c);
}

#define BESIDE(program, name, peer, w, ours, theirs) \
	{ \
		program ": T_" #w " / serial, over " name "'s of the same", "", \
			{ "partop/" ours(w), NULL, "partop/" ours(0) }, \
		{ \
			peer "/" theirs(w), NULL, peer "/" theirs(0) \
		} \
	}
#define QUEENS_12(w) "queens:" #w ":12"
#define QUEENS_10(w) "queens:" #w ":10"
#define TREE_0(w) "tree:" #w ":0"
#define TREE_1(w) "tree:" #w ":1"
#define TREE_3(w) "tree:" #w ":3"

#define EACH_WORKERS(size) size(0), size(1), size(2)

static void
run_queens(void)
{
	struct comparison *c = comparison_new("nqueens: a task per queen placed", 15, 3);

	comparison_add(c, "partop", OURS, ITEMS(EACH_WORKERS(QUEENS_12)));
	comparison_add(c, "rayon", PINNED, ITEMS(EACH_WORKERS(QUEENS_12)));
	comparison_add(c, "tbb", PINNED, ITEMS(EACH_WORKERS(QUEENS_10)));
	comparison_add(c, "libomp", PINNED, ITEMS(EACH_WORKERS(QUEENS_10)));
	comparison_add(c, "gomp", PINNED, ITEMS(EACH_WORKERS(QUEENS_10)));
	comparison_run(c);
	report_times(c);
	report_figures(c,
		FIGURES(TWO_WORKERS("nqueens", "partop/queens:1:12", "partop/queens:2:12"),
			{ "T_1 / serial", "", { "partop/queens:1:12" }, { "partop/queens:0:12" } },
			BESIDE("nqueens", "Rayon", "rayon", 1, QUEENS_12, QUEENS_12),
			BESIDE("nqueens", "Rayon", "rayon", 2, QUEENS_12, QUEENS_12),
			BESIDE("nqueens", "oneTBB", "tbb", 1, QUEENS_12, QUEENS_10),
			BESIDE("nqueens", "oneTBB", "tbb", 2, QUEENS_12, QUEENS_10),
			BESIDE("nqueens", "libomp", "libomp", 1, QUEENS_12, QUEENS_10),
			BESIDE("nqueens", "libomp", "libomp", 2, QUEENS_12, QUEENS_10),
			BESIDE("nqueens", "libgomp", "gomp", 1, QUEENS_12, QUEENS_10),
			BESIDE("nqueens", "libgomp", "gomp", 2, QUEENS_12, QUEENS_10)));
	comparison_free(c);
}

#define TREE_FIGURES(program, size) \
	TWO_WORKERS(program, "partop/" size(1), "partop/" size(2)), \
		{ program ", T_1 / serial", "", { "partop/" size(1) }, { "partop/" size(0) } }, \
		BESIDE(program, "Rayon", "rayon", 1, size, size), \
		BESIDE(program, "Rayon", "rayon", 2, size, size), \
		BESIDE(program, "oneTBB", "tbb", 1, size, size), \
		BESIDE(program, "oneTBB", "tbb", 2, size, size)

static void
run_uts(void)
{
	struct comparison *c = comparison_new("UTS, trees 1 (geometric) and 3 (binomial)", 6, 2);

	c->text =
		"4,130,071 and 4,112,897 nodes, a task per node. A node costs one SHA-1 (the "
		"processor's own where it has it): that hides a runtime's cost of 1 ns, not of 100.";
	comparison_add(c, "partop", OURS | COLD, ITEMS(EACH_WORKERS(TREE_1), EACH_WORKERS(TREE_3)));
	comparison_add(c, "rayon", PINNED | COLD,
		ITEMS(EACH_WORKERS(TREE_1), EACH_WORKERS(TREE_3)));
	comparison_add(c, "tbb", PINNED | COLD, ITEMS(EACH_WORKERS(TREE_1), EACH_WORKERS(TREE_3)));
	comparison_add(c, "libomp", PINNED | COLD,
		ITEMS(TREE_1(0), TREE_1(2), TREE_3(0), TREE_3(2)));
	comparison_add(c, "gomp", PINNED | COLD, ITEMS(TREE_1(0), TREE_1(2), TREE_3(0), TREE_3(2)));
	comparison_run(c);
	report_times(c);
	report_figures(c,
		FIGURES(TREE_FIGURES("T1", TREE_1), TREE_FIGURES("T3", TREE_3),
			BESIDE("T1", "libomp", "libomp", 2, TREE_1, TREE_1),
			BESIDE("T3", "libomp", "libomp", 2, TREE_3, TREE_3),
			BESIDE("T1", "libgomp", "gomp", 2, TREE_1, TREE_1),
			BESIDE("T3", "libgomp", "gomp", 2, TREE_3, TREE_3)));
	comparison_free(c);
}

static void
run_tree(void)
{
	struct comparison *c =
		comparison_new("A binomial tree with a cheap generator instead of SHA-1", 11, 3);

	c->text = "1,847,097 nodes of about 20 ns, a task per node: scheduling shows.";
	comparison_add(c, "partop", OURS, ITEMS(EACH_WORKERS(TREE_0)));
	comparison_add(c, "rayon", PINNED, ITEMS(EACH_WORKERS(TREE_0)));
	comparison_add(c, "tbb", PINNED, ITEMS(EACH_WORKERS(TREE_0)));
	comparison_run(c);
	report_times(c);
	report_figures(c, FIGURES(TREE_FIGURES("tree", TREE_0)));
	comparison_free(c);
}

#define OVER(name, program, size, many) \
	{ \
		name ", " #many " workers / 2", "", { "partop/" program ":" #many ":" size }, \
			{ "partop/" program ":2:" size }, .target = AT_MOST, .bound = 1.08 \
	}
#define OVER_PEER(name, peer, program, size) \
	{ \
		name " " program ", 8 workers / 2", "", { peer "/" program ":8:" size }, \
		{ \
			peer "/" program ":2:" size \
		} \
	}

static void
run_over(void)
{
	struct comparison *c = comparison_new("More workers than CPUs", 11, 2);

	c->text = "2 workers are pinned, more are not.";
	comparison_add(c, "partop", OURS,
		ITEMS("fib:2:34", "fib:8:34", "fib:64:34", "queens:2:12", "queens:8:12",
			"queens:64:12", "tree:2:3", "tree:8:3", "tree:64:3", "loop:2:1048576",
			"loop:8:1048576", "loop:64:1048576"));
	comparison_add(c, "rayon", PINNED,
		ITEMS("fib:2:30", "fib:8:30", "queens:2:12", "queens:8:12", "loop:2:1048576",
			"loop:8:1048576"));
	comparison_add(c, "tbb", PINNED,
		ITEMS("fib:2:26", "fib:8:26", "queens:2:10", "queens:8:10", "loop:2:1048576",
			"loop:8:1048576"));
	comparison_add(c, "libomp", 0, ITEMS("loop:2:1048576", "loop:8:1048576"));
	comparison_add(c, "gomp", 0, ITEMS("loop:2:1048576", "loop:8:1048576"));
	comparison_run(c);
	report_times(c);
	report_figures(c,
		FIGURES(OVER("fib", "fib", "34", 8), OVER("fib", "fib", "34", 64),
			OVER("nqueens", "queens", "12", 8), OVER("nqueens", "queens", "12", 64),
			OVER("UTS T3", "tree", "3", 8), OVER("UTS T3", "tree", "3", 64),
			OVER("for", "loop", "1048576", 8), OVER("for", "loop", "1048576", 64),
			OVER_PEER("Rayon", "rayon", "fib", "30"),
			OVER_PEER("Rayon", "rayon", "queens", "12"),
			OVER_PEER("Rayon", "rayon", "loop", "1048576"),
			OVER_PEER("oneTBB", "tbb", "fib", "26"),
			OVER_PEER("oneTBB", "tbb", "queens", "10"),
			OVER_PEER("oneTBB", "tbb", "loop", "1048576"),
			OVER_PEER("libomp", "libomp", "loop", "1048576"),
			OVER_PEER("libgomp", "gomp", "loop", "1048576")));
	comparison_free(c);
}

const struct section task_sections[] = {
	{ "fib", "cost of a spawn, beside all peers", run_fib },
	{ "queens", "nqueens at 1 and 2 workers", run_queens },
	{ "uts", "UTS T1 and T3 at 1 and 2 workers", run_uts },
	{ "tree", "a tree whose nodes are cheap", run_tree },
	{ "over", "8 and 64 workers on 2 CPUs", run_over },
	{ 0 },
};
