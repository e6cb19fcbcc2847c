/* SPDX-License-Identifier: MIT */
/*
 * libcairo, loaded when the first picture is drawn: it brings a dozen libraries, which every start
 * of partop, and each process of a comparison, would pay for.
 */
#ifndef PT_EXPORT_CAIRO_CALLS_H
#define PT_EXPORT_CAIRO_CALLS_H

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <cairo.h>

struct pt_error;

/* What is used of it. */
/* clang-format off */
#define PT_CAIRO_CALLS(X) \
	X(arc) X(clip) X(close_path) X(create) X(debug_reset_static_data) X(destroy) \
	X(fill) X(fill_preserve) X(image_surface_create) X(line_to) X(move_to) X(new_path) \
	X(paint) X(pdf_surface_create_for_stream) X(pdf_surface_set_metadata) X(rectangle) \
	X(restore) X(rotate) X(save) X(scale) X(select_font_face) X(set_dash) \
	X(set_font_size) X(set_line_join) X(set_line_width) X(set_source_rgb) \
	X(set_source_rgba) X(show_text) X(status) X(status_to_string) X(stroke) \
	X(surface_destroy) X(surface_finish) X(surface_status) \
	X(surface_write_to_png_stream) X(svg_surface_create_for_stream) X(text_extents) \
	X(translate)
/* clang-format on */

struct pt_cairo_calls {
#define X(name) __typeof__(cairo_##name) *name;
	PT_CAIRO_CALLS(X)
#undef X
	void (*fonts_fini)(void); /* fontconfig's, if cairo uses it; else NULL */
};

/* NULL with e filled (environment): it is not installed, or lacks one of them.  It stays loaded. */
const struct pt_cairo_calls *pt_cairo_load(struct pt_error *e);

/* Gives back what fonts took; nothing of cairo's may be left. */
void pt_cairo_forget(const struct pt_cairo_calls *c);

#endif
