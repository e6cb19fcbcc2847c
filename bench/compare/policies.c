/* SPDX-License-Identifier: MIT */
/* Section: policies of loops, on equal indexes and with a heavy part. */
#include "bench/compare/compare.h"

#define OURS (PINNED | OWN_STACK)
#define EVEN_SERIAL "even:0:2097152"
#define HEAVY_SERIAL "heavy:0:1048576"
#define EVEN(policy, w) "even-" policy ":" #w ":2097152"
#define HEAVY(policy, w) "heavy-" policy ":" #w ":1048576"

/* Ours over theirs; both do the same sum, with the same chunks where they are given. */
#define BESIDE(loop, policy, peer) \
	{ \
		policy ", T_2 / " peer "'s", "", { "partop/" loop(policy, 2) }, \
			{ peer "/" loop(policy, 2) }, .target = AT_MOST, .bound = 1.05 \
	}
#define BESIDE_ALL(loop) \
	BESIDE(loop, "static", "libomp"), BESIDE(loop, "static", "gomp"), \
		BESIDE(loop, "dynamic", "libomp"), BESIDE(loop, "dynamic", "gomp"), \
		BESIDE(loop, "guided", "libomp"), BESIDE(loop, "guided", "gomp")
#define SPEEDUP(loop, policy) \
	{ \
		"serial / " policy " on 2", "", { "partop/" loop##_SERIAL }, \
			{ "partop/" loop(policy, 2) }, .target = NO_TARGET \
	}
#define SPEEDUPS(loop) \
	SPEEDUP(loop, "steal"), SPEEDUP(loop, "static"), SPEEDUP(loop, "dynamic"), \
		SPEEDUP(loop, "guided")

/* Of ours a plain loop and all policies, of the peers those that OpenMP has. */
struct loop {
	const char *title;
	const char *const *ours, *const *peers;
};

#define LOOP(loop, indexes) \
	{ \
		"Policies: " indexes, \
			ITEMS(loop##_SERIAL, loop("steal", 2), loop("static", 2), \
				loop("dynamic", 2), loop("guided", 2)), \
			ITEMS(loop("static", 2), loop("dynamic", 2), loop("guided", 2)) \
	}

static void
run_loop(const struct loop *loop, const struct figure *figures, size_t n)
{
	static const char *const peers[] = { "libomp", "gomp" };
	struct comparison *c = comparison_new(loop->title, 7, 3);

	comparison_add(c, "partop", OURS, loop->ours);
	for (size_t i = 0; i < sizeof peers / sizeof *peers; i++)
		comparison_add(c, peers[i], PINNED, loop->peers);
	comparison_run(c);
	report_times(c);
	report_figures(c, figures, n);
	comparison_free(c);
}

static void
run_policies(void)
{
	const struct loop even = LOOP(EVEN, "2,097,152 equal indexes, about 0.1 us"),
			  heavy = LOOP(HEAVY,
				  "1,048,576 indexes, the last eighth 50 times as dear");

	run_loop(&even, FIGURES(SPEEDUPS(EVEN), BESIDE_ALL(EVEN)));
	run_loop(&heavy, FIGURES(SPEEDUPS(HEAVY), BESIDE_ALL(HEAVY)));
}

const struct section policy_sections[] = {
	{ "policies", "steal, static, dynamic, guided, on even and uneven loops", run_policies },
	{ 0 },
};
