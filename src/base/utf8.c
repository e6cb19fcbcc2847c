/* SPDX-License-Identifier: MIT */
/*
 * UTF-8: decoding, width in columns, and the sanitizer; declared in base/text.h.
 *
 * A *cluster* is a base character with the combining marks after it. What is not printable has the
 * width of the escape that pt_clean() writes for it, so that width and text always agree.
 */
#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "base/unicode.h"

#define ESCAPE_BYTES 4 /* \xNN */

/* Length of the sequence that a first byte announces, 0 if it can be none. */
static size_t
announced(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first < 0xc2) /* a continuation byte, or overlong */
		return 0;
	return first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
}

size_t
pt_utf8_next(const char *bytes, size_t len, uint32_t *character)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *p = (const unsigned char *)bytes;
	uint32_t c;
	size_t n;

	*character = PT_UTF8_BAD;
	if (len == 0)
		return 0;
	n = announced(p[0]);
	if (n == 0 || n > len)
		return 1;
	c = n == 1 ? p[0] : p[0] & (0x7fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 1;
		c = c << 6 | (p[i] & 0x3fu);
	}
	if (c < smallest[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 1;
	*character = c;
	return n;
}

int
pt_utf8_width(uint32_t character)
{
	if (pt_unicode_hidden(character))
		return -1;
	if (pt_unicode_combining(character))
		return 0;
	return pt_unicode_wide(character) ? 2 : 1;
}

/* Place in a text: which characters are kept depends on the ones before. */
struct scan {
	const char *at;
	size_t left;
	int marks; /* on the current base; -1: there is no base */
};

/* One step of the scan. */
struct piece {
	const char *bytes;
	size_t len;
	int width;
	bool keep; /* else it is escaped */
};

static bool
next_piece(struct scan *s, struct piece *p)
{
	uint32_t c;

	p->bytes = s->at;
	p->len = pt_utf8_next(s->at, s->left, &c);
	if (p->len == 0)
		return false;
	s->at += p->len;
	s->left -= p->len;
	p->width = pt_utf8_width(c);
	if (p->width == 0)
		p->keep = s->marks >= 0 && s->marks < PT_CLEAN_MARKS;
	else
		p->keep = p->width > 0;
	if (!p->keep) {
		p->width = (int)p->len * ESCAPE_BYTES;
		s->marks = -1;
	} else {
		s->marks = p->width == 0 ? s->marks + 1 : 0;
	}
	return true;
}

int
pt_text_width(const char *utf8)
{
	struct scan s = { .at = utf8, .left = strlen(utf8), .marks = -1 };
	struct piece p;
	int width = 0;

	while (next_piece(&s, &p))
		width += p.width;
	return width;
}

size_t
pt_text_fit(const char *utf8, int columns)
{
	struct scan s = { .at = utf8, .left = strlen(utf8), .marks = -1 };
	struct piece p;
	size_t fits = 0;

	while (next_piece(&s, &p) && p.width <= columns) {
		columns -= p.width;
		fits += p.len;
	}
	return fits;
}

static void
put_escapes(char *out, const char *bytes, size_t len)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < len; i++) {
		unsigned char b = (unsigned char)bytes[i];

		*out++ = '\\';
		*out++ = 'x';
		*out++ = digits[b >> 4];
		*out++ = digits[b & 15];
	}
}

size_t
pt_clean(char *out, size_t size, const char *bytes, size_t len)
{
	struct scan s = { .at = bytes, .left = len, .marks = -1 };
	struct piece p;
	size_t used = 0;

	if (size == 0)
		return 0;
	while (next_piece(&s, &p)) {
		size_t need = p.keep ? p.len : p.len * ESCAPE_BYTES;

		if (need >= size - used)
			break;
		if (p.keep)
			memcpy(out + used, p.bytes, p.len);
		else
			put_escapes(out + used, p.bytes, p.len);
		used += need;
	}
	out[used] = '\0';
	return used;
}
