/* SPDX-License-Identifier: MIT */
/* The chunk rule, and lines longer than a chunk. */
#include "workloads/filescan/filescan_chunk.h"

#include <string.h>

#include "workloads/lib/input_file.h"
#include "workloads/lib/input_map.h"

enum {
	BEYOND = 1024,       /* read behind a chunk: where its last line usually ends */
	PIECE = 4096,        /* first piece of a longer line's rest; they double ... */
	PIECE_MAX = 1 << 18, /* ... up to this */
};

uint64_t
pt_filescan_chunks(const struct pt_filescan *f)
{
	return f->input->size / f->chunk_bytes + (f->input->size % f->chunk_bytes != 0);
}

/* Bytes of text that fit into a buffer. */
static size_t
room(const struct pt_filescan *f)
{
	return 1 + f->chunk_bytes + BEYOND + PIECE + f->longest;
}

size_t
pt_filescan_buffer_bytes(const struct pt_filescan *f)
{
	return room(f) + f->longest + PT_SCAN_PAD;
}

/* Adds to matches[]. */
static void
match_patterns(const struct pt_filescan *f, const unsigned char *text, size_t len,
	uint64_t *matches)
{
	if (f->patterns_len == 1)
		matches[0] += f->kernel->matches(text, len, f->patterns);
	else
		f->kernel->matches_each(text, len, f->patterns, f->patterns_len, matches);
}

/* Adds to matches[], returns the newlines. */
static uint64_t
count_patterns(const struct pt_filescan *f, const unsigned char *text, size_t len,
	uint64_t *matches)
{
	struct pt_scan_counts n;

	if (f->patterns_len == 0)
		return f->kernel->occurrences(text, len, '\n');
	if (f->patterns_len > 1)
		return f->kernel->count_each(text, len, f->patterns, f->patterns_len, matches);
	n = f->kernel->count(text, len, f->patterns);
	matches[0] += n.matches;
	return n.newlines;
}

/* Counts lines that lie in memory as a whole; the file's last one may lack its newline. */
static void
count_lines(const struct pt_filescan *f, const unsigned char *text, size_t len,
	struct pt_filescan_counts *c)
{
	if (len == 0)
		return;
	if (f->no_lines)
		match_patterns(f, text, len, c->matches);
	else
		c->lines += count_patterns(f, text, len, c->matches) + (text[len - 1] != '\n');
}

/* A line of which the first or the next `have` bytes are in memory. */
struct rest {
	const unsigned char *text; /* them */
	size_t have;
	unsigned char *buffer; /* for more of them; text may lie in it */
	uint64_t next;         /* where the file goes on behind them */
	uint64_t pending;      /* bit i: pattern i was not found in the line yet */
};

/* Looks at the part in memory.  Returns whether the line is done with. */
static bool
look(const struct pt_filescan *f, struct rest *r, struct pt_filescan_counts *c)
{
	const unsigned char *newline = memchr(r->text, '\n', r->have);
	size_t len = newline ? (size_t)(newline - r->text) : r->have;

	for (size_t i = 0; i < f->patterns_len; i++) {
		if (!(r->pending >> i & 1) ||
			f->kernel->count(r->text, len, &f->patterns[i]).matches == 0)
			continue;
		c->matches[i]++;
		r->pending &= ~(UINT64_C(1) << i);
	}
	return newline || r->pending == 0 || r->next == f->input->size;
}

/* The line at r->text goes on behind what is in memory of it. */
static int
count_long_line(const struct pt_filescan *f, struct rest *r, struct pt_filescan_counts *c,
	struct pt_error *e)
{
	size_t piece = PIECE;

	c->lines += !f->no_lines;
	while (!look(f, r, c)) {
		/* The start of a match may lie in the last longest - 1 bytes. */
		size_t keep = r->have < f->longest - 1 ? r->have : f->longest - 1;
		uint64_t left = f->input->size - r->next;
		size_t want = piece < left ? piece : (size_t)left;

		memmove(r->buffer, r->text + r->have - keep, keep);
		if (pt_input_read(f->input, r->buffer + keep, want, r->next, e) != 0)
			return -1;
		r->text = r->buffer;
		r->have = keep + want;
		r->next += want;
		if (piece <= f->chunk_bytes / 2 && piece <= PIECE_MAX / 2)
			piece *= 2;
	}
	return 0;
}

