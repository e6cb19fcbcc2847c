/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as text, in a way that can be undone; declared in base/text.h.
 */
#include <stdbool.h>
#include <string.h>

#include "base/text.h"

#define MARK "\\..."

/* FNV-1a of 64 bits. */
static uint64_t
hash_of(const unsigned char *bytes, size_t len)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < len; i++)
		h = (h ^ bytes[i]) * UINT64_C(0x100000001b3);
	return h;
}

static bool
is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/* Whether the backslash at s would be taken for the beginning of an escape or of the mark. */
static bool
misleads(const char *s, size_t len)
{
	if (len >= 4 && s[1] == 'x' && is_hex(s[2]) && is_hex(s[3]))
		return true;
	return len >= sizeof(MARK) - 1 && memcmp(s, MARK, sizeof(MARK) - 1) == 0;
}

void
pt_text_escape(struct pt_text *t, const void *bytes, size_t len, size_t max)
{
	const char *s = len > 0 ? bytes : "", *end = s + len;
	const size_t from = t->len;
	uint32_t character;

	while (s < end && t->len - from < max) {
		size_t n = pt_utf8_next(s, (size_t)(end - s), &character);

		if (character == PT_UTF8_BAD || character == 0 ||
			(*s == '\\' && misleads(s, (size_t)(end - s))))
			pt_text_add(t, "\\x%02x", (unsigned)(unsigned char)*s);
		else
			pt_text_put(t, s, n);
		s += n;
	}
	if (s < end)
		pt_text_add(t, MARK "%zu#%016llx", len, (unsigned long long)hash_of(bytes, len));
}
