/* SPDX-License-Identifier: MIT */
/*
 * The Chrome trace event format, which Perfetto opens too: a JSON array of events, printed as they
 * are read, so that a recording of any size takes the memory of one chunk.
 *
 *	thread 0	the phases
 *	thread 1 + n	recording slot n: a slice per state (out of the pool: none), instants for
 *			everything else, and an arrow from victim to thief for every steal
 *	thread 1 + slots + n	its tasks, where they were recorded: a slice per chunk of a range,
 *			stolen task, and task run at its sync; they nest, but not in the states
 *
 * Names from outside are escaped so that no two become the same; a long one is cut with a mark.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "export/exporter.h"
#include "timeline/journal.h"
#include "metrics/tracker.h"
#include "metrics/source.h"
#include "metrics/title.h"
#include "recording/decode.h"
#include "recording/reader.h"
#include "recording/names.h"

#define PHASES_THREAD 0
#define PID 1
#define NAME_BYTES 200	/* of a name, before its control characters are escaped */
#define UNKNOWN PT_REC_STATES	/* the state after a gap in the events */

struct chrome {
	FILE *f;
	struct pt_rec_reader *r;
	struct pt_journal journal;
	uint64_t end;		/* ticks */
	uint64_t flows;		/* arrows so far: their ids */
	bool begun;		/* an event was printed */
};

/* What is known of one worker while its events are read. */
struct lane {
	struct chrome *c;
	uint32_t slot, thread;
	unsigned state;
	uint16_t label;
	uint64_t since, last;	/* ticks */
	char name[128];
	uint32_t tasks;		/* thread of its tasks */
	bool has_tasks;
	const char **open;	/* names of the tasks that have begun, in the journal or constant */
	size_t depth, cap;	/* how many are open; how many fit */
};

/* Opens an event; the caller goes on with members. */
static void
begin_event(struct chrome *c, char type, uint32_t thread)
{
	fprintf(c->f, "%s{\"ph\":\"%c\",\"pid\":%d,\"tid\":%" PRIu32, c->begun ? ",\n" : "[\n",
		type, PID, thread);
	c->begun = true;
}

static void
end_event(struct chrome *c)
{
	fputc('}', c->f);
}

/* A string that is clean already. */
static void
put_clean(FILE *f, const char *s)
{
	fputc('"', f);
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			fputc('\\', f);
		fputc(*s, f);
	}
	fputc('"', f);
}

static void
put_foreign(FILE *f, const char *s)
{
	struct pt_text t = { 0 };
	char clean[1024];

	pt_text_escape(&t, s, strlen(s), NAME_BYTES);
	pt_clean(clean, sizeof(clean), pt_text_string(&t), t.len);
	put_clean(f, clean);
	pt_text_fini(&t);
}

static void
put_text(struct chrome *c, const char *key, const char *s)
{
	fprintf(c->f, ",\"%s\":", key);
	put_foreign(c->f, s);
}

/* Nanoseconds as the format's microseconds, exact. */
static void
put_ns(struct chrome *c, const char *key, uint64_t ns)
{
	fprintf(c->f, ",\"%s\":%" PRIu64 ".%03u", key, ns / 1000, (unsigned)(ns % 1000));
}

/* A whole number; readers of JSON take no more than 63 bits. */
static void
put_count(struct chrome *c, const char *key, uint64_t v)
{
	fprintf(c->f, ",\"%s\":%" PRIu64, key, v <= INT64_MAX ? v : INT64_MAX);
}

static void
put_time(struct chrome *c, uint64_t ticks)
{
	put_ns(c, "ts", pt_rec_ns(c->r, ticks));
}

static void
put_slice(struct chrome *c, uint32_t thread, uint64_t from, uint64_t to, const char *name)
{
	uint64_t begin = pt_rec_ns(c->r, from), end = pt_rec_ns(c->r, to);

	begin_event(c, 'X', thread);
	put_ns(c, "ts", begin);
	put_ns(c, "dur", end > begin ? end - begin : 0);
	put_text(c, "name", name);
}

