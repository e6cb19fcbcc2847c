/* SPDX-License-Identifier: MIT */
/*
 * Invariants of a recording.  See check.h.
 */
#include "export/check.h"

#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "export/check_internal.h"

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
			break;	/* not a matter of this recording */
		put_finding(out, text[i], &c->finding[i]);
		bad += c->finding[i].violations;
	}
	if (bad > 0)
		fprintf(out, "%llu violation%s\n", (unsigned long long)bad, bad == 1 ? "" : "s");
	else
		fputs("all invariants hold\n", out);
	return bad < INT_MAX ? (int)bad : INT_MAX;
}

static void
read_workers(struct pt_check *c)
{
	c->workers = c->status.workers < c->r->slots ? c->status.workers : c->r->slots;
	c->worker = pt_xcalloc(c->workers, sizeof(*c->worker));
	for (uint32_t i = 0; i < c->workers; i++)
		if (pt_rec_snapshot(c->r, i, &c->worker[i]) != 0)
			c->worker[i].torn = true;
}

static int
check(struct pt_check *c, FILE *out)
{
	if (pt_rec_status(c->r, &c->status) != 0 || pt_rec_build_index(c->r) != 0)
		return -1;
	c->ended = c->status.life == PT_REC_ENDED && !c->r->salvaged;
	pt_journal_read(&c->notes, c->r);
	read_workers(c);
	pt_check_events(c);
	pt_check_pages(c);
	pt_check_phases(c);
	pt_check_graph(c);
	if (!c->ended)
		fputs("note  the recording was not closed: what may be half done is not checked\n",
			out);
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
	pt_journal_fini(&c.notes);
	pt_rec_shut(&r);
	return found;
}
