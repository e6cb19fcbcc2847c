/* SPDX-License-Identifier: MIT */
/* What a writer writes, a reader reads: events, rings, caps, rows, limits, refusals. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "recording/writer_internal.h"
#include "tests/unit/cm.h"
#include "tests/unit/rec_file.h"

static char folder[] = "/tmp/partop-rec-XXXXXX";

static const char *
path(const char *name)
{
	static char text[128];

	snprintf(text, sizeof(text), "%s/%s", folder, name);
	return text;
}

static void
events_come_back_as_written(void **state)
{
	int fd = payload_memfd();
	struct pt_rec_writer *w = rec_create(fd, 0, 1 << 20);
	struct pt_rec_pen *a = rec_pen(w, 0), *b = rec_pen(w, 1);
	uint32_t n[2] = { 0, 0 };
	struct pt_rec_reader r;
	struct payload_file f;

	for (int i = 0; i < 50; i++) {
		payload_write(a, &n[0], 97);
		payload_write(b, &n[1], 31);
	}
	pt_rec_pen_close(a);
	pt_rec_pen_close(b);
	pt_rec_close(w);
	rec_open(&r, fd);
	assert_string_equal(r.warning, "");
	for (uint32_t i = 0; i < 2; i++) {
		struct payload s = rec_scan(&r, i);

		assert_int_equal(s.events, n[i]);
		assert_int_equal(s.bad + s.jumps + s.gap, 0);
	}
	pt_rec_shut(&r);
	payload_read(fd, &f);
	assert_int_equal(f.events, n[0] + n[1]);
	assert_int_equal(f.merged, n[0] + n[1]);
	assert_int_equal(f.bad + f.jumps + f.disorder, 0);
	close(fd);
}

static void
the_index_says_what_the_heads_say(void **state)
{
	int fd = payload_sample(6000, true);
	struct pt_rec_reader r, s;

	rec_open(&r, fd);
	assert_int_not_equal(atomic_load(&r.head.index), 0);
	uint64_t len = atomic_load(&r.head.index_len);

	assert_int_equal(pt_rec_open_fd(&s, fd, false), 0);
	atomic_store(&s.head.index, 0); /* this one reads the heads */
	assert_int_equal(pt_rec_build_index(&s), 0);
	assert_true(len > 16);
	assert_memory_equal(r.index, s.index, len * sizeof(*r.index));
	assert_true(s.preads > r.preads);
	pt_rec_shut(&r);
	pt_rec_shut(&s);
	close(fd);
}

static void
ring_overwrites_the_oldest(void **state)
{
	int fd = payload_memfd();
	struct pt_rec_writer *w = rec_create(fd, 4, 0);
	struct pt_rec_pen *p = rec_pen(w, 0);
	struct pt_rec_reader r;
	uint32_t n = 0;
	struct stat st;

	payload_write(p, &n, 20000);
	pt_rec_pen_close(p);
	pt_rec_close(w);
	rec_open(&r, fd);
	struct payload s = rec_scan(&r, 0);

	assert_int_equal(s.bad + s.jumps + s.gap, 0);
	assert_int_equal(s.last, n - 1);
	assert_in_range(s.events, 3 * 200, 4 * 248);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_size, r.head.chunk_off + 5 * PT_REC_CHUNK_MIN);
	pt_rec_shut(&r);
	close(fd);
}

