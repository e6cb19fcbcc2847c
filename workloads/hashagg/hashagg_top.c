/* SPDX-License-Identifier: MIT */
/* Sorted insertion: most groups fail the first compare, with the last row. */
#include "workloads/hashagg/hashagg_top.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "workloads/workload.h"

struct key_text {
	char digits[12];
	const void *bytes;
	size_t len;
};

static void
key_text(const struct pt_agg_group *r, struct key_text *k)
{
	if (r->key) {
		k->bytes = r->key;
		k->len = r->len;
		return;
	}
	k->len = (size_t)snprintf(k->digits, sizeof k->digits, "%" PRIu32, r->number);
	k->bytes = k->digits;
}

/* Whether a stands before b. */
static bool
before(const struct pt_agg_group *a, const struct pt_agg_group *b)
{
	struct key_text x, y;
	int order;

	order = pt_wide_compare(a->sum, b->sum);
	if (order)
		return order > 0;
	key_text(a, &x);
	key_text(b, &y);
	order = memcmp(x.bytes, y.bytes, x.len < y.len ? x.len : y.len);
	return order ? order < 0 : x.len < y.len;
}

void
pt_agg_top_add(struct pt_agg_top *t, const struct pt_agg_group *r)
{
	size_t i = t->len;

	if (t->limit == 0 || (t->len == t->limit && !before(r, &t->row[t->len - 1])))
		return;
	if (t->len == t->limit)
		i--;
	else
		t->len++;
	for (; i > 0 && before(r, &t->row[i - 1]); i--)
		t->row[i] = t->row[i - 1];
	t->row[i] = *r;
}

static void
put_number(const struct pt_agg_top *t, struct pt_result *r, size_t i, const char *name,
	struct pt_wide v)
{
	char path[48];

	snprintf(path, sizeof path, "top/%zu/%s", i, name);
	if (t->all_decimals)
		pt_result_decimal(r, path, (__int128)v.low, t->decimals);
	else
		pt_result_wide(r, path, &v, t->decimals);
}

void
pt_agg_top_put(const struct pt_agg_top *t, struct pt_result *r)
{
	for (size_t i = 0; i < t->len; i++) {
		const struct pt_agg_group *row = &t->row[i];
		struct key_text key;
		char path[48];

		key_text(row, &key);
		snprintf(path, sizeof path, "top/%zu/key", i);
		pt_result_text(r, path, key.bytes, key.len);
		snprintf(path, sizeof path, "top/%zu/count", i);
		pt_result_u64(r, path, row->count);
		put_number(t, r, i, "sum", row->sum);
		put_number(t, r, i, "min", pt_wide(row->min));
		put_number(t, r, i, "max", pt_wide(row->max));
	}
}
