/* SPDX-License-Identifier: MIT */
/* Counts of words that are wrong, or of words that are not there. */
#include "tests/unit/verify/wrong.h"

#include "workloads/wordcount/wordcount.c"

static struct wcase *
counted(unsigned variant)
{
	struct wcase *c = case_new(&pt_workload_wordcount, 2);

	case_set(c, "size", "20007");
	case_set(c, "keys", "500");
	case_set(c, "grain", "100");
	c->setup.variant = variant;
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_parallel(c), 0);
	assert_right(c);
	return c;
}

/* The i-th word of the table. */
static struct pt_word_count *
nth(const struct pt_words *t, size_t i)
{
	size_t at = 0;

	while (t->slot[at].count == 0 || i-- > 0)
		at++;
	return &t->slot[at];
}

void
wrong_words(void **state)
{
	for (unsigned variant = 0; variant < 3; variant++) {
		struct wcase *c = counted(variant);
		struct pt_words *t = &((struct wordcount *)c->state)->words;
		struct pt_word_count *a = nth(t, 0), *b = nth(t, t->used - 1), hold = *a;

		a->count++;
		assert_refused(c, "a word once too often");
		b->count--;
		if (b->count)
			assert_refused(c, "and another too seldom");
		b->count++;
		*a = hold;
		a->text = b->text;
		a->len = b->len;
		assert_refused(c, "a word twice, another not at all");
		*a = hold;
		a->len--;
		assert_refused(c, "a word without its last letter");
		*a = hold;
		t->all++;
		assert_refused(c, "a word too many");
		t->all--;
		a->count = 0;
		t->used--;
		assert_refused(c, "a word not at all");
		t->used++;
		*a = hold;
		assert_right(c);
		case_free(c);
	}
}
