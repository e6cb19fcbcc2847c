/* SPDX-License-Identifier: MIT */
/* One automaton per pattern: `matched` bytes of the pattern end at the current byte. */
#include "workloads/filescan/filescan_check.h"

#include <stdlib.h>

#include "base/error.h"
#include "workloads/lib/input_file.h"

enum { BLOCK = 16 * 1024 };

struct automaton {
	const unsigned char *bytes;
	size_t len, matched;
	size_t *border; /* border[n]: longest proper prefix of the first n bytes that ends them */
};

static int
make(struct automaton *a, const struct pt_scan_pattern *p)
{
	*a = (struct automaton){ .bytes = p->bytes, .len = p->len };
	a->border = calloc(p->len + 1, sizeof *a->border);
	if (!a->border)
		return -1;
	for (size_t n = 1, k = 0; n < p->len; n++) {
		while (k && p->bytes[n] != p->bytes[k])
			k = a->border[k];
		k += p->bytes[n] == p->bytes[k];
		a->border[n + 1] = k;
	}
	return 0;
}

/* Returns whether the pattern has just been found in this line for the first time. */
static bool
step(struct automaton *a, unsigned char byte)
{
	if (byte == '\n')
		a->matched = 0;
	if (byte == '\n' || a->matched == a->len)
		return false;
	while (a->matched && a->bytes[a->matched] != byte)
		a->matched = a->border[a->matched];
	a->matched += a->bytes[a->matched] == byte;
	return a->matched == a->len;
}

static int
read_through(const struct pt_input *in, struct automaton *a, size_t n, struct pt_filescan_counts *c,
	struct pt_error *e)
{
	unsigned char block[BLOCK];
	bool at_start = true;

	for (uint64_t at = 0; at < in->size;) {
		size_t len = in->size - at < BLOCK ? (size_t)(in->size - at) : BLOCK;

		if (pt_input_read(in, block, len, at, e) != 0)
			return -1;
		for (size_t i = 0; i < len; i++) {
			c->lines += at_start;
			at_start = block[i] == '\n';
			for (size_t k = 0; k < n; k++)
				c->matches[k] += step(&a[k], block[i]);
		}
		at += len;
	}
	return 0;
}

int
pt_filescan_check(const struct pt_input *in, const struct pt_scan_pattern *patterns,
	size_t patterns_len, struct pt_filescan_counts *c, struct pt_error *e)
{
	struct automaton a[PT_FILESCAN_PATTERNS] = { 0 };
	int bad = 0;

	*c = (struct pt_filescan_counts){ 0 };
	for (size_t i = 0; i < patterns_len && !bad; i++)
		bad = make(&a[i], &patterns[i]);
	if (bad)
		pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory to check the counts");
	else
		bad = read_through(in, a, patterns_len, c, e);
	for (size_t i = 0; i < patterns_len; i++)
		free(a[i].border);
	return bad;
}
