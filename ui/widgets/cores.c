/* SPDX-License-Identifier: MIT */
/* The cores as a bar and as numbers: see cores.h. */
#include "ui/widgets/cores.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/core/signs.h"
#include "ui/widgets/widgets.h"

#define TAIL 3 /* cells of a tail that was cut */

static double
known(double v)
{
	return isfinite(v) ? v : 0;
}

/* 4 columns or more: "1.27", "40.6", " 101", "  --". */
static char *
cores_number(char out[16], double v)
{
	double a = fabs(v);
	char n[PT_NUM];

	(void)pt_format_ratio(n, a < 0.005 ? 0 : v, a >= 99.95 ? 0 : a >= 9.995 ? 1 : 2);
	(void)snprintf(out, 16, "%4.12s", isfinite(v) ? n : "--");
	return out;
}

/* ---- the parts, by sign ---- */

struct parts {
	double v[PT_SIGNS]; /* cores; NAN unknown */
	double idle;
};

/* Idle is known as a whole; its three parts stand to each other as they do in the workers. */
static void
split_idle(struct parts *p, const struct pt_model *m)
{
	static const struct {
		enum pt_sign sign;
		enum pt_share share;
	} of[] = { { PT_SIGN_SEARCH, PT_SHARE_SEARCH }, { PT_SIGN_JOIN, PT_SHARE_WAIT },
		{ PT_SIGN_PARK, PT_SHARE_PARK } };
	double sum = 0;

	for (int k = 0; k < 3; k++) {
		p->v[of[k].sign] = 0;
		for (size_t i = 0; i < m->workers_len; i++)
			p->v[of[k].sign] += fmax(known(m->workers[i].share[of[k].share]), 0);
		sum += p->v[of[k].sign];
	}
	for (int k = 0; k < 3; k++)
		p->v[of[k].sign] = sum > 0 ? p->v[of[k].sign] / sum * p->idle : NAN;
}

static struct parts
parts_of(const struct pt_model *m)
{
	const struct pt_cores *k = &m->cores;
	bool split = isfinite(k->inflation_machine);
	struct parts p = { .idle = k->idle };

	p.v[PT_SIGN_BUSY] = NAN;
	p.v[PT_SIGN_USEFUL] = k->useful;
	p.v[PT_SIGN_MACHINE] = split ? k->inflation_machine : NAN;
	p.v[PT_SIGN_PROGRAM] = split ? k->inflation_program : k->inflation;
	p.v[PT_SIGN_SCHEDULING] = k->scheduling;
	p.v[PT_SIGN_BLOCKED] = k->blocked;
	p.v[PT_SIGN_OWN] = isfinite(k->offcpu_own) ? k->offcpu_own : k->off_cpu;
	p.v[PT_SIGN_TAKEN] = k->offcpu_others;
	p.v[PT_SIGN_OTHER] = k->other;
	split_idle(&p, m);
	return p;
}

bool
pt_cores_cut(const struct pt_model *m)
{
	return m->threads > 0 && m->cores.offcpu_own > m->threads / 2.0 && m->cpus > 0;
}

/* ---- the bar ---- */

static int
segments_of(struct pt_segment s[PT_SIGNS], const struct parts *p, bool ascii, bool cut)
{
	int n = 0;

	for (int i = 0; i < PT_SIGNS; i++)
		if (pt_signs[i].cores && !(cut && i == PT_SIGN_OWN))
			s[n++] = (struct pt_segment){ p->v[i],
				pt_sign_glyph((enum pt_sign)i, ascii), pt_signs[i].role };
	return n;
}

/* "┊░░░ 5.89" at the right end; the place that is left. */
static struct pt_rect
draw_tail(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g, double cores)
{
	char n[16];
	int w = 1 + TAIL + 1 + pt_text_width(cores_number(n, cores));
	struct pt_rect tail = pt_rect_right(r, w);

	pt_canvas_put(c, tail.x, tail.y, PT_ROLE_QUIET, g->cut);
	pt_canvas_fill(c, pt_rect_left(pt_rect_skip(tail, 1), TAIL), pt_signs[PT_SIGN_OWN].role,
		pt_sign_glyph(PT_SIGN_OWN, g->ascii));
	pt_canvas_text(c, pt_rect_skip(tail, 2 + TAIL), PT_ROLE_STRONG, n);
	return pt_rect_left(r, r.w - w);
}

void
pt_cores_bar_draw(struct pt_canvas *c, struct pt_rect row, const struct pt_glyphs *g,
	const struct pt_model *m)
{
	struct parts p = parts_of(m);
	bool cut = pt_cores_cut(m) && row.w >= 24;
	struct pt_segment s[PT_SIGNS];
	struct pt_bar bar = { .segments = s, .whole = m->threads };

	if (pt_rect_empty(row) || m->cores_why[0])
		return;
	bar.len = (size_t)segments_of(s, &p, g->ascii, cut);
	if (cut) {
		row = draw_tail(c, row, g, p.v[PT_SIGN_OWN]);
		bar.whole = m->threads - known(p.v[PT_SIGN_OWN]);
	}
	pt_bar_draw(c, row, g, &bar);
}

/* ---- the numbers ---- */

/* A piece of the two rows: swatches, name, number.  Names from long to brief. */
struct piece {
	enum pt_sign sign, more[2]; /* more: PT_SIGNS none */
	const char *name[3];
	double cores;
	int gap; /* before it, in the long form */
};

