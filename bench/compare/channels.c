/* SPDX-License-Identifier: MIT */
/* Section: bounded channels. */
#include "bench/compare/compare.h"

#define MILLION 1e6
#define ALONE(program) program ":1:1000000"
#define PAIR(program) program ":2:1000000"
#define FOUR(program) program ":4:1000000"
#define EACH(program) ALONE(program), PAIR(program), FOUR(program)

#define COST(what, item) \
	{ \
		what, "ns", { item }, .per = MILLION \
	}
#define AGAINST(what, ours, theirs) \
	{ \
		what, "", { ours }, { theirs }, .target = AT_MOST, .bound = 1.05 \
	}

static void
run_channel(void)
{
	struct comparison *c = comparison_new("A million numbers through a channel for 64", 11, 2);

	c->text =
		"1: one thread sends 64, then receives them. 2: a sender and a receiver, 4: two of "
		"each, not pinned. std's channel has one receiver.";
	comparison_add(c, "partop", 0, ITEMS(EACH("channel")));
	comparison_add(c, "rayon", 0,
		ITEMS(EACH("channel"), ALONE("channel-std"), PAIR("channel-std")));
	comparison_add(c, "serial", 0, ITEMS(EACH("channel-mutex"), PAIR("channel-pipe")));
	comparison_run(c);
	report_times(c);
	report_figures(c,
		FIGURES(COST("a send and a receive, one thread", "partop/" ALONE("channel")),
			COST("a send and a receive, two threads", "partop/" PAIR("channel")),
			AGAINST("one thread / crossbeam", "partop/" ALONE("channel"),
				"rayon/" ALONE("channel")),
			AGAINST("two threads / crossbeam", "partop/" PAIR("channel"),
				"rayon/" PAIR("channel")),
			AGAINST("four threads / crossbeam", "partop/" FOUR("channel"),
				"rayon/" FOUR("channel")),
			AGAINST("one thread / std", "partop/" ALONE("channel"),
				"rayon/" ALONE("channel-std")),
			AGAINST("two threads / std", "partop/" PAIR("channel"),
				"rayon/" PAIR("channel-std")),
			AGAINST("two threads / mutex and condition", "partop/" PAIR("channel"),
				"serial/" PAIR("channel-mutex")),
			AGAINST("two threads / pipe", "partop/" PAIR("channel"),
				"serial/" PAIR("channel-pipe"))));
	comparison_free(c);
}

const struct section channel_sections[] = {
	{ "channel", "bounded channels, 1, 2 and 4 threads", run_channel },
	{ 0 },
};
