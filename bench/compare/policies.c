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
#define EVEN_SPEEDUPS \
	SPEEDUP(EVEN, "steal"), SPEEDUP(EVEN, "static"), SPEEDUP(EVEN, "dynamic"), \
		SPEEDUP(EVEN, "guided")
#define HEAVY_SPEEDUPS \
	SPEEDUP(HEAVY, "steal"), SPEEDUP(HEAVY, "static"), SPEEDUP(HEAVY, "dynamic"), \
		SPEEDUP(HEAVY, "guided")

static void
run_even(void)
{
	struct comparison *c =
		comparison_new("Policies: 2,097,152 equal indexes, about 0.1 us", 7, 3);
	static const char *const peers[] = { "libomp", "gomp" };

	comparison_add(c, "partop", OURS,
		ITEMS(EVEN_SERIAL, EVEN("steal", 2), EVEN("static", 2), EVEN("dynamic", 2),
			EVEN("guided", 2)));
	for (size_t i = 0; i < sizeof peers / sizeof *peers; i++)
		comparison_add(c, peers[i], PINNED,
			ITEMS(EVEN("static", 2), EVEN("dynamic", 2), EVEN("guided", 2)));
	comparison_run(c);
	report_times(c);
	report_figures(c, FIGURES(EVEN_SPEEDUPS, BESIDE_ALL(EVEN)));
	comparison_free(c);
}

static void
run_heavy(void)
{
	struct comparison *c =
		comparison_new("Policies: 1,048,576 indexes, the last eighth 50 times as "
			       "dear",
			7, 3);
	static const char *const peers[] = { "libomp", "gomp" };

	comparison_add(c, "partop", OURS,
		ITEMS(HEAVY_SERIAL, HEAVY("steal", 2), HEAVY("static", 2), HEAVY("dynamic", 2),
			HEAVY("guided", 2)));
	for (size_t i = 0; i < sizeof peers / sizeof *peers; i++)
		comparison_add(c, peers[i], PINNED,
			ITEMS(HEAVY("static", 2), HEAVY("dynamic", 2), HEAVY("guided", 2)));
	comparison_run(c);
	report_times(c);
	report_figures(c, FIGURES(HEAVY_SPEEDUPS, BESIDE_ALL(HEAVY)));
	comparison_free(c);
}

static void
run_policies(void)
{
	run_even();
	run_heavy();
}

const struct section policy_sections[] = {
	{ "policies", "steal, static, dynamic, guided, on even and uneven loops", run_policies },
	{ 0 },
};
