/* SPDX-License-Identifier: MIT */
/* Wrong collections. */
#include "tests/unit/verify/wrong.h"

#include "workloads/transform.c"

static struct wcase *
collected(enum variant v)
{
	struct wcase *c = case_new(&pt_workload_transform, 2);

	case_set(c, "size", "10007");
	c->setup.variant = v;
	assert_int_equal(case_setup(c), 0);
	assert_int_equal(case_parallel(c), 0);
	assert_right(c);
	return c;
}

static char *
text_at(struct transform *m, uint64_t i)
{
	return m->in_slots ? ((struct slot *)m->out)[i].text : ((char **)m->out)[i];
}

static void
swap_texts(struct transform *m, uint64_t i, uint64_t k)
{
	char text[LINE], *a = text_at(m, i), *b = text_at(m, k);

	strcpy(text, a);
	strcpy(a, b);
	strcpy(b, text);
}

static void
expect_refused(struct wcase *c, uint64_t i, const char *wrong, const char *how)
{
	char right[LINE], *at = text_at(c->state, i);

	strcpy(right, at);
	strcpy(at, wrong);
	assert_refused(c, how);
	strcpy(at, right);
	assert_right(c);
}

/* Lines of the same length may be exchanged in place. */
static uint64_t
twin_of(struct transform *m, uint64_t i)
{
	uint64_t k = i + 1;

	while (strlen(text_at(m, k)) != strlen(text_at(m, i)))
		k++;
	return k;
}

void
wrong_collections(void **state)
{
	for (enum variant v = ORDERED; v <= REUSE; v++) {
		struct wcase *c = collected(v);
		struct transform *m = c->state;
		uint64_t twin = twin_of(m, 100);
		char text[LINE];

		strcpy(text, text_at(m, 100));
		text[strlen(text) - 1] ^= 1;
		expect_refused(c, 100, text, "a line with another cent");
		expect_refused(c, 0, "", "an empty line");
		expect_refused(c, m->kept - 1, "x", "a line that is no order");
		expect_refused(c, twin, text_at(m, 100), "a line twice");
		m->kept--;
		assert_refused(c, "a line less");
		m->kept += 2;
		assert_refused(c, "a line more");
		m->kept--;
		swap_texts(m, 100, twin);
		if (v == UNORDERED)
			assert_right(c);
		else
			assert_refused(c, "two lines exchanged");
		case_free(c);
	}
}
