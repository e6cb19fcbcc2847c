/* SPDX-License-Identifier: MIT */
/* Section: the workload sum beside plain loops in C and oneTBB's reduction of them. */
#include "bench/compare/compare.h"

#define SIZE ":100000000"
#define RATIO(name, up, down, ...) \
	{ \
		name, "", { up }, { down }, __VA_ARGS__ \
	}
#define AT_LEAST_(x) .target = AT_LEAST, .bound = x

/* Speed of ours over theirs: their time over ours. */
#define LOOP(T) "serial/sum." T ":1" SIZE
#define TBB(T, w) "tbb/sum." T ":" #w SIZE
#define OWN(T, w) "sum/sum." T ":" #w SIZE

static const char note[] =
	"All add the same numbers in memory of the same kind, huge pages where the system has them. The "
	"plain loop is compiled with -O3 -march=native, for f64 with -ffast-math, too; oneTBB's "
	"parallel_reduce calls it for its ranges, no grain given. partop's u64 are added in 128 bits.";

#define RUN(T, loop_1, tbb_1, tbb_2) \
	static void run_##T(void) \
	{ \
		struct comparison *c = comparison_new("Sum of 100 M " #T, 7, 3); \
\
		c->text = note; \
		comparison_add(c, "sum", PINNED | OWN_STACK, \
			ITEMS("sum." #T ":0" SIZE, "sum." #T ":1" SIZE, "sum." #T ":2" SIZE)); \
		comparison_add(c, "serial", PINNED, ITEMS("sum." #T ":1" SIZE)); \
		comparison_add(c, "tbb", PINNED, ITEMS("sum." #T ":1" SIZE, "sum." #T ":2" SIZE)); \
		comparison_run(c); \
		report_times(c); \
		report_figures(c, \
			FIGURES(RATIO("speed, 1 worker / the best C loop", LOOP(#T), OWN(#T, 1), \
					loop_1), \
				RATIO("speed, 1 worker / oneTBB", TBB(#T, 1), OWN(#T, 1), tbb_1), \
				RATIO("speed, 2 workers / oneTBB", TBB(#T, 2), OWN(#T, 2), tbb_2), \
				RATIO("T_1 / T_seq", OWN(#T, 1), OWN(#T, 0), .per = 1), \
				RATIO("T_1 / T_2", OWN(#T, 1), OWN(#T, 2), .per = 1))); \
		comparison_free(c); \
	}
RUN(u64, AT_LEAST_(0.98), AT_LEAST_(0.98), AT_LEAST_(0.97))
RUN(i32, .per = 1, .per = 1, .per = 1)
RUN(f64, .per = 1, .per = 1, .per = 1)

static void
run_all(void)
{
	run_u64();
	run_i32();
	run_f64();
}

const struct section sum_sections[] = {
	{ "sum", "the workload sum beside a loop in C and oneTBB", run_all },
	{ 0 },
};
