/* SPDX-License-Identifier: MIT */
/* The database: see store.h. */
#include "config.h"

#include <stdio.h>

#include "base/error.h"
#include "workloads/ingest/store.h"

#define COLUMNS \
	"(id INTEGER PRIMARY KEY, begin INTEGER NOT NULL, text TEXT NOT NULL, vector BLOB NOT NULL)"

static const char *
name_of(const struct pt_store *s)
{
	return s->name ? s->name : "temporary database";
}

/* Keeps the first error. */
static bool
note(struct pt_store *s, int rc)
{
	if (rc == SQLITE_OK || rc == SQLITE_DONE || rc == SQLITE_ROW)
		return true;
	if (s->rc == SQLITE_OK) {
		s->rc = rc;
		snprintf(s->why, sizeof s->why, "%s",
			s->db ? sqlite3_errmsg(s->db) : sqlite3_errstr(rc));
	}
	return false;
}

static bool
execute(struct pt_store *s, const char *sql)
{
	return note(s, sqlite3_exec(s->db, sql, NULL, NULL, NULL));
}

int
pt_store_check(const struct pt_store *s, struct pt_error *e)
{
	if (s->rc == SQLITE_OK)
		return 0;
	if (s->rc == SQLITE_BUSY || s->rc == SQLITE_LOCKED)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "'%s' is locked by another program",
			name_of(s));
	return pt_fail(e, PT_EXIT_ENVIRONMENT, "cannot write '%s': %s", name_of(s), s->why);
}

int
pt_store_open(struct pt_store *s, const char *name, struct pt_error *e)
{
	*s = (struct pt_store){ .name = name };
	/* "" is a temporary database on disk; a name is a name, also when it begins with "file:" */
	if (note(s,
		    sqlite3_open_v2(name ? name : "", &s->db,
			    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX,
			    NULL)))
		execute(s, "BEGIN IMMEDIATE; DROP TABLE IF EXISTS partop_chunks_new; COMMIT");
	return pt_store_check(s, e);
}

void
pt_store_begin(struct pt_store *s)
{
	sqlite3_finalize(s->insert);
	s->insert = NULL;
	s->rc = SQLITE_OK;
	if (!sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	if (execute(s, "DROP TABLE IF EXISTS partop_chunks_new") &&
		execute(s, "CREATE TABLE partop_chunks_new " COLUMNS))
		note(s,
			sqlite3_prepare_v2(s->db,
				"INSERT INTO partop_chunks_new VALUES (?, ?, ?, ?)", -1, &s->insert,
				NULL));
}

static bool
insert(struct pt_store *s, const struct pt_row *row)
{
	bool ok = note(s, sqlite3_bind_int64(s->insert, 1, (sqlite3_int64)row->id)) &&
		note(s, sqlite3_bind_int64(s->insert, 2, (sqlite3_int64)row->begin)) &&
		note(s, sqlite3_bind_text(s->insert, 3, row->text, row->bytes, SQLITE_STATIC)) &&
		note(s,
			sqlite3_bind_blob(s->insert, 4, row->vector, row->vector_bytes,
				SQLITE_STATIC)) &&
		note(s, sqlite3_step(s->insert));

	sqlite3_reset(s->insert);
	return ok;
}

void
pt_store_rows(struct pt_store *s, const struct pt_row *row, uint64_t n)
{
	bool ok = s->rc == SQLITE_OK && execute(s, "BEGIN IMMEDIATE");

	for (uint64_t i = 0; i < n && ok; i++)
		ok = insert(s, &row[i]);
	if (ok)
		execute(s, "COMMIT");
	if (!sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

void
pt_store_end(struct pt_store *s)
{
	sqlite3_finalize(s->insert);
	s->insert = NULL;
	if (s->rc == SQLITE_OK)
		execute(s,
			"BEGIN IMMEDIATE; DROP TABLE IF EXISTS partop_chunks; "
			"ALTER TABLE partop_chunks_new RENAME TO partop_chunks; COMMIT");
	if (!sqlite3_get_autocommit(s->db))
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

int64_t
pt_store_read(struct pt_store *s, bool (*fn)(const struct pt_row *row, void *arg), void *arg)
{
	sqlite3_stmt *q = NULL;
	int64_t n = 0;
	int rc = sqlite3_prepare_v2(s->db,
		"SELECT id, begin, text, vector FROM partop_chunks ORDER BY id", -1, &q, NULL);

	while (rc == SQLITE_OK || rc == SQLITE_ROW) {
		struct pt_row row;

		rc = sqlite3_step(q);
		if (rc != SQLITE_ROW)
			break;
		row = (struct pt_row){ .id = (uint64_t)sqlite3_column_int64(q, 0),
			.begin = (uint64_t)sqlite3_column_int64(q, 1),
			.text = (const char *)sqlite3_column_text(q, 2),
			.bytes = sqlite3_column_bytes(q, 2),
			.vector = sqlite3_column_blob(q, 3),
			.vector_bytes = sqlite3_column_bytes(q, 3) };
		n++;
		if (!fn(&row, arg))
			rc = SQLITE_DONE;
	}
	sqlite3_finalize(q);
	return rc == SQLITE_DONE ? n : -1;
}

void
pt_store_close(struct pt_store *s)
{
	if (!s->db)
		return;
	sqlite3_finalize(s->insert);
	sqlite3_exec(s->db, "DROP TABLE IF EXISTS partop_chunks_new", NULL, NULL, NULL);
	sqlite3_close(s->db);
	s->db = NULL;
}
