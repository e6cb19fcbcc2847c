/* SPDX-License-Identifier: MIT */
/* Wrong groups, sums and totals. */
#include "tests/unit/verify/wrong.h"

#include <sys/mman.h>
#include <unistd.h>

#include "workloads/hashagg/hashagg.c"

/* Shows a result in which `what`, a part of it, is `to`; then puts it right again. */
#define SPOIL(c, what, to) \
	do { \
		__typeof__(what) right_ = (what); \
\
		(what) = (to); \
		assert_refused(c, #what " = " #to); \
		(what) = right_; \
	} while (0)

/* The nth group of the answer, of any kind, and its table. */
static void *
nth_group(const struct pt_agg *a, size_t n, struct pt_agg_table **table)
{
	const size_t bytes = a->kind->group_bytes;

	for (size_t t = 0; t < a->answer.tables_len; t++) {
		char *slots = a->answer.tables[t].slots;

		for (size_t i = 0; i < a->answer.tables[t].capacity; i++) {
			struct pt_agg_group g;

			*table = (struct pt_agg_table *)(uintptr_t)&a->answer.tables[t];
			if (a->kind->show(*table, i, &g) && n-- == 0)
				return slots + i * bytes;
		}
	}
	fail();
	return NULL;
}

static void
spoil_number_group(struct wcase *c, size_t n)
{
	struct pt_agg *a = c->state;
	struct pt_agg_table *table, *other_table;
	struct pt_agg_number_group *g = nth_group(a, n, &table);
	const struct pt_agg_number_group *other = nth_group(a, n + 1, &other_table);

	SPOIL(c, g->sum, g->sum + 1);
	SPOIL(c, g->sum, g->sum - 1);
	SPOIL(c, g->sum, -g->sum);
	SPOIL(c, g->count, g->count + 1);
	SPOIL(c, g->count, g->count - 1);
	SPOIL(c, g->min, g->min - 1);
	SPOIL(c, g->min, g->min + 1);
	SPOIL(c, g->max, g->max + 1);
	SPOIL(c, g->max, g->max - 1);
	SPOIL(c, g->key, g->key ^ 1);
	SPOIL(c, g->key, UINT32_MAX);
	SPOIL(c, g->key, (uint32_t)a->rows.possible_keys);
	SPOIL(c, *g, *other); /* a group twice, another not at all */
	SPOIL(c, table->used, table->used + 1);
	SPOIL(c, g->count, 0);
	table->used--;
	SPOIL(c, g->count, 0); /* a group less, and counted so */
	table->used++;
	assert_right(c);
}

void
wrong_groups_of_rows(void **state)
{
	for (unsigned variant = PT_AGG_FOLD; variant <= PT_AGG_ATOMIC; variant++) {
		struct wcase *c = case_new(&pt_workload_hashagg, variant == PT_AGG_MUTEX ? 1 : 3);
		struct pt_agg *a;

		c->setup.variant = variant;
		case_set(c, "size", "20000");
		case_set(c, "keys", "100");
		assert_int_equal(case_setup(c), 0);
		assert_int_equal(case_parallel(c), 0);
		assert_right(c);
		a = c->state;
		spoil_number_group(c, 0);
		spoil_number_group(c, 57);
		spoil_number_group(c, 98);
		SPOIL(c, a->answer.rows, a->answer.rows + 1);
		SPOIL(c, a->answer.rows, 0);
		SPOIL(c, a->answer.rejected.rows[PT_AGG_NO_NUMBER], 1);
		SPOIL(c, a->answer.tables_len, 0);
		case_free(c);
	}
}

/* ---- CSV ---- */

static int csv_fd;

static struct wcase *
csv_case(int workers, enum pt_agg_variant variant)
{
	static char name[40];
	struct wcase *c = case_new(&pt_workload_hashagg, workers);

	c->setup.variant = variant;
	csv_fd = memfd_create("test.csv", MFD_CLOEXEC);
	assert_true(csv_fd >= 0);
	snprintf(name, sizeof name, "/proc/self/fd/%d", csv_fd);
	assert_true(dprintf(csv_fd, "k,v\n") > 0);
	for (int i = 0; i < 3000; i++)
		assert_true(dprintf(csv_fd, "key %d,%d.%d\n", i % 50, i - 1000, i % 10) > 0);
	assert_true(dprintf(csv_fd, "a,x\nb,1,2\nc,1e30\nd,1e-30\n,17\n") > 0);
	case_set(c, "input", name);
	case_set(c, "key", "k");
	case_set(c, "value", "v");
	case_set(c, "grain", "700");
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_parallel(c), 0);
	assert_right(c);
	return c;
}

