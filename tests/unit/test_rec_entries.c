/* SPDX-License-Identifier: MIT */
/* The journal: labels and metadata come back, and what does not fit is counted. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "recording/writer_internal.h"
#include "tests/unit/cm.h"
#include "tests/unit/rec_file.h"

struct entries {
	uint32_t labels, metas;
	size_t longest;
	char last[64];
};

static void
collect(void *arg, enum pt_rec_entry_kind kind, uint32_t id, const void *bytes, size_t len)
{
	struct entries *n = arg;

	if (kind == PT_REC_ENTRY_LABEL)
		assert_int_equal(id, ++n->labels);
	if (kind == PT_REC_ENTRY_META)
		n->metas++;
	n->longest = len > n->longest ? len : n->longest;
	snprintf(n->last, sizeof(n->last), "%.*s", len > 60 ? 60 : (int)len, (const char *)bytes);
}

static void
the_journal_grows_beside_rings(void **state)
{
	int fd = payload_memfd();
	struct pt_rec_writer *w = rec_create(fd, 2, 0);
	struct pt_rec_pen *p = rec_pen(w, 0);
	struct pt_rec_entry_place place = { .off = 0 };
	struct entries n = { .labels = 0 };
	struct pt_rec_reader r;
	char text[32];
	uint32_t at = 0;

	for (int i = 1; i < 2000; i++) {
		snprintf(text, sizeof(text), "label %d", i);
		assert_int_equal(pt_rec_label(w, text), i + 1); /* 1: the worker's name */
		payload_write(p, &at, 10);
	}
	pt_rec_pen_close(p);
	pt_rec_close(w);
	rec_open(&r, fd);
	pt_rec_entries(&r, &place, collect, &n);
	assert_int_equal(n.labels, 2000);
	assert_string_equal(n.last, "label 1999");
	assert_int_equal(pt_rec_entries(&r, &place, collect, &n), 0);
	assert_int_equal(rec_scan(&r, 0).bad, 0);
	assert_int_equal(atomic_load(&r.head.journal_lost), 0);
	pt_rec_shut(&r);
	close(fd);
}

static void
too_long_entries_are_cut_or_counted(void **state)
{
	int fd = payload_memfd();
	struct pt_rec_options o = { .fd = fd, .slots = 1, .cap_bytes = 1 << 20 };
	struct pt_rec_entry_place place = { .off = 0 };
	static char text[PT_REC_META_BYTES + 8];
	struct entries n = { .labels = 0 };
	struct pt_rec_writer *w;
	struct pt_rec_reader r;

	assert_int_equal(pt_rec_create(&w, &o), 0);
	memset(text, 'x', sizeof(text) - 1);
	assert_int_equal(pt_rec_label(w, text), 1);
	text[PT_REC_META_BYTES - 2] = '\0';
	pt_rec_meta(w, "k", text);
	text[PT_REC_META_BYTES - 2] = 'x';
	pt_rec_meta(w, "k", text);
	pt_rec_close(w);
	rec_open(&r, fd);
	pt_rec_entries(&r, &place, collect, &n);
	assert_int_equal(n.labels, 1);
	assert_int_equal(n.metas, 1);
	assert_int_equal(n.longest, PT_REC_META_BYTES);
	assert_int_equal(atomic_load(&r.head.journal_lost), 1);
	pt_rec_shut(&r);
	close(fd);
}

static void
labels_end_at_65535(void **state)
{
	struct pt_rec_options o = { .fd = -1, .slots = 1 };
	struct pt_rec_writer *w;

	assert_int_equal(pt_rec_create(&w, &o), 0);
	for (uint32_t i = 1; i <= PT_REC_LABELS_MAX; i++)
		assert_int_equal(pt_rec_label(w, ""), i);
	assert_int_equal(pt_rec_label(w, ""), 0);
	pt_rec_close(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_journal_grows_beside_rings),
		cmocka_unit_test(too_long_entries_are_cut_or_counted),
		cmocka_unit_test(labels_end_at_65535),
	};

	return cmocka_run_group_tests_name("rec_entries", tests, NULL, NULL);
}
