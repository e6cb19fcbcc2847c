/* SPDX-License-Identifier: MIT */
/*
 * Text: a growing string, numbers for people, UTF-8, and the one sanitizer for foreign bytes.
 *
 * Nothing here depends on the locale: the decimal sign is always a point, text is always UTF-8.
 * A column is the width of one ASCII character in a terminal. Everything is reentrant; a struct
 * pt_text belongs to one thread.
 */
#ifndef PT_BASE_TEXT_H
#define PT_BASE_TEXT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* ---- a growing string ---- */

/* All zero is an empty text; `s` is NULL until something is added, then NUL-terminated. */
struct pt_text {
	char *s;
	size_t len, cap; /* bytes, without and with the terminator */
};

/* Append; out of memory ends the process (base/alloc.h). */
void pt_text_add(struct pt_text *t, const char *fmt, ...) PT_PRINTF(2, 3);
void pt_text_vadd(struct pt_text *t, const char *fmt, va_list args) PT_PRINTF(2, 0);
void pt_text_put(struct pt_text *t, const void *bytes, size_t n);

/* The text as a string: "" when nothing was added. Valid until the next change. */
const char *pt_text_string(const struct pt_text *t);

/* Empties the text, keeping its memory; and gives the memory back. */
void pt_text_clear(struct pt_text *t);
void pt_text_fini(struct pt_text *t);

/* ---- numbers for people: each fills `buf` and returns it; NaN and infinities give "--" ---- */

#define PT_NUM 32

/* At most 4 columns up to 999 T: "0", "999", "3.1k", "31k", "314k", "1.2M"; negative: "-3.1k". */
char *pt_format_count(char buf[PT_NUM], double v);

/* "1.31 s", "12.3 ms", "4.1 us", "12 ns", "0 s". */
char *pt_format_seconds(char buf[PT_NUM], double s);

/* "512 B", "1.4 GiB", "64 MiB". */
char *pt_format_bytes(char buf[PT_NUM], uint64_t bytes);

/* Fixed point with 0 to 9 `digits`: "6.42". */
char *pt_format_ratio(char buf[PT_NUM], double v, int digits);

/* A share of rare things: 0.71 is "71", 0.042 "4.2", 0.0033 "0.33", less "<0.01"; 0 is "0". */
char *pt_format_share(char buf[PT_NUM], double share);

/* ---- UTF-8 ---- */

#define PT_UTF8_BAD UINT32_MAX

/*
 * Decodes one character of `len` bytes. Returns the bytes it takes (0 only if len is 0).
 * Anything that is not shortest-form UTF-8 of a Unicode scalar value gives PT_UTF8_BAD and 1.
 */
size_t pt_utf8_next(const char *bytes, size_t len, uint32_t *character);

/* Columns of a character: 1, 2, 0 for a combining mark, -1 for what must not reach a terminal. */
int pt_utf8_width(uint32_t character);

/* Columns of a text; bad and unprintable bytes count as the `\xNN` that pt_clean() writes. */
int pt_text_width(const char *utf8);

/* The bytes of the longest head of `utf8` that fits in `columns`, combining marks included. */
size_t pt_text_fit(const char *utf8, int columns);

/*
 * Appends any bytes as text of which they can be told again: NUL and bytes that are not UTF-8 become
 * `\xNN`, and so does a backslash that would look like the beginning of such an escape or of the
 * mark.  At `max` bytes of text it is cut: the mark `\...LENGTH#HASH` tells the length in bytes
 * and the hash (FNV-1a, 64 bits) of the whole, so that two that begin alike still differ.
 * Undone by taking every `\xNN` for its byte.  Other control characters are kept: on its way to a
 * terminal the text still goes through pt_clean(), whose escapes can then be undone, too.
 */
void pt_text_escape(struct pt_text *t, const void *bytes, size_t len, size_t max);

/*
 * The sanitizer for everything that came from outside (names, paths, labels, a child's output):
 * afterwards it is safe to send to a terminal and is one line. Printable UTF-8 is kept. C0, DEL,
 * C1, bidi controls, zero-width and other invisible characters, unassigned ones, invalid bytes,
 * combining marks without a base (or more than PT_CLEAN_MARKS on one) become `\xNN` per byte.
 * Writes at most `size` bytes with the terminator (none if size is 0), never half a character or
 * escape. Returns the bytes written, without the terminator.
 */
#define PT_CLEAN_MARKS 4
size_t pt_clean(char *out, size_t size, const char *bytes, size_t len);

#endif