static void
spoil_text_group(struct wcase *c, size_t n)
{
	struct pt_agg *a = c->state;
	struct pt_agg_table *table, *other_table;
	struct pt_agg_text_group *g = nth_group(a, n, &table);
	const struct pt_agg_text_group *other = nth_group(a, n + 1, &other_table);

	SPOIL(c, g->sum_low, g->sum_low + 1);
	SPOIL(c, g->sum_low, g->sum_low - 1);
	SPOIL(c, g->sum_low, g->sum_low + ((unsigned __int128)1 << 64));
	SPOIL(c, g->sum_low, g->sum_low ^ (unsigned __int128)1 << 127);
	SPOIL(c, g->sum_high, g->sum_high + 1);
	SPOIL(c, g->sum_high, ~g->sum_high);
	SPOIL(c, g->count, g->count + 1);
	SPOIL(c, g->min, g->min - 1);
	SPOIL(c, g->min, g->min + 1);
	SPOIL(c, g->max, g->max + 1);
	SPOIL(c, g->max, g->max - 1);
	SPOIL(c, g->key, (const unsigned char *)"no such key");
	SPOIL(c, g->len, g->len + 1);
	SPOIL(c, *g, *other); /* a group twice, another not at all */
	SPOIL(c, table->used, table->used + 1);
	SPOIL(c, g->count, 0);
	table->used--;
	SPOIL(c, g->count, 0);
	table->used++;
	assert_right(c);
}

void
wrong_groups_of_csv(void **state)
{
	for (unsigned variant = PT_AGG_FOLD; variant <= PT_AGG_SHARDED; variant++) {
		struct wcase *c = csv_case(variant == PT_AGG_MUTEX ? 1 : 3, variant);

		spoil_text_group(c, 0);
		spoil_text_group(c, 23);
		spoil_text_group(c, 49);
		case_free(c);
		close(csv_fd);
	}
}

void
wrong_totals_of_csv(void **state)
{
	struct wcase *c = csv_case(3, PT_AGG_FOLD);
	struct pt_agg *a = c->state;

	SPOIL(c, a->answer.rows, a->answer.rows + 1);
	SPOIL(c, a->answer.rows, a->answer.rows - 1);
	SPOIL(c, a->answer.rejected.at, a->answer.rejected.at + 1);
	SPOIL(c, a->answer.rejected.at, 0);
	for (int i = 0; i <= PT_AGG_RAGGED; i++) {
		assert_int_equal(a->answer.rejected.rows[i], 1);
		SPOIL(c, a->answer.rejected.rows[i], 2);
		SPOIL(c, a->answer.rejected.rows[i], 0);
	}
	/* As many, for other reasons. */
	a->answer.rejected.rows[PT_AGG_RAGGED]--;
	SPOIL(c, a->answer.rejected.rows[PT_AGG_NO_NUMBER], 2);
	a->answer.rejected.rows[PT_AGG_RAGGED]++;
	SPOIL(c, a->answer.tables_len, 0);
	assert_right(c);
	case_free(c);
	close(csv_fd);
}

/* ---- 1BRC ---- */

static void
spoil_name_group(struct wcase *c, size_t n)
{
	struct pt_agg *a = c->state;
	struct pt_agg_table *table, *other_table;
	struct pt_agg_name_group *g = nth_group(a, n, &table);
	const struct pt_agg_name_group *other = nth_group(a, n + 1, &other_table);

	SPOIL(c, g->sum, g->sum + 1);
	SPOIL(c, g->sum, -g->sum);
	SPOIL(c, g->count, g->count + 1);
	SPOIL(c, g->min, (int16_t)(g->min - 1));
	SPOIL(c, g->min, (int16_t)(g->min + 1));
	SPOIL(c, g->max, (int16_t)(g->max + 1));
	SPOIL(c, g->max, (int16_t)(g->max - 1));
	if (g->text)
		SPOIL(c, g->text, (const unsigned char *)g->word);
	else
		SPOIL(c, g->word[0], g->word[0] ^ 0x80);
	SPOIL(c, g->len, g->len + 1);
	SPOIL(c, g->len, g->len - 1);
	SPOIL(c, *g, *other);
	SPOIL(c, table->used, table->used + 1);
	SPOIL(c, g->count, 0);
	assert_right(c);
}

void
wrong_groups_of_1brc(void **state)
{
	for (unsigned variant = PT_AGG_FOLD; variant <= PT_AGG_SHARDED; variant++) {
		struct wcase *c = case_new(&pt_workload_hashagg, variant == PT_AGG_MUTEX ? 1 : 3);
		int fd = memfd_create("test.txt", MFD_CLOEXEC);
		const struct pt_agg *a;
		char name[40];

		assert_true(fd >= 0);
		snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
		for (int i = 0; i < 2000; i++)
			assert_true(dprintf(fd, "%0*d;%d.%d\n", 1 + i % 50, i % 50, i % 90 - 40,
					    i % 10) > 0);
		assert_true(dprintf(fd, "a;x\nb\n") > 0);
		c->setup.variant = variant;
		case_set(c, "input", name);
		case_set(c, "format", "1brc");
		case_set(c, "grain", "700");
		assert_int_equal(case_setup(c), 0);
		assert_int_equal(case_parallel(c), 0);
		assert_right(c);
		a = c->state;
		for (size_t n = 0; n < 49; n += 12)
			spoil_name_group(c, n);
		SPOIL(c, ((struct pt_agg *)c->state)->answer.rows, a->answer.rows + 1);
		SPOIL(c, ((struct pt_agg *)c->state)->answer.rejected.rows[PT_AGG_NO_NAME], 0);
		SPOIL(c, ((struct pt_agg *)c->state)->answer.rejected.rows[PT_AGG_NO_TENTHS], 2);
		case_free(c);
		close(fd);
	}
}
