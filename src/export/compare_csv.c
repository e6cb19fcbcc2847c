/* SPDX-License-Identifier: MIT */
/*
 * A comparison as comma separated values: a line per configuration, times in seconds.  What is not
 * known is an empty field.
 */
#include "export/compare.h"
#include "export/csv_fields.h"

static const char head[] =
	"configuration,workload,variant,policy,threads,runs,processes,median_s,"
	"lo_s,hi_s,min_s,max_s,disturbed,outliers,ratio,ratio_lo,ratio_hi,verdict,speedup,speedup_lo,"
	"speedup_hi,cpus_busy,error\n";

static void
put_row(FILE *f, const struct pt_comparison *c, size_t i)
{
	const struct pt_comparison_row *r = &c->row[i];
	const struct pt_measured *m = r->m;

	pt_csv_first(f, m->label);
	pt_csv_text(f, m->workload);
	pt_csv_text(f, m->variant);
	pt_csv_text(f, m->policy);
	pt_csv_count(f, m->threads);
	pt_csv_u64(f, r->spread.runs);
	pt_csv_u64(f, r->spread.rounds);
	pt_csv_estimate(f, &r->time);
	pt_csv_real(f, r->spread.min);
	pt_csv_real(f, r->spread.max);
	pt_csv_u64(f, r->spread.disturbed);
	pt_csv_u64(f, r->spread.mild + r->spread.severe);
	pt_csv_estimate(f, &r->ratio);
	pt_csv_text(f, pt_comparison_word(c, i));
	pt_csv_estimate(f, &r->speedup);
	pt_csv_real(f, r->cpus_busy);
	pt_csv_text(f, m->error != NULL ? m->error : "");
	fputc('\n', f);
}

void
pt_compare_csv(const struct pt_findings *p, FILE *f)
{
	fputs(head, f);
	for (size_t i = 0; i < p->c->len; i++)
		put_row(f, p->c, i);
}
