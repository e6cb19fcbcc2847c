/* SPDX-License-Identifier: MIT */
/*
 * Curves of scaling as comma separated values: a line per point, times in seconds.  What is not known
 * is an empty field.
 */
#include "export/csv_fields.h"
#include "export/scale.h"

static const char head[] =
	"axis,curve,place,workload,variant,policy,threads,oversubscribed,runs,"
	"processes,median_s,lo_s,hi_s,min_s,max_s,disturbed,outliers,sequential_s,speedup,speedup_lo,"
	"speedup_hi,self_speedup,self_speedup_lo,self_speedup_hi,efficiency,karp_flatt,gustafson,work,"
	"growth,cpus_busy,capacity,capacity_share,error\n";

static void
put_what(FILE *f, const struct pt_measured *m)
{
	pt_csv_text(f, m->workload);
	pt_csv_text(f, m->variant);
	pt_csv_text(f, m->policy);
	pt_csv_count(f, m->threads);
	pt_csv_u64(f, m->oversubscribed);
}

static void
put_times(FILE *f, const struct pt_scaling_point *p)
{
	pt_csv_u64(f, p->spread.runs);
	pt_csv_u64(f, p->spread.rounds);
	pt_csv_estimate(f, &p->time);
	pt_csv_real(f, p->spread.min);
	pt_csv_real(f, p->spread.max);
	pt_csv_u64(f, p->spread.disturbed);
	pt_csv_u64(f, p->spread.mild + p->spread.severe);
}

static void
put_point(FILE *f, const struct pt_scaling *s, const struct pt_scaling_curve *c,
	const struct pt_scaling_point *p)
{
	pt_csv_first(f, pt_scaling_axis_name(s->axis));
	pt_csv_text(f, c->label);
	pt_csv_u64(f, (uint64_t)p->x);
	put_what(f, p->m);
	put_times(f, p);
	pt_csv_real(f, p->sequential_s);
	pt_csv_estimate(f, &p->speedup);
	pt_csv_estimate(f, &p->self_speedup);
	pt_csv_real(f, p->efficiency);
	pt_csv_real(f, p->karp_flatt);
	pt_csv_real(f, p->gustafson);
	pt_csv_real(f, p->work);
	pt_csv_real(f, p->growth);
	pt_csv_real(f, p->cpus_busy);
	pt_csv_real(f, p->m->capacity.compute);
	pt_csv_real(f, p->capacity_share);
	pt_csv_text(f, p->m->error != NULL ? p->m->error : "");
	fputc('\n', f);
}

void
pt_scale_csv(const struct pt_findings *p, FILE *f)
{
	fputs(head, f);
	for (size_t i = 0; i < p->s->len; i++)
		for (size_t k = 0; k < p->s->curve[i].len; k++)
			put_point(f, p->s, &p->s->curve[i], &p->s->curve[i].point[k]);
}
