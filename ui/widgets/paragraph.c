/* SPDX-License-Identifier: MIT */
/* Text over several rows: see widgets.h. */
#include <string.h>

#include "base/text.h"
#include "ui/widgets/widgets.h"

/* Bytes of `text` that fit into `columns`, up to a blank where there is one. */
static size_t
fit(const char *text, int columns)
{
	size_t n = pt_text_fit(text, columns), blank = n;

	if (!text[n] || text[n] == ' ')
		return n;
	while (blank > 0 && text[blank] != ' ')
		blank--;
	return blank > 0 ? blank : n;
}

int
pt_paragraph_draw(struct pt_canvas *c, struct pt_rect r, const struct pt_glyphs *g,
	enum pt_role role, const char *bytes)
{
	char clean[1024];
	const char *text = clean;
	int rows = 0;

	pt_clean(clean, sizeof(clean), bytes, strlen(bytes));
	while (*text && rows < r.h) {
		struct pt_rect row = pt_rect_row(r, rows++);
		size_t n = fit(text, row.w);
		const char *end = "";

		if (rows == r.h && text[n]) {
			n = fit(text, row.w - pt_text_width(g->more));
			end = g->more;
		} else if (n == 0) {
			break;
		}
		pt_canvas_printf(c, row, role, "%.*s%s", (int)n, text, end);
		text += n + strspn(text + n, " ");
	}
	return rows;
}
