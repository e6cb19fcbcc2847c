/* SPDX-License-Identifier: MIT */
/* A file in the 1BRC format, byte by byte from front to back. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "workloads/hashagg/hashagg_check_groups.h"
#include "workloads/lib/agg/name.h"
#include "workloads/lib/input_file.h"

enum { NAME = 100, VALUE = 5 /* "-12.3" */ };

struct line {
	uint64_t start, bytes; /* bytes so far, without the newline */
	bool value;            /* behind the semicolon */
	bool held;             /* a return that may belong to the newline */
	size_t name_len, text_len;
	char name[NAME], text[VALUE + 1]; /* their fronts */
};

struct check {
	struct pt_agg_check groups;
	struct line line;
};

static void
keep(struct line *l, char byte)
{
	l->bytes++;
	if (!l->value && byte == ';') {
		l->value = true;
	} else if (l->value) {
		if (l->text_len++ < VALUE)
			l->text[l->text_len - 1] = byte;
	} else if (l->name_len++ < NAME) {
		l->name[l->name_len - 1] = byte;
	}
}

/* Whether the value is a number, by its parts. */
static bool
read_value(const struct line *l, int *tenths)
{
	static const char digits[] = "0123456789";
	const bool negative = l->text[0] == '-';
	const char *whole = l->text + negative, *part;
	size_t n = strspn(whole, digits);

	if (l->text_len > VALUE || strlen(l->text) != l->text_len || n < 1 || n > 2)
		return false;
	part = whole + n + 1;
	if (part[-1] != '.' || strspn(part, digits) != 1 || part[1] != '\0')
		return false;
	*tenths = atoi(whole) * 10 + atoi(part);
	if (negative)
		*tenths = -*tenths;
	return true;
}

static void
end_line(struct check *c, uint64_t next)
{
	const struct line *l = &c->line;
	int tenths;

	if (l->bytes == 0)
		; /* an empty line is no row */
	else if (!l->value || l->name_len < 1 || l->name_len > NAME)
		pt_agg_check_reject(&c->groups, PT_AGG_NO_NAME, l->start);
	else if (!read_value(l, &tenths))
		pt_agg_check_reject(&c->groups, PT_AGG_NO_TENTHS, l->start);
	else
		pt_agg_check_add(&c->groups, l->name, l->name_len, tenths);
	c->line = (struct line){ .start = next };
}

static void
read_byte(struct check *c, char byte, uint64_t at)
{
	struct line *l = &c->line;
	const bool was_held = l->held;

	l->held = false;
	if (byte == '\n') {
		end_line(c, at + 1);
		return;
	}
	if (was_held)
		keep(l, '\r');
	l->held = byte == '\r';
	if (!l->held)
		keep(l, byte);
}

static int
read_file(struct check *c, const struct pt_input *in, struct pt_error *e)
{
	char block[16384];

	for (uint64_t at = 0; at < in->size;) {
		uint64_t left = in->size - at;
		size_t len = left < sizeof block ? (size_t)left : sizeof block;

		if (pt_input_read(in, block, len, at, e) != 0)
			return -1;
		for (size_t i = 0; i < len; i++, at++)
			read_byte(c, block[i], at);
	}
	end_line(c, in->size);
	return c->groups.failed ? pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory to check the groups") :
				  0;
}

int
pt_agg_check_1brc(const struct pt_input *in, const struct pt_agg_answer *a, struct pt_error *e)
{
	struct check c = { .line.start = 0 };
	int bad = read_file(&c, in, e);

	if (!bad)
		bad = pt_agg_check_answer(&c.groups, a, pt_agg_show_name, e);
	if (bad && pt_input_changed(in))
		pt_fail(e, PT_EXIT_ENVIRONMENT, "'%s' was written to while it was read", in->name);
	pt_agg_check_fini(&c.groups);
	return bad;
}
