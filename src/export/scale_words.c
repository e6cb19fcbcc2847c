/* SPDX-License-Identifier: MIT */
/* Words that table, sentences and plot of scale have in common.  See scale_parts.h. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "export/scale_parts.h"
#include "export/sentences.h"
#include "metrics/title.h"

#define TITLE_COLUMNS 70

char *
pt_scale_place(char out[PT_NUM], double x)
{
	pt_title_number(out, (uint64_t)x);
	return out;
}

const char *
pt_scale_axis_title(const struct pt_scaling *s)
{
	return s->axis == PT_SCALING_SIZE   ? "size" :
		s->axis == PT_SCALING_GRAIN ? "grain" :
					      "workers";
}

static size_t
points(const struct pt_scaling *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->len; i++)
		n += s->curve[i].len;
	return n;
}

char *
pt_scale_title(const struct pt_scaling *s, bool utf8)
{
	const char **title = pt_xcalloc(points(s), sizeof(*title));
	size_t n = 0, len;
	char *common, *clean;

	for (size_t i = 0; i < s->len; i++)
		for (size_t k = 0; k < s->curve[i].len; k++)
			if (*s->curve[i].point[k].m->workload != 0)
				title[n++] = s->curve[i].point[k].m->title;
	len = n > 0 ? pt_sentences_common(title, n) : 0;
	common = len > 0 ? pt_xmemdup(title[0], len) : pt_xstrdup("");
	clean = pt_sentences_label(common, utf8, TITLE_COLUMNS);
	free(common);
	free(title);
	return clean;
}

uint32_t
pt_scale_cpus(const struct pt_scaling *s)
{
	for (size_t i = 0; i < s->len; i++)
		for (size_t k = 0; k < s->curve[i].len; k++)
			if (s->curve[i].point[k].m->cpus > 0)
				return s->curve[i].point[k].m->cpus;
	return 0;
}

/* Of the most workers that it is known for: beyond the CPUs it does not grow. */
double
pt_scale_capacity(const struct pt_scaling *s)
{
	double most = NAN;

	for (size_t i = 0; i < s->len; i++)
		for (size_t k = 0; k < s->curve[i].len; k++)
			most = fmax(most, s->curve[i].point[k].m->capacity.compute);
	return most;
}

const char *
pt_scale_verdict(const struct pt_scaling_point *p)
{
	return p->speedup.lo > 1        ? "wins" :
		p->speedup.hi < 1       ? "loses" :
		isnan(p->speedup.value) ? "--" :
					  "unclear";
}