static void
put_name(struct chrome *c, const char *what, uint32_t thread, const char *name)
{
	begin_event(c, 'M', thread);
	fprintf(c->f, ",\"name\":\"%s\",\"args\":{\"name\":", what);
	put_foreign(c->f, name);
	fputc('}', c->f);
	end_event(c);
}

/* The order of the threads: a worker's tasks below the worker. */
static void
put_sort_index(struct chrome *c, uint32_t thread, uint32_t index)
{
	begin_event(c, 'M', thread);
	fprintf(c->f, ",\"name\":\"thread_sort_index\",\"args\":{\"sort_index\":%" PRIu32 "}", index);
	end_event(c);
}

static void
put_phases(struct chrome *c)
{
	const struct pt_phases *ps = &c->journal.phases;

	put_name(c, "thread_name", PHASES_THREAD, "phases");
	for (size_t i = 0; i < ps->len; i++) {
		const struct pt_phase *p = &ps->phase[i];
		char name[48];

		if (p->p.kind == 0)
			continue;
		pt_title_of_phase(name, sizeof(name), p, 0);
		put_slice(c, PHASES_THREAD, p->p.begin, p->p.end ? p->p.end : c->end, name);
		fprintf(c->f, ",\"args\":{\"status\":%d", (int)p->p.status);
		put_count(c, "elapsed_ns", p->p.elapsed_ns);
		fputc('}', c->f);
		end_event(c);
	}
}

/* The slice of the state that ends at `to`.  Work is named by its task, where that has a name. */
static void
end_state(struct chrome *c, const struct lane *l, uint64_t to)
{
	const char *label = pt_journal_label(&c->journal, l->label);
	const char *state = l->state < UNKNOWN ? pt_rec_state_name(l->state) : NULL;

	if (!state || l->state == PT_REC_OUT || to <= l->since)
		return;
	put_slice(c, l->thread, l->since, to, *label && l->state == PT_REC_WORK ? label : state);
	put_text(c, "cat", state);
	end_event(c);
}

static void
set_state(void *lane, const struct pt_event *e)
{
	struct lane *l = lane;

	end_state(l->c, l, e->ts);
	l->state = e->state.code & (PT_REC_STATES - 1);
	l->label = e->state.label;
	l->since = e->ts;
}

/* From inside the victim's slice to the slice that the thief begins next. */
static void
put_arrow(struct chrome *c, const struct lane *l, const struct pt_event *e)
{
	uint64_t id = ++c->flows;

	begin_event(c, 's', e->steal.victim + 1u);
	put_time(c, e->ts);
	fprintf(c->f, ",\"id\":%" PRIu64 ",\"cat\":\"steal\",\"name\":\"steal\"", id);
	end_event(c);
	begin_event(c, 'f', l->thread);
	put_time(c, e->ts);
	fprintf(c->f, ",\"id\":%" PRIu64 ",\"cat\":\"steal\",\"name\":\"steal\"", id);
	end_event(c);
}

static void
put_steal(void *lane, const struct pt_event *e)
{
	const struct lane *l = lane;
	struct chrome *c = l->c;

	begin_event(c, 'i', l->thread);
	put_time(c, e->ts);
	fprintf(c->f, ",\"s\":\"t\",\"cat\":\"steal\",\"name\":\"steal\",\"args\":{\"victim\":%u,"
		"\"slot\":%" PRIu32 ",\"tries\":%" PRIu32 ",\"depth\":%u", e->steal.victim,
		e->steal.slot, e->steal.tries, e->steal.depth);
	if (e->steal.age > 0 && e->steal.age <= e->ts) /* 0: it was not measured */
		put_count(c, "age_ns", pt_rec_ns(c->r, e->ts) -
			pt_rec_ns(c->r, e->ts - e->steal.age));
	put_text(c, "task", pt_journal_label(&c->journal, e->steal.label));
	fputc('}', c->f);
	end_event(c);
	if (e->steal.victim < c->r->slots && e->steal.victim != l->slot)
		put_arrow(c, l, e);
}