#define PIECES 9
#define SECOND_ROW 4

static void
pieces_of(struct piece p[PIECES], const struct parts *k)
{
	const enum pt_sign none = PT_SIGNS;
	const double *v = k->v;

	p[0] = (struct piece){ PT_SIGN_USEFUL, { none, none }, { "useful", "useful", "useful" },
		v[PT_SIGN_USEFUL], 0 };
	p[1] = (struct piece){ PT_SIGN_MACHINE, { none, none },
		{ "inflation: machine", "inflation: machine", "machine" }, v[PT_SIGN_MACHINE], 3 };
	p[2] = (struct piece){ PT_SIGN_PROGRAM, { none, none }, { "program", "program", "program" },
		v[PT_SIGN_PROGRAM], 2 };
	p[3] = (struct piece){ PT_SIGN_SCHEDULING, { none, none },
		{ "scheduling", "scheduling", "sch" }, v[PT_SIGN_SCHEDULING], 3 };
	p[4] = (struct piece){ PT_SIGN_BLOCKED, { none, none }, { "blocked", "blocked", "blocked" },
		v[PT_SIGN_BLOCKED], 0 };
	p[5] = (struct piece){ PT_SIGN_SEARCH, { PT_SIGN_JOIN, PT_SIGN_PARK },
		{ "idle", "idle", "idle" }, k->idle, 2 };
	p[6] = (struct piece){ PT_SIGN_OWN, { none, none },
		{ "off-cpu: own", "off-cpu: own", "own" }, v[PT_SIGN_OWN], 2 };
	p[7] = (struct piece){ PT_SIGN_TAKEN, { none, none }, { "others", "others", "" },
		v[PT_SIGN_TAKEN], 2 };
	p[8] = (struct piece){ PT_SIGN_OTHER, { none, none }, { "other", "other", "" },
		v[PT_SIGN_OTHER], 2 };
}

static int
draw_swatches(struct pt_canvas *c, struct pt_rect r, const struct piece *p, bool ascii)
{
	int n = 0;

	if (p->sign != PT_SIGN_MACHINE || isfinite(p->cores)) /* not calibrated: it has no part */
		pt_canvas_put(c, r.x, r.y, pt_signs[p->sign].role, pt_sign_glyph(p->sign, ascii));
	for (; n < 2 && p->more[n] != PT_SIGNS; n++)
		if (n + 1 < r.w)
			pt_canvas_put(c, r.x + n + 1, r.y, pt_signs[p->more[n]].role,
				pt_sign_glyph(p->more[n], ascii));
	return n + 1;
}

/* Level 0 adds each part's share of P. */
static int
draw_piece(struct pt_canvas *c, struct pt_rect r, const struct piece *p, const struct pt_glyphs *g,
	int level, double threads)
{
	char n[16];
	int used = r.w > 0 ? draw_swatches(c, r, p, g->ascii) + 1 : 1;

	used += pt_canvas_text(c, pt_rect_skip(r, used), PT_ROLE_TEXT, p->name[level]);
	if (p->name[level][0])
		used++;
	used += pt_canvas_text(c, pt_rect_skip(r, used), PT_ROLE_STRONG, cores_number(n, p->cores));
	if (level == 0 && threads > 0)
		used += pt_canvas_printf(c, pt_rect_skip(r, used), PT_ROLE_QUIET,
			isfinite(p->cores) ? " (%2.0f %%)" : "       ", p->cores / threads * 100);
	return used;
}

static int
draw_row(struct pt_canvas *c, struct pt_rect r, const struct piece *p, int n,
	const struct pt_glyphs *g, const struct pt_model *m, int level)
{
	int used = 0;

	for (int i = 0; i < n; i++) {
		used += i ? (level < 2 ? p[i].gap : 2) : 0;
		if (used >= r.w)
			break;
		used += draw_piece(c, pt_rect_skip(r, used), &p[i], g, level, m->threads);
	}
	return used;
}

static const struct piece *
larger(const struct piece *a, const struct piece *b)
{
	return fabs(known(b->cores)) > fabs(known(a->cores)) ? b : a;
}

/* The one row of a low terminal: what is useful and what is largest of the rest. */
static void
draw_largest(struct pt_canvas *c, struct pt_rect r, struct piece p[PIECES],
	const struct pt_glyphs *g, const struct pt_model *m)
{
	struct piece chosen[4] = { p[0] };
	int n = 1;

	for (; n < 4; n++) {
		const struct piece *most = &p[1];

		for (int i = 2; i < PIECES; i++)
			most = larger(most, &p[i]);
		chosen[n] = *most;
		p[most - p].cores = NAN;
	}
	(void)draw_row(c, r, chosen, n, g, m, 2);
}

void
pt_cores_text_draw(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g,
	const struct pt_model *m)
{
	struct parts parts = parts_of(m);
	int level = r.w >= 118 ? 0 : r.w >= 78 ? 1 : 2;
	struct piece p[PIECES];

	if (pt_rect_empty(r))
		return;
	pieces_of(p, &parts);
	if (r.h < 2) {
		draw_largest(c, r, p, g, m);
		return;
	}
	(void)draw_row(c, pt_rect_row(r, 0), p, SECOND_ROW, g, m, level);
	(void)draw_row(c, pt_rect_row(r, 1), p + SECOND_ROW, PIECES - SECOND_ROW, g, m, level);
}
