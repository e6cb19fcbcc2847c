/* SPDX-License-Identifier: MIT */
/* Wrong rows, vectors and answers. */
#include "tests/unit/verify/wrong.h"

#include "workloads/ingest/ingest.c"

static void
change(struct pt_ingest *m, const char *sql)
{
	assert_int_equal(sqlite3_exec(m->store.db, sql, NULL, NULL, NULL), SQLITE_OK);
}

/* With the change refused, without it right again. */
static void
refused_with(struct wcase *c, const char *sql)
{
	struct pt_ingest *m = c->state;

	change(m, "SAVEPOINT before");
	change(m, sql);
	assert_refused(c, sql);
	change(m, "ROLLBACK TO before");
	change(m, "RELEASE before");
	assert_right(c);
}

static void
wrong_answer(struct wcase *c, struct pt_answer *a)
{
	struct pt_answer right = *a;

	a->n--;
	assert_refused(c, "an answer less");
	*a = right;
	a->match[1] = a->match[0];
	assert_refused(c, "the best one twice");
	*a = right;
	a->match[0].score++;
	assert_refused(c, "another score");
	*a = right;
	for (int i = 0; i < PT_NEAREST - 1; i++)
		a->match[i] = right.match[i + 1];
	a->match[PT_NEAREST - 1].chunk = right.match[0].chunk;
	assert_refused(c, "another order");
	*a = right;
	assert_right(c);
}

void
wrong_chunks(void **state)
{
	for (unsigned variant = 0; variant < 2; variant++) {
		struct wcase *c = case_new(&pt_workload_ingest, 3);
		struct pt_ingest *m;

		case_set(c, "size", "100003");
		case_set(c, "batch", "7");
		c->setup.variant = variant;
		assert_int_equal(case_setup(c), 0);
		assert_int_equal(case_parallel(c), 0);
		assert_right(c);
		m = c->state;
		refused_with(c, "DELETE FROM partop_chunks WHERE id = 0");
		refused_with(c,
			"DELETE FROM partop_chunks WHERE id = (SELECT max(id) FROM partop_chunks)");
		refused_with(c,
			"INSERT INTO partop_chunks SELECT 100000, begin, text, vector "
			"FROM partop_chunks WHERE id = 3");
		refused_with(c, "UPDATE partop_chunks SET begin = begin + 1 WHERE id = 5");
		refused_with(c, "UPDATE partop_chunks SET text = upper(text) WHERE id = 5");
		refused_with(c,
			"UPDATE partop_chunks SET vector = "
			"(SELECT vector FROM partop_chunks WHERE id = 6) WHERE id = 5");
		refused_with(c, "DELETE FROM partop_chunks");
		wrong_answer(c, &m->answer[0]);
		wrong_answer(c, &m->answer[PT_QUERIES - 1]);
		m->ran = false;
		assert_refused(c, "nothing");
		case_free(c);
	}
}