/* With the raw words, so that types that this version does not know are shown, too. */
static void
put_instant(void *lane, const struct pt_event *e)
{
	const struct lane *l = lane;
	const struct pt_rec_event *raw = e->raw;
	struct chrome *c = l->c;
	uint16_t label;

	begin_event(c, 'i', l->thread);
	put_time(c, e->ts);
	fprintf(c->f, ",\"s\":\"t\",\"name\":\"%s\",\"args\":{\"type\":%u,\"c\":%u,\"a\":%u,"
		"\"b\":%" PRIu32, pt_journal_event(&c->journal, e->type), e->type, raw->c, raw->a,
		raw->b);
	if (pt_event_label(e, &label))
		put_text(c, "label", pt_journal_label(&c->journal, label));
	fputc('}', c->f);
	end_event(c);
}

/* ---- tasks ---- */

static void
put_tasks_name(struct chrome *c, struct lane *l)
{
	char name[160];

	if (l->has_tasks)
		return;
	l->has_tasks = true;
	snprintf(name, sizeof(name), "tasks of %s", l->name);
	put_name(c, "thread_name", l->tasks, name);
	put_sort_index(c, l->tasks, 2 * l->thread + 1);
}

/* Opens the slice of a task; the caller goes on with members. */
static void
open_task(struct lane *l, uint64_t ticks, const char *label)
{
	struct chrome *c = l->c;

	put_tasks_name(c, l);
	l->open = pt_array_room(l->open, &l->cap, l->depth + 1, sizeof(*l->open));
	l->open[l->depth++] = label;
	begin_event(c, 'B', l->tasks);
	put_time(c, ticks);
	put_text(c, "name", label);
}

static const char *
label_or(const struct chrome *c, uint16_t id, const char *fallback)
{
	const char *label = pt_journal_label(&c->journal, id);

	return *label ? label : fallback;
}

static void
begin_leaf(void *lane, const struct pt_event *e)
{
	struct lane *l = lane;

	open_task(l, e->ts, label_or(l->c, e->task.label, "task"));
	end_event(l->c);
}

static void
begin_inlined(void *lane, const struct pt_event *e)
{
	struct lane *l = lane;

	open_task(l, e->ts, label_or(l->c, e->sync.label, "task"));
	end_event(l->c);
}

static void
begin_range(void *lane, const struct pt_event *e)
{
	struct lane *l = lane;
	struct chrome *c = l->c;

	open_task(l, e->ts, label_or(c, e->task.label, "range"));
	fprintf(c->f, ",\"cat\":\"range\",\"args\":{\"depth\":%u", e->task.depth);
	put_count(c, "lo", e->task.lo);
	put_count(c, "hi", e->task.hi);
	fputc('}', c->f);
	end_event(c);
}

static void
end_task(struct chrome *c, struct lane *l, uint64_t ticks)
{
	if (l->depth == 0)	/* it began before the recording does */
		return;
	begin_event(c, 'E', l->tasks);
	put_time(c, ticks);
	put_text(c, "name", l->open[--l->depth]);
	end_event(c);
}

static void
end_all_tasks(struct chrome *c, struct lane *l, uint64_t ticks)
{
	while (l->depth > 0)
		end_task(c, l, ticks);
}

static void
end_leaf(void *lane, const struct pt_event *e)
{
	struct lane *l = lane;

	end_task(l->c, l, e->ts);
}

static void
end_sync(void *lane, const struct pt_event *e)
{
	if (e->sync.stolen)
		put_instant(lane, e);
	else
		end_leaf(lane, e);
}

static void
lose_track(void *lane, const struct pt_event *e)
{
	struct lane *l = lane;

	end_state(l->c, l, l->last);
	end_all_tasks(l->c, l, l->last);
	l->state = UNKNOWN;
	put_instant(l, e);
}

static void
leave_out(void *lane, const struct pt_event *e)
{
	(void)lane;
	(void)e;
}

static void
remember(void *lane, const struct pt_event *e)
{
	struct lane *l = lane;

	l->last = e->ts;
}

