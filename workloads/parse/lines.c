/* SPDX-License-Identifier: MIT */
/*
 * The text of parse: see lines.h.  Lines have different lengths: a first pass finds out how long the
 * blocks are, a second one writes them, side by side.
 */
#include "config.h"

#include "workloads/parse/lines.h"

#include <stdlib.h>
#include <string.h>

#include "workloads/workload.h"

#define BLOCK 4096 /* lines of which the place is known */
#define PIECE 16   /* blocks worth a thread */
#define LINE_BYTES (1 + PT_LINES_DIGITS + 1)

uint64_t
pt_lines_needs_bytes(uint64_t n)
{
	uint64_t text = pt_buffer_bytes(n, LINE_BYTES), more = (n / BLOCK + 2) * sizeof(uint64_t);

	return text > UINT64_MAX - more ? UINT64_MAX : text + more;
}

static uint64_t
blocks(const struct pt_lines *l)
{
	return l->n / BLOCK + (l->n % BLOCK != 0);
}

int64_t
pt_lines_number(const struct pt_lines *l, uint64_t line)
{
	static const int64_t power[] = { 10, 100, 1000, 10000, 100000, 1000000, 10000000,
		100000000 };
	uint64_t x = pt_mix(l->seed + line);
	int64_t number = (int64_t)((x >> 8) % (uint64_t)power[x & 7]);

	return x & 128 ? -number : number;
}

static unsigned
write_number(char *to, int64_t number)
{
	char digits[PT_LINES_DIGITS];
	unsigned n = 0, len = 0;
	uint64_t rest = (uint64_t)(number < 0 ? -number : number);

	do
		digits[n++] = (char)('0' + rest % 10);
	while ((rest /= 10) > 0);
	if (number < 0)
		to[len++] = '-';
	while (n)
		to[len++] = digits[--n];
	to[len++] = '\n';
	return len;
}

static void
measure_blocks(uint64_t lo, uint64_t hi, void *arg)
{
	struct pt_lines *l = arg;
	char line[LINE_BYTES];

	for (uint64_t b = lo; b < hi; b++) {
		uint64_t bytes = 0;

		for (uint64_t i = b * BLOCK; i < (b + 1) * BLOCK && i < l->n; i++)
			bytes += write_number(line, pt_lines_number(l, i));
		l->begin[b + 1] = bytes;
	}
}

static void
write_blocks(uint64_t lo, uint64_t hi, void *arg)
{
	struct pt_lines *l = arg;

	for (uint64_t b = lo; b < hi; b++) {
		char *to = l->text + l->begin[b];

		for (uint64_t i = b * BLOCK; i < (b + 1) * BLOCK && i < l->n; i++)
			to += write_number(to, pt_lines_number(l, i));
	}
}

uint64_t
pt_lines_place(const struct pt_lines *l, uint64_t line)
{
	uint64_t at = l->begin[line / BLOCK];

	for (uint64_t i = 0; i < line % BLOCK; i++)
		at = (uint64_t)((char *)memchr(l->text + at, '\n', l->bytes - at) - l->text) + 1;
	return at;
}

uint64_t
pt_lines_line(const struct pt_lines *l, uint64_t place)
{
	uint64_t lo = 0, hi = blocks(l), line;

	while (hi - lo > 1) {
		uint64_t middle = lo + (hi - lo) / 2;

		if (l->begin[middle] <= place)
			lo = middle;
		else
			hi = middle;
	}
	line = lo * BLOCK;
	for (uint64_t at = l->begin[lo]; at < place; at++)
		line += l->text[at] == '\n';
	return line;
}

int
pt_lines_make(struct pt_lines *l, int threads)
{
	l->begin = calloc(blocks(l) + 1, sizeof(*l->begin));
	if (!l->begin)
		return -1;
	pt_spread(threads, blocks(l), PIECE, measure_blocks, l);
	for (uint64_t b = 0; b < blocks(l); b++)
		l->begin[b + 1] += l->begin[b];
	l->bytes = l->begin[blocks(l)];
	l->buffer = pt_buffer_alloc(l->bytes + 2 * PT_LINES_PADDING);
	if (!l->buffer)
		return -1;
	l->text = l->buffer + PT_LINES_PADDING;
	pt_spread(threads, blocks(l), PIECE, write_blocks, l);
	return 0;
}

void
pt_lines_spoil(struct pt_lines *l, uint64_t line)
{
	char *at = l->text + pt_lines_place(l, line);

	at[at[0] == '-'] = 'x';
}

void
pt_lines_free(struct pt_lines *l)
{
	pt_buffer_free(l->buffer, l->bytes + 2 * PT_LINES_PADDING);
	free(l->begin);
}
