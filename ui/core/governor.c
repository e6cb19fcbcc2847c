/* SPDX-License-Identifier: MIT */
/* What the screens cost: see governor.h. */
#include "ui/core/governor.h"

#include <math.h>

#define FASTEST_NS 100000000u
#define SLOWEST_NS 500000000u
#define WINDOW_NS 1000000000u
#define BUDGET 0.01

void
pt_governor_init(struct pt_governor *g, uint64_t now_ns, uint64_t cpu_ns)
{
	*g = (struct pt_governor){ .period_ns = FASTEST_NS,
		.from_ns = now_ns,
		.from_cpu_ns = cpu_ns,
		.cost = NAN };
}

void
pt_governor_step(struct pt_governor *g, uint64_t now_ns, uint64_t cpu_ns)
{
	double cost;

	if (now_ns - g->from_ns < WINDOW_NS)
		return;
	cost = (double)(cpu_ns - g->from_cpu_ns) / (double)(now_ns - g->from_ns);
	g->cost = isnan(g->cost) ? cost : (g->cost + cost) / 2;
	g->from_ns = now_ns;
	g->from_cpu_ns = cpu_ns;
	if (g->cost > BUDGET && g->period_ns < SLOWEST_NS) {
		g->period_ns = g->period_ns * 2 < SLOWEST_NS ? g->period_ns * 2 : SLOWEST_NS;
		g->cost /= 2; /* what the new rate will cost, until it is measured */
	} else if (g->cost * 2 < BUDGET * 0.8 && g->period_ns > FASTEST_NS) {
		g->period_ns = g->period_ns / 2 > FASTEST_NS ? g->period_ns / 2 : FASTEST_NS;
		g->cost *= 2;
	}
}