static void
a_full_cap_counts_what_it_drops(void **state)
{
	int fd = payload_memfd();
	struct pt_rec_writer *w = rec_create(fd, 0, 8 * PT_REC_CHUNK_MIN);
	struct pt_rec_pen *p = rec_pen(w, 0);
	struct pt_rec_snapshot snap;
	struct pt_rec_reader r;
	const uint32_t total = 30000;

	for (uint32_t i = 0; i < total; i++)
		pt_rec_emit(p, PT_REC_EV_MARK, (uint8_t)(i * 31), 0, i);
	p->level = PT_REC_LEVEL_COUNTERS; /* the closing edge shall be no event */
	pt_rec_pen_close(p);
	pt_rec_meta(w, "status", "done");
	pt_rec_close(w);
	rec_open(&r, fd);
	assert_int_equal(pt_rec_snapshot(&r, 0, &snap), 0);
	struct payload s = rec_scan(&r, 0);

	assert_int_equal(s.bad + s.jumps, 0);
	assert_true(s.events > 7 * 200);
	assert_int_equal(s.events + snap.dropped, total);
	/* the journal and the index have their own room */
	assert_int_equal(atomic_load(&r.head.journal_lost), 0);
	assert_int_not_equal(atomic_load(&r.head.index), 0);
	pt_rec_shut(&r);
	close(fd);
}

/* ---- pens and files ---- */

static void
private_memory_counts_without_a_file(void **state)
{
	struct pt_rec_options o = { .fd = -1, .level = PT_REC_LEVEL_STEALS };
	struct pt_rec_writer *w;

	assert_int_equal(pt_rec_create(&w, &o), 0);
	struct pt_rec_pen *p = rec_pen(w, 0);

	pt_rec_enter(p, PT_REC_WORK, 0, 0);
	pt_rec_count(p, PT_COUNTER_SPAWNED, 5);
	pt_rec_count_steal(p, 900);
	pt_rec_emit(p, PT_REC_EV_MARK, 0, 0, 0);
	assert_int_equal(atomic_load(&p->page->counter[PT_COUNTER_SPAWNED]), 5);
	assert_int_equal(atomic_load(&p->stolen_from[900]), 1);
	assert_int_equal(atomic_load(&p->page->dropped), 1);
	assert_int_equal(pt_rec_phase_begin(w, PT_REC_PHASE_RUN, 1, 0, 1), 1);
	pt_rec_phase_end(w, 1, 0, 0);
	pt_rec_pen_close(p);
	pt_rec_close(w);
}

static void
threads_beyond_the_slots_are_refused_and_counted(void **state)
{
	int fd = payload_memfd();
	struct pt_rec_writer *w = rec_create(fd, 2, 0);
	struct pt_rec_pen *p[4];
	struct pt_rec_status s;
	struct pt_rec_reader r;

	for (uint32_t i = 0; i < 4; i++)
		p[i] = rec_pen(w, i);
	assert_null(pt_rec_pen_open(w, "one more", 0, 4));
	struct pt_rec_pen *blind = pt_rec_pen_open_blind(w);

	assert_non_null(blind);
	pt_rec_pen_adopt(blind);
	pt_rec_enter(blind, PT_REC_WORK, 0, 0);
	pt_rec_count_steal(blind, 3);
	pt_rec_count_steal(p[0], PT_REC_NO_SLOT);
	assert_int_equal(atomic_load(&p[0]->page->counter[PT_COUNTER_STOLEN]), 1);
	pt_rec_pen_close(blind);
	for (uint32_t i = 0; i < 4; i++)
		pt_rec_pen_close(p[i]);
	pt_rec_close(w);
	rec_open(&r, fd);
	assert_int_equal(pt_rec_status(&r, &s), 0);
	assert_int_equal(s.workers, 4);
	assert_int_equal(s.refused, 1);
	pt_rec_shut(&r);
	close(fd);
}