static const struct pt_visitor visitor = {
	.on = {
		[PT_REC_EV_PAD] = leave_out,
		[PT_REC_EV_CLOCK] = leave_out,
		[PT_REC_EV_PHASE] = leave_out,
		[PT_REC_EV_STATE] = set_state,
		[PT_REC_EV_STEAL] = put_steal,
		[PT_REC_EV_RANGE_BEGIN] = begin_range,
		[PT_REC_EV_LEAF_BEGIN] = begin_leaf,
		[PT_REC_EV_SYNC_RUN] = begin_inlined,
		[PT_REC_EV_TASK_END] = end_leaf,
		[PT_REC_EV_SYNC_DONE] = end_sync,
		[PT_REC_EV_GAP] = lose_track,
	},
	.other = put_instant,
	.after = remember,
};

static void
put_lane_name(struct chrome *c, struct lane *l, const struct pt_rec_snapshot *s)
{
	const char *pool = pt_journal_label(&c->journal, s->name);

	if (*pool)
		snprintf(l->name, sizeof(l->name), "worker %" PRIu32 " (%.80s)", s->index, pool);
	else
		snprintf(l->name, sizeof(l->name), "worker %" PRIu32 " (pool %" PRIu32 ")",
			s->index, s->pool);
	put_name(c, "thread_name", l->thread, l->name);
	put_sort_index(c, l->thread, 2 * l->thread);
}

/* The state at the first event is in the head of its chunk. */
static struct lane
first_state(struct chrome *c, const struct pt_rec_scan *scan, uint32_t slot)
{
	const struct pt_rec_chunk *head = &c->r->index[scan->chunks[0]];

	return (struct lane){ .c = c, .slot = slot, .thread = slot + 1,
		.tasks = 1 + c->r->slots + slot,
		.state = head->state & (PT_REC_STATES - 1), .label = (uint16_t)(head->state >> 16),
		.since = head->ts_begin, .last = head->ts_begin };
}

static int
put_lane(struct chrome *c, uint32_t slot)
{
	struct pt_rec_snapshot s;
	struct pt_rec_scan scan;
	const struct pt_rec_event *e;

	if (pt_rec_snapshot(c->r, slot, &s) != 0)
		return 0;
	if (pt_rec_scan_begin(&scan, c->r, slot) != 0)
		return -1;
	if (scan.len > 0) {
		struct lane l = first_state(c, &scan, slot);

		put_lane_name(c, &l, &s);
		while (!ferror(c->f) && (e = pt_rec_scan_next(&scan)))
			pt_visit(&visitor, &l, slot, e);
		end_state(c, &l, c->end > l.last ? c->end : l.last);
		end_all_tasks(c, &l, c->end > l.last ? c->end : l.last);
		free(l.open);
	}
	pt_rec_scan_end(&scan);
	return 0;
}

static int
put_all(struct chrome *c)
{
	struct pt_rec_status status;
	char title[128];

	if ((!c->r->index && pt_rec_build_index(c->r) != 0) || pt_rec_status(c->r, &status) != 0)
		return -1;
	c->end = pt_tracker_end(c->r, &status);
	pt_journal_read(&c->journal, c->r);
	pt_title_of_run(title, sizeof(title), &c->journal);
	put_name(c, "process_name", PHASES_THREAD, title);
	put_phases(c);
	for (uint32_t i = 0; i < status.workers && i < c->r->slots; i++)
		if (put_lane(c, i) != 0)
			return -1;
	fputs("\n]\n", c->f);
	return 0;
}

static int
write_chrome(struct pt_source *s, const struct pt_export_options *options, FILE *f,
	struct pt_error *e)
{
	struct chrome c = { .f = f, .r = pt_source_reader(s) };

	(void)options;
	if (!c.r)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "there is no recording to export");
	int failed = put_all(&c);

	pt_journal_fini(&c.journal);
	if (failed)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "cannot read the recording: %s",
			c.r->error[0] ? c.r->error : "out of memory");
	return ferror(f) ? pt_fail_write(e, f, "the trace") : 0;
}

const struct pt_exporter pt_exporter_chrome = {
	.name = "chrome",
	.extension = "json",
	.summary = "Chrome trace events, for Perfetto and chrome://tracing",
	.write = write_chrome,
};
