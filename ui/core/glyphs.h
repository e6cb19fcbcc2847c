/* SPDX-License-Identifier: MIT */
/*
 * Glyph levels: the characters that pictures are drawn with.  `block` needs UTF-8 and a font with
 * the eighth blocks, `ascii` needs nothing.  Views name a glyph, never a character.
 * The signs of time and cores have a table of their own: signs.h.
 */
#ifndef PT_UI_CORE_GLYPHS_H
#define PT_UI_CORE_GLYPHS_H

#include <stdbool.h>
#include <stdint.h>

struct pt_glyphs {
	bool ascii;
	uint32_t dot;     /* nothing there */
	uint32_t pointer; /* at the selected row */
	uint32_t cut;     /* a cut in a bar, a change of phase in a curve */
	uint32_t full;    /* of a bar */
	uint32_t rule, column;
	uint32_t corner[4];     /* upper left and right, lower left and right */
	const uint32_t *across; /* a cell filled from the left, by eighths: 0 .. across_len */
	uint32_t across_len;
	const uint32_t *up; /* a cell filled from below: 0 .. up_len */
	uint32_t up_len;
	const uint32_t *spark; /* small to large, none of them blank: 0 .. spark_len */
	uint32_t spark_len;
	const char *state_starting, *state_run, *state_paused, *state_done, *state_bad;
	const char *arrows;            /* the keys that move the selection */
	const char *sideways;          /* those that move to the left and right */
	const char *left_arrow, *more; /* from the victim to the thief; something was cut off */
};

const struct pt_glyphs *pt_glyphs(bool ascii);

/* Whether this terminal and locale can show `block`; after setlocale(LC_CTYPE, ""). */
bool pt_glyphs_can_block(const char *term);

#endif
