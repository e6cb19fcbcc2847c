/* SPDX-License-Identifier: MIT */
/* The chunk rule, and lines longer than a chunk. */
#include "workloads/filescan/filescan_chunk.h"

#include <string.h>

#include "workloads/lib/input_file.h"

enum {
	BEYOND = 1024, /* read behind a chunk: where its last line usually ends */
	PIECE = 4096,  /* first piece of a longer line's rest; they double */
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

/* Counts lines that lie in memory as a whole; the file's last one may lack its newline. */
static void
count_lines(const struct pt_filescan *f, const unsigned char *text, size_t len,
	struct pt_filescan_counts *c)
{
	uint64_t newlines = 0;

	if (len == 0)
		return;
	for (size_t i = 0; i < f->patterns_len; i++) {
		struct pt_scan_counts n = f->kernel->count(text, len, &f->patterns[i]);

		c->matches[i] += n.matches;
		newlines = n.newlines;
	}
	if (f->patterns_len == 0)
		newlines = f->kernel->occurrences(text, len, '\n');
	c->lines += newlines + (text[len - 1] != '\n');
}

/* A line of which the buffer holds the first or the next `have` bytes. */
struct rest {
	unsigned char *buffer;
	size_t have;
	uint64_t next;    /* where the file goes on behind them */
	uint64_t pending; /* bit i: pattern i was not found in the line yet */
};

/* Looks at the part in the buffer.  Returns whether the line is done with. */
static bool
look(const struct pt_filescan *f, struct rest *r, struct pt_filescan_counts *c)
{
	const unsigned char *newline = memchr(r->buffer, '\n', r->have);
	size_t len = newline ? (size_t)(newline - r->buffer) : r->have;

	for (size_t i = 0; i < f->patterns_len; i++) {
		if (!(r->pending >> i & 1) ||
			f->kernel->count(r->buffer, len, &f->patterns[i]).matches == 0)
			continue;
		c->matches[i]++;
		r->pending &= ~(UINT64_C(1) << i);
	}
	return newline || r->pending == 0 || r->next == f->input->size;
}

/* The line at the start of the buffer goes on behind what was read of it. */
static int
count_long_line(const struct pt_filescan *f, struct rest *r, struct pt_filescan_counts *c,
	struct pt_error *e)
{
	size_t piece = PIECE;

	c->lines++;
	while (!look(f, r, c)) {
		/* The start of a match may lie in the last longest - 1 bytes. */
		size_t keep = r->have < f->longest - 1 ? r->have : f->longest - 1;
		uint64_t left = f->input->size - r->next;
		size_t want = piece < left ? piece : (size_t)left;

		memmove(r->buffer, r->buffer + r->have - keep, keep);
		if (pt_input_read(f->input, r->buffer + keep, want, r->next, e) != 0)
			return -1;
		r->have = keep + want;
		r->next += want;
		if (piece <= f->chunk_bytes / 2)
			piece *= 2;
	}
	return 0;
}

/* The owned lines start at `start`; the last of them does not end within what was read. */
static int
count_and_follow(const struct pt_filescan *f, struct rest *r, size_t start,
	struct pt_filescan_counts *c, struct pt_error *e)
{
	const unsigned char *newline = memrchr(r->buffer + start, '\n', r->have - start);
	size_t last = newline ? (size_t)(newline - r->buffer) + 1 : start;

	count_lines(f, r->buffer + start, last - start, c);
	for (size_t i = 0; i < f->patterns_len; i++)
		r->pending |= UINT64_C(1) << i;
	r->have -= last;
	memmove(r->buffer, r->buffer + last, r->have);
	return count_long_line(f, r, c, e);
}

/* What is read of a chunk that begins at lo: [from, from + len). */
struct extent {
	uint64_t lo, from;
	size_t len, last; /* last: the chunk's last byte */
};

static struct extent
extent_of(const struct pt_filescan *f, uint64_t index)
{
	const uint64_t size = f->input->size, lo = index * f->chunk_bytes;
	const uint64_t hi = size - lo > f->chunk_bytes ? lo + f->chunk_bytes : size;
	const uint64_t from = lo ? lo - 1 : 0;

	return (struct extent){ .lo = lo,
		.from = from,
		.len = (size_t)((size - hi > BEYOND ? hi + BEYOND : size) - from),
		.last = (size_t)(hi - 1 - from) };
}

int
pt_filescan_read(const struct pt_filescan *f, uint64_t index, unsigned char *buffer,
	struct pt_error *e)
{
	const struct extent x = extent_of(f, index);

	return pt_input_read(f->input, buffer, x.len, x.from, e);
}

int
pt_filescan_count(const struct pt_filescan *f, uint64_t index, unsigned char *buffer,
	struct pt_filescan_counts *c, struct pt_error *e)
{
	const struct extent x = extent_of(f, index);
	const unsigned char *newline;
	size_t start = 0;

	if (x.lo) {
		newline = memchr(buffer, '\n', x.last);
		if (!newline)
			return 0;
		start = (size_t)(newline - buffer) + 1;
	}
	newline = memchr(buffer + x.last, '\n', x.len - x.last);
	if (!newline && x.from + x.len < f->input->size) {
		struct rest r = { .buffer = buffer, .have = x.len, .next = x.from + x.len };

		return count_and_follow(f, &r, start, c, e);
	}
	count_lines(f, buffer + start,
		newline ? (size_t)(newline - buffer) + 1 - start : x.len - start, c);
	return 0;
}

int
pt_filescan_chunk(const struct pt_filescan *f, uint64_t index, unsigned char *buffer,
	struct pt_filescan_counts *c, struct pt_error *e)
{
	if (pt_filescan_read(f, index, buffer, e) != 0)
		return -1;
	return pt_filescan_count(f, index, buffer, c, e);
}
