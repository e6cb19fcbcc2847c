/* SPDX-License-Identifier: MIT */
/* ingest: chunks of every kind of document, and databases that cannot be had. */
#include "tests/unit/cm.h"
#include "tests/unit/workload_case.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

extern const struct pt_workload pt_workload_ingest;

static char folder[] = "/tmp/partop-ingest-XXXXXX";
static char db[64], text[64];

static void
write_text(const char *bytes, size_t len)
{
	FILE *f = fopen(text, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

static void
assert_runs(struct wcase *c)
{
	if (case_setup(c) != 0 || case_sequential(c) != 0 || case_verify(c) != 0 ||
		case_parallel(c) != 0 || case_verify(c) != 0)
		fail_msg("%s", c->error.text);
}

static void
documents_of_all_sizes_are_ingested_whole(void **state)
{
	static const char *const sizes[] = { "1", "63", "64", "65", "1024", "1025", "5000",
		"70000" };
	static const char *const overlaps[] = { "0", "1", "40" };

	for (size_t i = 0; i < COUNT(sizes); i++)
		for (size_t k = 0; k < COUNT(overlaps); k++)
			for (unsigned v = 0; v < 2; v++) {
				struct wcase *c = case_new(&pt_workload_ingest, 3);

				c->setup.variant = v;
				case_set(c, "size", sizes[i]);
				case_set(c, "chunk", "64");
				case_set(c, "overlap", overlaps[k]);
				case_set(c, "batch", "10");
				assert_runs(c);
				case_free(c);
			}
}

/* No blanks, bytes of all values, letters of several bytes. */
static void
any_bytes_are_a_document(void **state)
{
	static char bytes[20000];

	for (int kind = 0; kind < 3; kind++) {
		struct wcase *c = case_new(&pt_workload_ingest, 2);

		for (size_t i = 0; i < sizeof bytes; i++)
			bytes[i] = kind == 0 ? 'x' :
				kind == 1    ? (char)(i * i / 7) :
					       "\xc3\xa4"[i % 2];
		write_text(bytes, sizeof bytes);
		case_set(c, "input", text);
		assert_runs(c);
		case_free(c);
	}
}

static void
the_database_holds_the_chunks(void **state)
{
	struct wcase *c = case_new(&pt_workload_ingest, 2);
	sqlite3 *other;
	sqlite3_stmt *q;

	case_set(c, "size", "100000");
	case_set(c, "db", db);
	assert_runs(c);
	case_free(c);
	assert_int_equal(sqlite3_open(db, &other), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(other,
				 "SELECT count(*), count(DISTINCT id), "
				 "(SELECT count(*) FROM sqlite_master) FROM partop_chunks",
				 -1, &q, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int(q, 0), 130);
	assert_int_equal(sqlite3_column_int(q, 1), 130);
	assert_int_equal(sqlite3_column_int(q, 2), 1); /* nothing else is left */
	sqlite3_finalize(q);
	sqlite3_close(other);
	unlink(db);
}

static void
refused(struct wcase *c, int exit, const char *part)
{
	assert_int_equal(case_setup(c), -1);
	assert_int_equal(c->error.exit, exit);
	if (!strstr(c->error.text, part))
		fail_msg("%s", c->error.text);
	assert_null(strchr(c->error.text, '\n'));
	case_free(c);
}

static struct wcase *
with_db(const char *name)
{
	struct wcase *c = case_new(&pt_workload_ingest, 2);

	case_set(c, "size", "10000");
	case_set(c, "db", name);
	return c;
}

static void
a_preview_leaves_the_database_alone(void **state)
{
	struct wcase *c = case_new(&pt_workload_ingest, 2);

	case_set(c, "size", "100000");
	case_set(c, "db", db);
	c->setup.preview_of = 1000000;
	assert_runs(c);
	case_free(c);
	assert_int_equal(access(db, F_OK), -1);
}

static void
a_database_that_cannot_be_had_is_refused(void **state)
{
	sqlite3 *other;

	refused(with_db("/nonexistent/x.db"), PT_EXIT_ENVIRONMENT,
		"cannot write '/nonexistent/x.db'");
	write_text("this is no database at all, but a text that is long enough for a page: "
		   "this is no database at all",
		97);
	refused(with_db(text), PT_EXIT_ENVIRONMENT, "not a database");
	assert_int_equal(sqlite3_open(db, &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other,
				 "CREATE TABLE own (x); INSERT INTO own VALUES (7);"
				 "BEGIN EXCLUSIVE",
				 NULL, NULL, NULL),
		SQLITE_OK);
	refused(with_db(db), PT_EXIT_ENVIRONMENT, "is locked by another program");
	assert_int_equal(sqlite3_exec(other, "COMMIT; DROP TABLE own", NULL, NULL, NULL),
		SQLITE_OK);
	sqlite3_close(other);
	unlink(db);
}

/* A lock that comes while it runs: the run says so, and the table of the last run is whole. */
static void
a_lock_in_the_middle_leaves_the_last_table(void **state)
{
	struct wcase *c = with_db(db);
	sqlite3 *other;
	sqlite3_stmt *q;

	assert_runs(c);
	c->workload->reset(c->state);
	assert_int_equal(sqlite3_open(db, &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(c->workload->sequential(c->state, &c->error), -1);
	assert_int_equal(c->error.exit, PT_EXIT_ENVIRONMENT);
	assert_non_null(strstr(c->error.text, "is locked"));
	assert_int_equal(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(other, "SELECT count(*) FROM partop_chunks", -1, &q,
				 NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int(q, 0), 13);
	sqlite3_finalize(q);
	sqlite3_close(other);
	case_free(c);
	unlink(db);
}

static void
what_is_no_document_is_refused(void **state)
{
	struct wcase *c = case_new(&pt_workload_ingest, 2);

	write_text("", 0);
	case_set(c, "input", text);
	case_set(c, "db", db);
	refused(c, PT_EXIT_ENVIRONMENT, "is empty");
	assert_int_equal(access(db, F_OK), -1);
	c = case_new(&pt_workload_ingest, 2);
	case_set(c, "overlap", "1024");
	refused(c, PT_EXIT_USAGE, "--overlap: 1024 is not below --chunk 1024");
	c = case_new(&pt_workload_ingest, 2);
	case_set(c, "input", text);
	case_set(c, "size", "1000");
	refused(c, PT_EXIT_USAGE, "--size: an --input has its own size");
}

static int
make_folder(void **state)
{
	if (!mkdtemp(folder))
		return -1;
	snprintf(db, sizeof db, "%s/x.db", folder);
	snprintf(text, sizeof text, "%s/text", folder);
	return 0;
}

static int
remove_folder(void **state)
{
	unlink(text);
	unlink(db);
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(documents_of_all_sizes_are_ingested_whole),
		cmocka_unit_test(any_bytes_are_a_document),
		cmocka_unit_test(the_database_holds_the_chunks),
		cmocka_unit_test(a_preview_leaves_the_database_alone),
		cmocka_unit_test(a_database_that_cannot_be_had_is_refused),
		cmocka_unit_test(a_lock_in_the_middle_leaves_the_last_table),
		cmocka_unit_test(what_is_no_document_is_refused),
	};

	return cmocka_run_group_tests_name("ingest", tests, make_folder, remove_folder);
}
