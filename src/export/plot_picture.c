/* SPDX-License-Identifier: MIT */
/*
 * A plot as a picture: what there is with and without cairo.  See plot.h; plot_cairo.c draws.
 */
#include <config.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "export/plot.h"

bool
pt_plot_format_of(const char *path, enum pt_plot_format *format)
{
	static const char *const suffix
		[] = { [PT_PLOT_SVG] = ".svg", [PT_PLOT_PNG] = ".png", [PT_PLOT_PDF] = ".pdf" };
	const char *point = strrchr(path, '.');

	for (int i = 0; i < 3; i++) {
		if (point == NULL || point == path || strcasecmp(point, suffix[i]) != 0)
			continue;
		*format = (enum pt_plot_format)i;
		return true;
	}
	return false;
}

#ifndef HAVE_CAIRO
int
pt_plot_picture_begin(struct pt_error *e)
{
	return pt_fail(e, PT_EXIT_ENVIRONMENT, "this partop was built without cairo: no pictures");
}

int
pt_plot_picture(const struct pt_plot *p, enum pt_plot_format format, FILE *f, struct pt_error *e)
{
	return pt_plot_picture_begin(e);
}
#endif