static void
rows_reach_every_slot(void **state)
{
	int fd = payload_memfd();
	struct pt_rec_options o = { .fd = fd, .cap_bytes = 1 << 20 }; /* 1024 slots */
	struct pt_rec_snapshot s;
	struct pt_rec_writer *w;
	struct pt_rec_reader r;
	uint64_t row[1024];

	assert_int_equal(pt_rec_create(&w, &o), 0);
	struct pt_rec_pen *p[3] = { rec_pen(w, 0), rec_pen(w, 1), rec_pen(w, 2) };

	pt_rec_count_steal(p[1], 1023);
	pt_rec_raise(p[1], PT_COUNTER_NEST_MAX, 4);
	for (int i = 0; i < 3; i++)
		pt_rec_pen_close(p[i]);
	pt_rec_close(w);
	rec_open(&r, fd);
	assert_int_equal(pt_rec_row(&r, 1, row, 1024), 0);
	assert_int_equal(row[1023], 1);
	assert_int_equal(row[1022], 0);
	assert_int_equal(pt_rec_snapshot(&r, 1, &s), 0);
	assert_int_equal(s.pool, 7);
	assert_int_equal(s.index, 1);
	assert_int_equal(s.counter[PT_COUNTER_NEST_MAX], 4);
	assert_int_equal(pt_rec_row(&r, 0, row, 1024), 0);
	assert_int_equal(row[1023], 0);
	pt_rec_shut(&r);
	close(fd);
}

static void
an_existing_name_is_refused(void **state)
{
	struct pt_rec_options o = { .fd = -1, .path = path("there"), .slots = 1 };
	struct pt_rec_writer *w;
	struct stat st;

	assert_int_equal(pt_rec_create(&w, &o), 0);
	pt_rec_close(w);
	assert_int_equal(stat(o.path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(pt_rec_create(&w, &o), -EEXIST);
	assert_int_equal(unlink(o.path), 0);
	assert_int_equal(symlink("/nowhere", o.path), 0);
	assert_int_equal(pt_rec_create(&w, &o), -EEXIST);
	assert_int_equal(lstat(o.path, &st), 0); /* what was not made by us stays */
	unlink(o.path);
	o.chunk_bytes = 5000;
	assert_int_equal(pt_rec_create(&w, &o), -EINVAL);
	assert_int_equal(lstat(o.path, &st), -1);
}

static void
open_pens_outlive_the_close(void **state)
{
	int fd = payload_memfd();
	struct pt_rec_writer *w = rec_create(fd, 0, 1 << 20);
	struct pt_rec_pen *p = rec_pen(w, 0);
	struct payload_file f;
	uint32_t n = 0;

	payload_write(p, &n, 500);
	pt_rec_close(w);
	pt_rec_enter(p, PT_REC_WORK, 0, 0);
	pt_rec_count(p, PT_COUNTER_SPAWNED, 1);
	payload_write(p, &n, 5000);
	payload_read(fd, &f);
	assert_int_equal(f.opened, 0);
	assert_in_range(f.events, 500, 1000);
	assert_int_equal(f.bad + f.jumps, 0);
	close(fd);
}

static void
ticks_become_nanoseconds(void **state)
{
	struct pt_rec_reader r = { .head.clock_hz = 2000000000, .head.begin.ticks = 1000 };

	assert_int_equal(pt_rec_ns(&r, 1000), 0);
	assert_int_equal(pt_rec_ns(&r, 10), 0);
	assert_int_equal(pt_rec_ns(&r, 3000), 1000);
	assert_true(pt_rec_ns(&r, 1000 + UINT64_C(2000000000) * 86400 * 365) ==
		UINT64_C(1000000000) * 86400 * 365);
}

static int
make_folder(void **state)
{
	return mkdtemp(folder) == NULL;
}

static int
remove_folder(void **state)
{
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_come_back_as_written),
		cmocka_unit_test(the_index_says_what_the_heads_say),
		cmocka_unit_test(ring_overwrites_the_oldest),
		cmocka_unit_test(a_full_cap_counts_what_it_drops),
		cmocka_unit_test(private_memory_counts_without_a_file),
		cmocka_unit_test(threads_beyond_the_slots_are_refused_and_counted),
		cmocka_unit_test(rows_reach_every_slot),
		cmocka_unit_test(an_existing_name_is_refused),
		cmocka_unit_test(open_pens_outlive_the_close),
		cmocka_unit_test(ticks_become_nanoseconds),
	};

	return cmocka_run_group_tests_name("rec_write", tests, make_folder, remove_folder);
}
