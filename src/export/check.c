/* SPDX-License-Identifier: MIT */
/*
 * Invariants of a recording.  See check.h.
 */
#include "export/check.h"

#include <inttypes.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "export/check_internal.h"
#include "timeline/matrix.h"

#define KERNEL_TICK_NS 20000000 /* two ticks of the slowest clock there is */

void
pt_check_case(struct pt_check *c, enum pt_invariant which, bool holds, const char *fmt, ...)
{
	struct pt_finding *f = &c->finding[which];
	va_list args;

	f->cases++;
	if (holds || f->violations++ > 0)
		return;
	va_start(args, fmt);
	vsnprintf(f->first, sizeof(f->first), fmt, args);
	va_end(args);
}

static void
put_finding(FILE *out, const char *text, const struct pt_finding *f)
{
	unsigned long long cases = f->cases, bad = f->violations;

	if (cases == 0)
		fprintf(out, "--    %-50s nothing to check\n", text);
	else if (bad == 0)
		fprintf(out, "ok    %-50s %llu\n", text, cases);
	else
		fprintf(out, "FAIL  %-50s %llu of %llu: %s\n", text, bad, cases, f->first);
}

static int
put_findings(const struct pt_check *c, FILE *out)
{
	static const char *const text[] = {
#define PT_X(name, words) [PT_INVARIANT_##name] = words,
		PT_INVARIANTS(PT_X)
#undef PT_X
	};
	uint64_t bad = 0;

	for (unsigned i = 0; i < PT_INVARIANTS_ALL; i++) {
		if (i >= PT_INVARIANT_GRAPH && c->status.level < PT_REC_LEVEL_FULL)
			break; /* levels below full do not have these */
		put_finding(out, text[i], &c->finding[i]);
		bad += c->finding[i].violations;
	}
	if (bad > 0)
		fprintf(out, "%llu violation%s\n", (unsigned long long)bad, bad == 1 ? "" : "s");
	else
		fputs("all invariants hold\n", out);
	return bad < INT_MAX ? (int)bad : INT_MAX;
}

struct pt_rec_snapshot
pt_check_now(struct pt_check *c, uint32_t slot)
{
	struct pt_rec_snapshot s = c->worker[slot];

	if (c->moving && pt_rec_snapshot(c->r, slot, &s) != 0)
		s.torn = true;
	return s;
}

uint64_t
pt_check_ns(const struct pt_check *c, uint64_t from, uint64_t to)
{
	uint64_t begin = pt_rec_ns(c->r, from), end = pt_rec_ns(c->r, to);

	return end > begin ? end - begin : 0;
}

uint64_t
pt_check_kernel_ns(uint64_t ns)
{
	return pt_add_sat_u64(ns, ns / 100 + KERNEL_TICK_NS);
}

/* Read before the index: the chunks that a worker has begun by now must be in it. */
static void
read_workers(struct pt_check *c)
{
	c->workers = c->status.workers < c->r->slots ? c->status.workers : c->r->slots;
	c->worker = pt_xcalloc(c->workers, sizeof(*c->worker));
	for (uint32_t i = 0; i < c->workers; i++)
		if (pt_rec_snapshot(c->r, i, &c->worker[i]) != 0)
			c->worker[i].torn = true;
}

/* What breaks no invariant, but means that the recording lacks a part of what happened. */
static void
put_notes(const struct pt_check *c, FILE *out)
{
	uint64_t dropped = 0;

	for (uint32_t i = 0; i < c->workers; i++)
		dropped = pt_add_sat_u64(dropped, c->worker[i].dropped);
	if (!c->ended)
		fputs("note  the recording was not closed: what may be half done is not checked\n",
			out);
	if (dropped > 0)
		fprintf(out, "note  events lost, and counted: %" PRIu64 "\n", dropped);
	if (c->status.refused > 0)
		fprintf(out, "note  threads without a place in it: %" PRIu32 "\n",
			c->status.refused);
	if (c->status.journal_lost > 0)
		fprintf(out, "note  entries of the journal lost: %" PRIu64 "\n",
			c->status.journal_lost);
	if (c->journal.ignored > 0)
		fprintf(out, "note  entries of the journal that make no sense: %" PRIu64 "\n",
			c->journal.ignored);
	if (c->status.faults & PT_REC_FAULT_SPACE)
		fputs("note  there was no space for more, at least once\n", out);
	if (c->status.faults & PT_REC_FAULT_CUT)
		fputs("note  the file was cut short while it was written\n", out);
}

static int
check(struct pt_check *c, FILE *out)
{
	if (pt_rec_status(c->r, &c->status) != 0)
		return -1;
	c->ended = c->status.life == PT_REC_ENDED && !c->r->salvaged;
	c->moving = c->r->moving && !c->ended;
	read_workers(c);
	if (pt_rec_refresh(c->r) != 0 || pt_rec_build_index(c->r) != 0)
		return -1;
	pt_journal_read(&c->journal, c->r);
	pt_check_events(c);
	pt_check_pages(c);
	pt_check_phases(c);
	pt_check_graph(c);
	put_notes(c, out);
	return put_findings(c, out);
}

int
pt_check_recording(const char *path, FILE *out, struct pt_error *e)
{
	struct pt_rec_reader r;
	struct pt_check c = { .r = &r };
	char name[512];
	int found;

	pt_clean(name, sizeof(name), path, strlen(path));
	if (pt_rec_open(&r, path, false) != 0)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "%s: %s", name, r.error);
	if (r.warning[0])
		fprintf(out, "note  %s\n", r.warning);
	found = check(&c, out);
	if (found < 0)
		pt_fail(e, PT_EXIT_ENVIRONMENT, "%s: %s", name,
			r.error[0] ? r.error : "out of memory");
	free(c.worker);
	pt_journal_fini(&c.journal);
	pt_rec_shut(&r);
	return found;
}
