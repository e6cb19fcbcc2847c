/* SPDX-License-Identifier: MIT */
/* Fields of comma separated values.  See csv_fields.h. */
#include "export/csv_fields.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "metrics/estimate.h"

void
pt_csv_first(FILE *f, const char *text)
{
	if (strpbrk(text, ",\"\r\n") == NULL) {
		fputs(text, f);
		return;
	}
	fputc('"', f);
	for (; *text != 0; text++) {
		if (*text == '"')
			fputc('"', f);
		fputc(*text, f);
	}
	fputc('"', f);
}

void
pt_csv_text(FILE *f, const char *text)
{
	fputc(',', f);
	pt_csv_first(f, text);
}

void
pt_csv_u64(FILE *f, uint64_t v)
{
	fprintf(f, ",%" PRIu64, v);
}

void
pt_csv_count(FILE *f, uint64_t v)
{
	if (v > 0)
		pt_csv_u64(f, v);
	else
		pt_csv_text(f, "");
}

/* The decimal sign is a point in every locale. */
void
pt_csv_real(FILE *f, double v)
{
	char number[PT_NUM];

	fprintf(f, ",%s", isfinite(v) ? pt_format_ratio(number, v, 9) : "");
}

void
pt_csv_estimate(FILE *f, const struct pt_estimate *e)
{
	pt_csv_real(f, e->value);
	pt_csv_real(f, e->lo);
	pt_csv_real(f, e->hi);
}
