/* SPDX-License-Identifier: MIT */
/* How the shown instant moves: see replay.h. */
#include "ui/core/replay.h"

#include <stdio.h>

#include "metrics/over_time.h"

#define WHOLE_S 10 /* what all runs should take at first */

static const struct {
	double factor;
	const char *text;
} speeds[] = {
	{ 1e-3, "1/1000" },
	{ 1.0 / 300, "1/300" },
	{ 1e-2, "1/100" },
	{ 1.0 / 30, "1/30" },
	{ 0.1, "1/10" },
	{ 1.0 / 3, "1/3" },
	{ 1, "1" },
	{ 3, "3" },
	{ 10, "10" },
	{ 30, "30" },
	{ 100, "100" },
	{ 300, "300" },
	{ 1000, "1000" },
};
#define SPEEDS ((int)(sizeof(speeds) / sizeof(speeds[0])))

/* The fastest one at which the runs last ten seconds. */
static int
suitable_speed(const struct pt_over_time *o)
{
	uint64_t begin, end;
	double runs_s;
	int i = SPEEDS - 1;

	pt_over_time_runs(o, &begin, &end);
	runs_s = end > begin ? (double)(end - begin) / (double)o->hz : 0;
	while (i > 0 && runs_s / speeds[i].factor < WHOLE_S)
		i--;
	return i;
}

void
pt_replay_begin(struct pt_replay *r, const struct pt_over_time *o)
{
	if (r->placed)
		return;
	r->placed = true;
	r->speed = suitable_speed(o);
	r->at = o->end;
}

void
pt_replay_seek(struct pt_replay *r, const struct pt_over_time *o, uint64_t at)
{
	r->at = at < o->begin ? o->begin : at > o->end ? o->end : at;
	r->event[0] = 0;
}

bool
pt_replay_advance(struct pt_replay *r, const struct pt_over_time *o, double s)
{
	double ticks = s * speeds[r->speed].factor * (double)o->hz;
	uint64_t by = ticks > 0 && ticks < 1e18 ? (uint64_t)ticks : 0;

	if (!r->runs)
		return false;
	if (r->backward)
		pt_replay_seek(r, o, r->at - o->begin > by ? r->at - by : o->begin);
	else
		pt_replay_seek(r, o, o->end - r->at > by ? r->at + by : o->end);
	r->runs = r->backward ? r->at > o->begin : r->at < o->end;
	return true;
}

void
pt_replay_toggle(struct pt_replay *r, const struct pt_over_time *o)
{
	uint64_t begin, end;

	r->runs = !r->runs;
	pt_over_time_runs(o, &begin, &end);
	if (r->runs && !r->backward && r->at >= o->end)
		pt_replay_seek(r, o, begin);
	else if (r->runs && r->backward && r->at <= o->begin)
		pt_replay_seek(r, o, o->end);
}

static bool
is_wanted(void *over_time, const struct pt_event *e)
{
	return pt_over_time_worker(over_time, e->worker) != UINT32_MAX;
}

static bool
is_steal(void *over_time, const struct pt_event *e)
{
	return e->type == PT_REC_EV_STEAL && is_wanted(over_time, e);
}

bool
pt_replay_step(struct pt_replay *r, const struct pt_over_time *o, int direction, bool steals)
{
	const struct pt_time_wanted wanted = { .takes = steals ? is_steal : is_wanted,
		.arg = (void *)(uintptr_t)o,
		.is_counted = steals,
		.counted = PT_TIME_STOLEN };
	/* behind, or in front of, all events of the instant */
	struct pt_time_cursor c = { .at = r->at, .lane = direction > 0 ? UINT32_MAX : 0 };
	struct pt_event e;

	r->runs = false;
	if (!pt_time_step(o->time, &c, direction, PT_TIME_ANY_LANE, &wanted, &e))
		return false;
	pt_replay_seek(r, o, c.at);
	(void)pt_event_sentence(r->event, sizeof(r->event), o, &e);
	return true;
}

void
pt_replay_faster(struct pt_replay *r, int by)
{
	int to = r->speed + by;

	r->speed = to < 0 ? 0 : to >= SPEEDS ? SPEEDS - 1 : to;
}

char *
pt_replay_speed(char *out, size_t size, const struct pt_replay *r)
{
	(void)snprintf(out, size, "%sx %s", r->backward ? "back " : "", speeds[r->speed].text);
	return out;
}
