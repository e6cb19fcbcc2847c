/* SPDX-License-Identifier: MIT */
/* The characters of each glyph level: see glyphs.h. */
#include "ui/core/glyphs.h"

#include <langinfo.h>
#include <stddef.h>
#include <string.h>
#include <wchar.h>

static const uint32_t eighths_across[] = { ' ', 0x258f, 0x258e, 0x258d, 0x258c, 0x258b, 0x258a,
	0x2589, 0x2588 };
static const uint32_t eighths_up[] = { ' ', 0x2581, 0x2582, 0x2583, 0x2584, 0x2585, 0x2586, 0x2587,
	0x2588 };
static const uint32_t ascii_across[] = { ' ', '#' };
static const uint32_t ascii_up[] = { ' ', '_', '=', '#' };
static const uint32_t ascii_spark[] = { '.', '-', '=', '#' };

static const struct pt_glyphs block = {
	.dot = 0xb7,
	.pointer = 0x25b8,
	.cut = 0x250a,
	.full = 0x2588,
	.rule = 0x2500,
	.column = 0x2502,
	.corner = { 0x250c, 0x2510, 0x2514, 0x2518 },
	.across = eighths_across,
	.across_len = 8,
	.up = eighths_up,
	.up_len = 8,
	.spark = eighths_up + 1,
	.spark_len = 7,
	.state_starting = "… ",
	.state_run = "▶ ",
	.state_paused = "❚❚ ",
	.state_done = "■ ",
	.state_bad = "✕ ",
	.arrows = "↑↓",
	.sideways = "←→",
	.left_arrow = "←",
	.more = "…",
};

static const struct pt_glyphs ascii = {
	.ascii = true,
	.dot = '.',
	.pointer = '>',
	.cut = '|',
	.full = '#',
	.rule = '-',
	.column = '|',
	.corner = { '+', '+', '+', '+' },
	.across = ascii_across,
	.across_len = 1,
	.up = ascii_up,
	.up_len = 3,
	.spark = ascii_spark,
	.spark_len = 3,
	.state_starting = "",
	.state_run = "",
	.state_paused = "",
	.state_done = "",
	.state_bad = "",
	.arrows = "Up/Dn",
	.sideways = "Lt/Rt",
	.left_arrow = "<-",
	.more = "..",
};

const struct pt_glyphs *
pt_glyphs(bool plain)
{
	return plain ? &ascii : &block;
}

/* The ones whose width is in doubt: where the C library takes them for wide (East Asian locales),
 * or does not know them, the rows would not line up. */
bool
pt_glyphs_can_block(const char *term)
{
	static const wchar_t doubtful[] = { 0x2588, 0x2587, 0x2592, 0x259a, 0x2571, 0x2573, 0x2550,
		0x2500, 0x2502, 0x250a, 0xb7, 0x25b6, 0x25a0 };

	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		return false;
	if (!term || strcmp(term, "linux") == 0 || strcmp(term, "dumb") == 0)
		return false;
	for (size_t i = 0; i < sizeof(doubtful) / sizeof(doubtful[0]); i++)
		if (wcwidth(doubtful[i]) != 1)
			return false;
	return true;
}
