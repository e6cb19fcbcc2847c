/* SPDX-License-Identifier: MIT */
/*
 * Labelled numbers in a row: see widgets.h.  A *fit* says how they are set: the gap between two and
 * whether the labels are brief; tried from roomy to tight, then pieces are left out.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/widgets/widgets.h"

struct fit {
	int gap;
	bool brief;
	uint32_t left_out; /* bits of pieces */
};

struct pt_piece *
pt_flow_add(struct pt_flow *f, int rank, const char *label, const char *brief)
{
	int last = (int)(sizeof(f->pieces) / sizeof(f->pieces[0])) - 1;
	struct pt_piece *p = &f->pieces[f->len < last ? f->len : last];

	if (f->len <= last)
		f->len++;
	*p = (struct pt_piece){ .label_role = PT_ROLE_QUIET,
		.value_role = PT_ROLE_STRONG,
		.rank = rank };
	(void)snprintf(p->label, sizeof(p->label), "%s", label);
	(void)snprintf(p->brief, sizeof(p->brief), "%s", brief);
	return p;
}

void
pt_piece_value(struct pt_piece *p, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(p->value, sizeof(p->value), fmt, ap);
	va_end(ap);
}

static const char *
label(const struct pt_piece *p, const struct fit *fit)
{
	return fit->brief && p->brief[0] ? p->brief : p->label;
}

static int
piece_width(const struct pt_piece *p, const struct fit *fit)
{
	const char *l = label(p, fit);

	return (p->mark ? 2 : 0) + pt_text_width(l) + pt_text_width(p->value) +
		(l[0] && p->value[0]);
}

static int
width(const struct pt_flow *f, const struct fit *fit)
{
	int w = 0;

	for (int i = 0; i < f->len; i++)
		if (!(fit->left_out >> i & 1))
			w += piece_width(&f->pieces[i], fit) + (w ? fit->gap : 0);
	return w;
}

static int
least_wanted(const struct pt_flow *f, const struct fit *fit)
{
	int at = -1;

	for (int i = 0; i < f->len; i++)
		if (!(fit->left_out >> i & 1) &&
			(at < 0 || f->pieces[i].rank >= f->pieces[at].rank))
			at = i;
	return at;
}

static struct fit
leave_out(const struct pt_flow *f, struct fit fit, int room)
{
	while (width(f, &fit) > room) {
		int at = least_wanted(f, &fit);

		/* A cut piece says something, an empty row nothing. */
		if (at < 0 || (fit.left_out | 1u << at) == (1u << f->len) - 1)
			break;
		fit.left_out |= 1u << at;
	}
	/* A wide piece that had to go may leave room for a narrow one that went before. */
	for (int i = 0; i < f->len; i++) {
		struct fit more = { fit.gap, fit.brief, fit.left_out & ~(1u << i) };

		if (width(f, &more) <= room)
			fit = more;
	}
	return fit;
}

static struct fit
find_fit(const struct pt_flow *f, int room)
{
	static const struct fit tries[] = { { 3, false, 0 }, { 2, false, 0 }, { 3, true, 0 },
		{ 2, true, 0 } };
	struct fit fit = leave_out(f, (struct fit){ .gap = 1, .brief = true }, room);

	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++)
		if (width(f, &tries[i]) <= room)
			return tries[i];
	/* What was left out may have made room for wider gaps again. */
	for (fit.gap = 3; fit.gap > 1 && width(f, &fit) > room;)
		fit.gap--;
	return fit;
}

static int
draw_piece(struct pt_canvas *c, struct pt_rect r, const struct pt_piece *p, const struct fit *fit)
{
	const char *l = label(p, fit);
	int used = 0;

	if (p->mark) {
		if (r.w > 0)
			(void)pt_canvas_put(c, r.x, r.y, p->mark_role, p->mark);
		used = 2;
	}
	used += pt_canvas_text(c, pt_rect_skip(r, used), p->label_role, l);
	if (l[0] && p->value[0])
		used++;
	return used + pt_canvas_text(c, pt_rect_skip(r, used), p->value_role, p->value);
}

static int
draw_fitted(struct pt_canvas *c, struct pt_rect r, const struct pt_flow *f, struct fit fit)
{
	int used = 0;

	for (int i = 0; i < f->len && used < r.w; i++) {
		if (fit.left_out >> i & 1)
			continue;
		used += used ? fit.gap : 0;
		used += draw_piece(c, pt_rect_skip(r, used), &f->pieces[i], &fit);
	}
	return used;
}

int
pt_flow_draw(struct pt_canvas *c, struct pt_rect r, const struct pt_flow *f)
{
	return draw_fitted(c, r, f, find_fit(f, r.w));
}

void
pt_flow_wrap(struct pt_canvas *c, struct pt_rect r, const struct pt_flow *f)
{
	const struct fit fit = { .gap = 1, .brief = true };
	int row = 0, used = 0;

	if (r.h == 1) {
		(void)draw_fitted(c, r, f, leave_out(f, fit, r.w));
		return;
	}
	for (int i = 0; i < f->len; i++) {
		int w = piece_width(&f->pieces[i], &fit);

		if (used && used + fit.gap + w > r.w) {
			row++;
			used = 0;
		}
		used += used ? fit.gap : 0;
		used += draw_piece(c, pt_rect_skip(pt_rect_row(r, row), used), &f->pieces[i], &fit);
	}
}
