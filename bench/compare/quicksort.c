/* SPDX-License-Identifier: MIT */
/* Section: the workload quicksort beside sorts that see what they compare. */
#include <stdio.h>

#include "bench/compare/compare.h"

#define OURS (PINNED | OWN_STACK)
#define MANY_KB 2000000 /* of free memory, for 100 M numbers */

/* ---- numbers in random order ---- */

#define RATIO(name, up, down, ...) \
	{ \
		name, "", { up }, { down }, __VA_ARGS__ \
	}
#define OWN(T, w, N) "quicksort/" T ":" #w ":" N
#define OVER(T, N, peer, name, w, bound) \
	RATIO(name " / T_" #w, peer "/" T ":" #w ":" N, OWN(T, w, N), AT_LEAST_(bound))
#define AT_LEAST_(x) .target = AT_LEAST, .bound = x
#define AT_MOST_(x) .target = AT_MOST, .bound = x

#define OWN_FIGURES(T, N) \
	RATIO("T_1 / vqsort", OWN(T, 1, N), "vqsort/" T ":1:" N, AT_MOST_(1)), \
		RATIO("T_seq / vqsort", OWN(T, 0, N), "vqsort/" T ":1:" N, .per = 1), \
		RATIO("T_1 / T_seq", OWN(T, 1, N), OWN(T, 0, N), AT_MOST_(1.05)), \
		RATIO("T_2 / T_1", OWN(T, 2, N), OWN(T, 1, N), AT_MOST_(0.54)), \
		RATIO("its floor: two halves at once / one alone / 2", \
			"quicksort/" T "-half:2:" N, "quicksort/" T "-half:1:" N, .per = 2)
#define PARALLEL_FIGURES(T, N) \
	OVER(T, N, "rayon", "Rayon's par_sort_unstable", 2, 3), \
		OVER(T, N, "tbb", "oneTBB's parallel_sort", 2, 8)
#define SEQUENTIAL_FIGURES(T, N) \
	OVER(T, N, "rayon", "Rayon's par_sort_unstable", 1, 3), \
		OVER(T, N, "tbb", "oneTBB's parallel_sort", 1, 8), \
		RATIO("std::sort / T_seq", "tbb/" T "-seq:1:" N, OWN(T, 0, N), .per = 1), \
		RATIO("scalar, sequential / Rust's sort_unstable", "quicksort/" T "-scalar:0:" N, \
			"rayon/" T "-seq:1:" N, AT_MOST_(1.15)), \
		RATIO("T_2 / T_1, scalar", "quicksort/" T "-scalar:2:" N, \
			"quicksort/" T "-scalar:1:" N, .per = 1)

#define OWN_ITEMS(T, N) T ":0:" N, T ":1:" N, T ":2:" N, T "-half:1:" N, T "-half:2:" N
#define SCALAR_ITEMS(T, N) T "-scalar:0:" N, T "-scalar:1:" N, T "-scalar:2:" N
#define PEER_ITEMS(T, N) T ":1:" N, T ":2:" N, T "-seq:1:" N

#define SAME \
	"All sort the same numbers in memory of the same kind, huge pages where the system has them."

static const char note[] = SAME
	" -seq: std::sort, Rust's sort_unstable. -half: as many halves as workers, each sorted by "
	"itself, sequentially and at once.";

static void
report(struct comparison *c, const struct figure *f, size_t n)
{
	comparison_run(c);
	report_times(c);
	report_figures(c, f, n);
	comparison_free(c);
}

#define RUN_10M(name, T) \
	static void run_##name(void) \
	{ \
		struct comparison *c = comparison_new("Quicksort of 10 M " T ", random", 7, 2); \
\
		c->text = note; \
		comparison_add(c, "quicksort", OURS, \
			ITEMS(OWN_ITEMS(T, "10000000"), SCALAR_ITEMS(T, "10000000"))); \
		comparison_add(c, "vqsort", PINNED, ITEMS(T ":1:10000000")); \
		comparison_add(c, "rayon", PINNED, ITEMS(PEER_ITEMS(T, "10000000"))); \
		comparison_add(c, "tbb", PINNED, ITEMS(PEER_ITEMS(T, "10000000"))); \
		report(c, \
			FIGURES(OWN_FIGURES(T, "10000000"), PARALLEL_FIGURES(T, "10000000"), \
				SEQUENTIAL_FIGURES(T, "10000000"))); \
	}
RUN_10M(u64, "u64")
RUN_10M(i32, "i32")
RUN_10M(f64, "f64")

/* Only what has a target: the slowest peer takes seconds. */
#define RUN_100M(name, T) \
	static void run_many_##name(void) \
	{ \
		struct comparison *c = comparison_new("Quicksort of 100 M " T ", random", 6, 2); \
\
		c->text = note; \
		comparison_add(c, "quicksort", OURS, ITEMS(OWN_ITEMS(T, "100000000"))); \
		comparison_add(c, "vqsort", PINNED, ITEMS(T ":1:100000000")); \
		comparison_add(c, "rayon", PINNED, ITEMS(T ":2:100000000")); \
		comparison_add(c, "tbb", PINNED, ITEMS(T ":2:100000000")); \
		report(c, FIGURES(OWN_FIGURES(T, "100000000"), PARALLEL_FIGURES(T, "100000000"))); \
	}
RUN_100M(u64, "u64")
RUN_100M(i32, "i32")
RUN_100M(f64, "f64")

/* ---- numbers in other orders ---- */

#define ORDER(input, w) "u64." input ":" #w ":10000000"
#define ORDERS(w) ORDER("sorted", w), ORDER("reversed", w), ORDER("few", w), ORDER("organ", w)
#define BESIDE(input, peer, name, w) \
	RATIO(input ", T_" #w " / " name, "quicksort/" ORDER(input, w), peer "/" ORDER(input, w), \
		AT_MOST_(1.2))
#define BESIDE_ALL(input) \
	BESIDE(input, "vqsort", "vqsort", 1), BESIDE(input, "rayon", "Rayon's", 1), \
		BESIDE(input, "tbb", "oneTBB's", 1), BESIDE(input, "rayon", "Rayon's", 2), \
		BESIDE(input, "tbb", "oneTBB's", 2)

static void
run_orders(void)
{
	struct comparison *c = comparison_new("Quicksort of 10 M u64 in other orders", 7, 2);

	c->text = SAME;
	comparison_add(c, "quicksort", OURS, ITEMS(ORDERS(1), ORDERS(2)));
	comparison_add(c, "vqsort", PINNED, ITEMS(ORDERS(1)));
	comparison_add(c, "rayon", PINNED, ITEMS(ORDERS(1), ORDERS(2)));
	comparison_add(c, "tbb", PINNED, ITEMS(ORDERS(1), ORDERS(2)));
	report(c,
		FIGURES(BESIDE_ALL("sorted"), BESIDE_ALL("reversed"), BESIDE_ALL("few"),
			BESIDE_ALL("organ")));
}

/* ---- the section ---- */

static long
free_kb(void)
{
	FILE *f = fopen("/proc/meminfo", "re");
	char line[128];
	long kb = 0;

	while (f && fgets(line, sizeof line, f))
		if (sscanf(line, "MemAvailable: %ld", &kb) == 1)
			break;
	if (f)
		fclose(f);
	return kb;
}

static void
run_quicksort(void)
{
	run_u64();
	run_i32();
	run_f64();
	run_orders();
	if (options.quick)
		return;
	if (free_kb() < MANY_KB) {
		printf("\nQuicksort of 100 M: not measured, less than %d MB of memory are free.\n",
			MANY_KB / 1000);
		return;
	}
	run_many_u64();
	run_many_i32();
	run_many_f64();
}

const struct section quicksort_sections[] = {
	{ "quicksort", "the workload quicksort beside vqsort, Rayon, oneTBB", run_quicksort },
	{ 0 },
};
