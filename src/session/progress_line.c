/* SPDX-License-Identifier: MIT */
/*
 *	quicksort n=100M  sequential 1/5  8 workers  [=>          ] 8%  answer in 4 s
 *	quicksort n=100M  run 3/5  8 workers  [=======>    ] 61%  1.31 s  6.42x*
 *
 * Written with a carriage return and blanks only, so that any terminal will do.
 */
#include "session/progress_line.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/text.h"
#include "metrics/model.h"

#define BAR 16

static int
columns(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col == 0)
		return 79;
	return size.ws_col - 1;
}

void
pt_progress_line_text(const char *text)
{
	int width = columns();
	size_t fit = pt_text_fit(text, width);
	int used = pt_text_width(text) < width ? pt_text_width(text) : width;

	fprintf(stderr, "\r%.*s%*s\r", (int)fit, text, width - used, "");
	fflush(stderr);
}

/* Whole parts only: half a number is another number. */
void
pt_progress_line_part(struct pt_text *t, const char *format, ...)
{
	struct pt_text part = { 0 };
	va_list args;

	va_start(args, format);
	pt_text_vadd(&part, format, args);
	va_end(args);
	if (pt_text_width(pt_text_string(t)) + 2 + pt_text_width(pt_text_string(&part)) <=
		columns())
		pt_text_add(t, "  %s", pt_text_string(&part));
	pt_text_fini(&part);
}

void
pt_progress_line_bar(struct pt_text *t, double progress)
{
	char bar[BAR + 1];
	int full = (int)(progress * BAR);

	memset(bar, ' ', BAR);
	bar[BAR] = 0;
	memset(bar, '=', (size_t)full);
	if (full < BAR)
		bar[full] = '>';
	pt_progress_line_part(t, "[%s] %.0f%%", bar, progress * 100);
}

void
pt_progress_line_draw(const struct pt_model *m)
{
	struct pt_text t = { 0 };
	char num[PT_NUM];

	pt_text_add(&t, "%s  %s", m->title, m->phase);
	if (m->threads > 0)
		pt_progress_line_part(&t, "%u worker%s", m->threads, m->threads == 1 ? "" : "s");
	if (!isnan(m->progress))
		pt_progress_line_bar(&t, fmin(fmax(m->progress, 0), 1));
	if (!isnan(m->run_s))
		pt_progress_line_part(&t, "%s", pt_format_seconds(num, m->run_s));
	if (!isnan(m->speedup))
		pt_progress_line_part(&t, "%sx%s", pt_format_ratio(num, m->speedup, 2),
			m->speedup_estimated ? "*" : "");
	else if (m->plan.first_answer_s > 0)
		pt_progress_line_part(&t, "answer in %.0f s", ceil(m->plan.first_answer_s));
	pt_progress_line_text(pt_text_string(&t));
	pt_text_fini(&t);
}

void
pt_progress_line_clear(void)
{
	pt_progress_line_text("");
}
