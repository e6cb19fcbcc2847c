/* SPDX-License-Identifier: MIT */
/*
 * The check of workload ingest: what the database holds, read back, and the answers to the queries,
 * against code that is written for nothing but to be read.
 */
#include "config.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "workloads/ingest/ingest.h"

/* ---- naive chunks and vectors ---- */

static uint64_t
find_border(const struct pt_document *d, uint64_t at)
{
	uint64_t blank = at;

	if (at == 0)
		return 0;
	if (at >= d->len)
		return d->len;
	while (blank < d->len && blank < at + 64 &&
		!strchr(" \n\t\r", d->text[blank] ? d->text[blank] : 'x'))
		blank++;
	if (blank < d->len && blank < at + 64)
		return blank + 1;
	for (; at < d->len; at++)
		if ((d->text[at] & 0xc0) != 0x80)
			break;
	return at;
}

static struct pt_span
find_span(const struct pt_document *d, uint64_t i)
{
	uint64_t at = i * d->chunk - i * d->overlap;
	uint64_t begin = find_border(d, at), end = find_border(d, at + d->chunk);

	return (struct pt_span){ begin < end ? begin : at, end };
}

static uint64_t
hash_of(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

static void
count(double *sum, uint64_t feature)
{
	uint64_t x = hash_of(feature);

	sum[x % 256] += x >= UINT64_C(1) << 63 ? 1 : -1;
}

static bool
in_word(char c)
{
	return (c & 0x80) || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
		(c >= 'A' && c <= 'Z');
}

static void
embed_naively(const char *text, uint64_t len, int16_t *vector)
{
	double sum[PT_DIMENSIONS] = { 0 }, square = 0;
	uint64_t before = 0;

	for (uint64_t i = 0; i < len;) {
		uint64_t word = 0;

		for (; i < len && in_word(text[i]); i++)
			word = ((unsigned char)(text[i] & 0x80 ? text[i] : tolower(text[i])) +
				       word) *
				1099511628211u;
		if (word) {
			count(sum, word);
			if (before)
				count(sum, word + 31 * before);
			before = word;
		}
		for (; i < len && !in_word(text[i]); i++)
			;
	}
	for (int i = 0; i < PT_DIMENSIONS; i++)
		square += sum[i] * sum[i];
	for (int i = 0; i < PT_DIMENSIONS; i++)
		vector[i] = square > 0 ? (int16_t)rint(sum[i] * (4096 / sqrt(square))) : 0;
}

/* ---- the database ---- */

struct reading {
	const struct pt_ingest *m;
	uint64_t next;
};

static bool
row_is_right(const struct pt_row *row, void *arg)
{
	struct reading *r = arg;
	struct pt_span s = find_span(&r->m->doc, r->next);
	int16_t vector[PT_DIMENSIONS];

	if (row->id != r->next || row->begin != s.begin ||
		(uint64_t)row->bytes != s.end - s.begin || row->vector_bytes != sizeof vector)
		return false;
	embed_naively(r->m->doc.text + s.begin, s.end - s.begin, vector);
	if (memcmp(row->text, r->m->doc.text + s.begin, s.end - s.begin) != 0 ||
		memcmp(row->vector, vector, sizeof vector) != 0)
		return false;
	r->next++;
	return true;
}

/* ---- the answers ---- */

static int32_t
score_of(const int16_t *a, const int16_t *b)
{
	int64_t sum = 0;

	for (int i = PT_DIMENSIONS - 1; i >= 0; i--)
		sum += (int64_t)a[i] * b[i];
	return (int32_t)sum;
}

/* Each answer is what the rows say, the best first, and no other chunk is better than the last. */
static bool
answer_is_right(const struct pt_ingest *m, uint64_t q)
{
	const struct pt_answer *a = &m->answer[q];
	struct pt_span s = pt_ingest_query(m, q);
	uint64_t n = m->doc.chunks < PT_NEAREST ? m->doc.chunks : PT_NEAREST, better = 0;
	int16_t v[PT_DIMENSIONS];

	if (a->n != n)
		return false;
	embed_naively(m->doc.text + s.begin, s.end - s.begin, v);
	for (uint64_t i = 0; i < n; i++) {
		const struct pt_match *x = &a->match[i];

		if (x->chunk >= m->doc.chunks || x->score != score_of(v, m->embedded[x->chunk]))
			return false;
		if (i > 0 &&
			(x->score > x[-1].score ||
				(x->score == x[-1].score && x->chunk <= x[-1].chunk)))
			return false;
	}
	for (uint64_t i = 0; i < m->doc.chunks; i++) {
		int32_t score = score_of(v, m->embedded[i]);

		better += score > a->match[n - 1].score ||
			(score == a->match[n - 1].score && i < a->match[n - 1].chunk);
	}
	return better == n - 1;
}

int
pt_ingest_check(struct pt_ingest *m, struct pt_error *e)
{
	struct reading r = { .m = m };
	int64_t rows = pt_store_read(&m->store, row_is_right, &r);

	if (rows < 0)
		return pt_fail(e, PT_EXIT_FAILED, "the database cannot be read back");
	if (r.next != m->doc.chunks || (uint64_t)rows != m->doc.chunks)
		return pt_fail(e, PT_EXIT_FAILED,
			"chunk %" PRIu64 " of %" PRIu64 " is not in the database as it should be",
			r.next, m->doc.chunks);
	for (uint64_t q = 0; q < PT_QUERIES; q++)
		if (!answer_is_right(m, q))
			return pt_fail(e, PT_EXIT_FAILED,
				"the answer to query %" PRIu64 " is wrong", q);
	return 0;
}
