/* SPDX-License-Identifier: MIT */
/*
 * Curves of scaling for people and for programs.
 */
#ifndef PT_EXPORT_SCALE_H
#define PT_EXPORT_SCALE_H

#include <stdio.h>

#include "export/findings.h"
#include "export/look.h"
#include "export/plot.h"
#include "metrics/scaling.h"

/* All of these want the curves. */
void pt_scale_text(const struct pt_findings *p, const struct pt_look *look, FILE *f);

/* The object "partop.scale/1": names are never changed or removed; what is unknown is null. */
void pt_scale_json(const struct pt_findings *p, FILE *f);

/* A line per point. */
void pt_scale_csv(const struct pt_findings *p, FILE *f);
void pt_scale_markdown(const struct pt_findings *p, FILE *f);

/* What is drawn.  NULL: there is no point to draw. */
struct pt_scale_plot;
struct pt_scale_plot *pt_scale_plot_new(const struct pt_scaling *s);
void pt_scale_plot_free(struct pt_scale_plot *p); /* NULL is fine */
const struct pt_plot *pt_scale_plot_of(const struct pt_scale_plot *p);

#endif
