/* SPDX-License-Identifier: MIT */
/* Styles and foreign text of the report: see report_parts.h. */
#include "export/report_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"

const char *
pt_report_on(const struct report *r, enum style style)
{
	static const char
		*const sgr[] = { [BOLD] = "\033[1m", [DIM] = "\033[2m", [WARN] = "\033[33m" };

	return r->o->color ? sgr[style] : "";
}

const char *
pt_report_off(const struct report *r)
{
	return r->o->color ? "\033[0m" : "";
}

/* Foreign text: clean, and without anything but ASCII where that is asked for. */
void
pt_report_foreign(const struct report *r, const char *s)
{
	const size_t size = 4 * strlen(s) + 1;
	char *clean = pt_xcalloc(1, size);

	pt_clean(clean, size, s, strlen(s));
	for (const char *c = clean; *c; c++)
		if (r->o->utf8 || (unsigned char)*c < 0x80)
			fputc(*c, r->f);
		else
			fprintf(r->f, "\\x%02x", (unsigned)(unsigned char)*c);
	free(clean);
}

const char *
pt_report_plural(double n)
{
	return n == 1 ? "" : "s";
}