/* The owned lines start at r->text; the last of them does not end within what is in memory. */
static int
count_and_follow(const struct pt_filescan *f, struct rest *r, struct pt_filescan_counts *c,
	struct pt_error *e)
{
	const unsigned char *newline = memrchr(r->text, '\n', r->have);
	size_t last = newline ? (size_t)(newline - r->text) + 1 : 0;

	count_lines(f, r->text, last, c);
	for (size_t i = 0; i < f->patterns_len; i++)
		r->pending |= UINT64_C(1) << i;
	r->text += last;
	r->have -= last;
	return count_long_line(f, r, c, e);
}

/* What is looked at of a chunk: [lo, lo + len). */
struct extent {
	uint64_t lo;
	size_t len, last; /* last: the chunk's last byte */
};

static struct extent
extent_of(const struct pt_filescan *f, uint64_t index)
{
	const uint64_t size = f->input->size, lo = index * f->chunk_bytes;
	const uint64_t hi = size - lo > f->chunk_bytes ? lo + f->chunk_bytes : size;

	return (struct extent){
		.lo = lo,
		.len = (size_t)((size - hi > BEYOND ? hi + BEYOND : size) - lo),
		.last = (size_t)(hi - 1 - lo),
	};
}

/* The extent lies at `text`, behind the byte `before`. */
static int
count_extent(const struct pt_filescan *f, const struct extent *x, const unsigned char *text,
	unsigned char before, unsigned char *buffer, struct pt_filescan_counts *c,
	struct pt_error *e)
{
	const unsigned char *newline;
	size_t start = 0, len = x->len;

	if (before != '\n') {
		newline = memchr(text, '\n', x->last);
		if (!newline)
			return 0;
		start = (size_t)(newline - text) + 1;
	}
	newline = memchr(text + x->last, '\n', x->len - x->last);
	if (!newline && x->lo + x->len < f->input->size) {
		struct rest r = { .text = text + start,
			.have = x->len - start,
			.buffer = buffer,
			.next = x->lo + x->len };

		return count_and_follow(f, &r, c, e);
	}
	if (newline)
		len = (size_t)(newline - text) + 1;
	count_lines(f, text + start, len - start, c);
	return 0;
}

/* ---- by pread() ---- */

/* The buffer begins with the byte before; in front of the file stands no line. */
static int
read_extent(const struct pt_filescan *f, const struct extent *x, unsigned char *buffer,
	struct pt_error *e)
{
	const size_t before = x->lo ? 1 : 0;

	buffer[0] = '\n';
	return pt_input_read(f->input, buffer + 1 - before, x->len + before, x->lo - before, e);
}

int
pt_filescan_read(const struct pt_filescan *f, uint64_t index, unsigned char *buffer,
	struct pt_error *e)
{
	const struct extent x = extent_of(f, index);

	return read_extent(f, &x, buffer, e);
}

int
pt_filescan_count(const struct pt_filescan *f, uint64_t index, unsigned char *buffer,
	struct pt_filescan_counts *c, struct pt_error *e)
{
	const struct extent x = extent_of(f, index);

	return count_extent(f, &x, buffer + 1, buffer[0], buffer, c, e);
}

/* ---- in a map ---- */

/* The byte before is read: in a map it would bring back pages that were given back. */
static int
scan_mapped(const struct pt_filescan *f, const struct extent *x, unsigned char *buffer,
	struct pt_filescan_counts *c, struct pt_error *e)
{
	unsigned char before = '\n';
	const unsigned char *text;
	int bad;

	if (x->lo && pt_input_read(f->input, &before, 1, x->lo - 1, e) != 0)
		return -1;
	text = pt_input_map_begin(f->map, x->lo);
	bad = count_extent(f, x, text, before, buffer, c, e);
	return pt_input_map_end(f->map, x->lo, x->len, e) != 0 || bad ? -1 : 0;
}

int
pt_filescan_chunk(const struct pt_filescan *f, uint64_t index, unsigned char *buffer,
	struct pt_filescan_counts *c, struct pt_error *e)
{
	const struct extent x = extent_of(f, index);

	if (f->map)
		return scan_mapped(f, &x, buffer, c, e);
	if (read_extent(f, &x, buffer, e) != 0)
		return -1;
	return count_extent(f, &x, buffer + 1, buffer[0], buffer, c, e);
}
