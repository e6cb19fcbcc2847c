/* SPDX-License-Identifier: MIT */
/* What a writer writes, a reader reads: events, rings, caps, notes, limits, refusals. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/cm.h"
#include "recording/handover.h"
#include "recording/writer_internal.h"
#include "tests/unit/rec_payload.h"

static char folder[] = "/tmp/partop-rec-XXXXXX";

static const char *
path(const char *name)
{
	static char text[128];

	snprintf(text, sizeof(text), "%s/%s", folder, name);
	return text;
}

static struct pt_rec_writer *
create(int fd, uint32_t ring, uint64_t cap)
{
	struct pt_rec_options o = { .fd = fd, .slots = 4, .chunk_bytes = PT_REC_CHUNK_MIN,
		.ring_chunks = ring, .cap_bytes = cap, .level = PT_REC_LEVEL_FULL };
	struct pt_rec_writer *w = NULL;

	assert_int_equal(pt_rec_create(&w, &o), 0);
	return w;
}

static struct pt_rec_pen *
open_pen(struct pt_rec_writer *w, uint32_t index)
{
	struct pt_rec_pen *p = pt_rec_pen_open(w, "worker", 7, index);

	assert_non_null(p);
	pt_rec_pen_adopt(p);
	return p;
}

static void
open_file(struct pt_rec_reader *r, int fd)
{
	assert_int_equal(pt_rec_open_fd(r, fd, false), 0);
	assert_int_equal(pt_rec_build_index(r), 0);
}

/* All events of one worker. */
static struct payload
scan(struct pt_rec_reader *r, uint32_t worker)
{
	struct payload seen = { .any = false };
	const struct pt_rec_event *e;
	struct pt_rec_scan s;

	assert_int_equal(pt_rec_scan_begin(&s, r, worker), 0);
	while ((e = pt_rec_scan_next(&s)) != NULL)
		payload_see(&seen, e, worker);
	assert_int_equal(s.disorder, 0);
	pt_rec_scan_end(&s);
	return seen;
}

static void
events_come_back_as_written(void **state)
{
	int fd = payload_memfd();
	struct pt_rec_writer *w = create(fd, 0, 1 << 20);
	struct pt_rec_pen *a = open_pen(w, 0), *b = open_pen(w, 1);
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
	open_file(&r, fd);
	assert_string_equal(r.warning, "");
	for (uint32_t i = 0; i < 2; i++) {
		struct payload s = scan(&r, i);

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

	open_file(&r, fd);
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
	struct pt_rec_writer *w = create(fd, 4, 0);
	struct pt_rec_pen *p = open_pen(w, 0);
	struct pt_rec_reader r;
	uint32_t n = 0;
	struct stat st;

	payload_write(p, &n, 20000);
	pt_rec_pen_close(p);
	pt_rec_close(w);
	open_file(&r, fd);
	struct payload s = scan(&r, 0);

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
	struct pt_rec_writer *w = create(fd, 0, 8 * PT_REC_CHUNK_MIN);
	struct pt_rec_pen *p = open_pen(w, 0);
	struct pt_rec_snapshot snap;
	struct pt_rec_reader r;
	const uint32_t total = 30000;

	for (uint32_t i = 0; i < total; i++)
		pt_rec_emit(p, PT_REC_EV_MARK, (uint8_t)(i * 31), 0, i);
	p->level = PT_REC_LEVEL_COUNTERS; /* the closing edge shall be no event */
	pt_rec_pen_close(p);
	pt_rec_meta(w, "status", "done");
	pt_rec_close(w);
	open_file(&r, fd);
	assert_int_equal(pt_rec_snapshot(&r, 0, &snap), 0);
	struct payload s = scan(&r, 0);

	assert_int_equal(s.bad + s.jumps, 0);
	assert_true(s.events > 7 * 200);
	assert_int_equal(s.events + snap.dropped, total);
	/* the journal and the index have their own room */
	assert_int_equal(atomic_load(&r.head.journal_lost), 0);
	assert_int_not_equal(atomic_load(&r.head.index), 0);
	pt_rec_shut(&r);
	close(fd);
}

/* ---- notes ---- */

struct notes {
	uint32_t labels, metas;
	size_t longest;
	char last[64];
};

static void
collect(void *arg, enum pt_rec_entry_kind kind, uint32_t id, const void *bytes, size_t len)
{
	struct notes *n = arg;

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
	struct pt_rec_writer *w = create(fd, 2, 0);
	struct pt_rec_pen *p = open_pen(w, 0);
	struct pt_rec_entry_place place = { .off = 0 };
	struct notes n = { .labels = 0 };
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
	open_file(&r, fd);
	pt_rec_entries(&r, &place, collect, &n);
	assert_int_equal(n.labels, 2000);
	assert_string_equal(n.last, "label 1999");
	assert_int_equal(pt_rec_entries(&r, &place, collect, &n), 0);
	assert_int_equal(scan(&r, 0).bad, 0);
	assert_int_equal(atomic_load(&r.head.journal_lost), 0);
	pt_rec_shut(&r);
	close(fd);
}

static void
too_long_notes_are_cut_or_counted(void **state)
{
	int fd = payload_memfd();
	struct pt_rec_options o = { .fd = fd, .slots = 1, .cap_bytes = 1 << 20 };
	struct pt_rec_entry_place place = { .off = 0 };
	static char text[PT_REC_META_BYTES + 8];
	struct notes n = { .labels = 0 };
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
	open_file(&r, fd);
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

/* ---- pens and files ---- */

static void
private_memory_counts_without_a_file(void **state)
{
	struct pt_rec_options o = { .fd = -1, .level = PT_REC_LEVEL_STEALS };
	struct pt_rec_writer *w;

	assert_int_equal(pt_rec_create(&w, &o), 0);
	struct pt_rec_pen *p = open_pen(w, 0);

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
	struct pt_rec_writer *w = create(fd, 2, 0);
	struct pt_rec_pen *p[4];
	struct pt_rec_status s;
	struct pt_rec_reader r;

	for (uint32_t i = 0; i < 4; i++)
		p[i] = open_pen(w, i);
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
	open_file(&r, fd);
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
	struct pt_rec_pen *p[3] = { open_pen(w, 0), open_pen(w, 1), open_pen(w, 2) };

	pt_rec_count_steal(p[1], 1023);
	pt_rec_raise(p[1], PT_COUNTER_NEST_MAX, 4);
	for (int i = 0; i < 3; i++)
		pt_rec_pen_close(p[i]);
	pt_rec_close(w);
	open_file(&r, fd);
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

static int
status_of(pid_t pid)
{
	int status = -1;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

/* Many processes at once: one of them gets it. */
static void
a_recording_is_claimed_once(void **state)
{
	int fd = payload_memfd(), claimed = 0, gate[2];
	char text[PT_HANDOVER_TEXT], byte;
	pid_t pid[8];

	assert_int_equal(pt_handover_begin(fd), 0);
	assert_true(pt_handover_is_blank(fd));
	assert_int_equal(pt_handover_text(fd, fd, text), 0);
	assert_int_equal(pipe(gate), 0);
	for (int i = 0; i < 8; i++) {
		pid[i] = fork();
		if (pid[i] == 0) {
			close(gate[1]);
			(void)!read(gate[0], &byte, 1);
			_exit(pt_handover_claim(text) == fd ? 1 : 0);
		}
	}
	close(gate[0]);
	close(gate[1]);
	for (int i = 0; i < 8; i++)
		claimed += status_of(pid[i]) != 0;
	assert_int_equal(claimed, 1);
	assert_int_equal(pt_handover_claim(text), -EBUSY);
	assert_true(pt_handover_is_blank(fd)); /* claimed, and nothing recorded */
	close(fd);
}

static void
only_the_same_file_is_claimed(void **state)
{
	int fd = payload_memfd(), other = payload_memfd(), keep = dup(fd);
	char text[PT_HANDOVER_TEXT], wrong[PT_HANDOVER_TEXT];
	struct pt_rec_options o = { .fd = fd, .slots = 1 };
	struct pt_rec_writer *w;
	uint8_t old = 0;

	assert_int_equal(pt_handover_text(fd, fd, text), -ESTALE);
	assert_int_equal(pt_handover_begin(fd), 0);
	assert_int_equal(pt_handover_begin(other), 0);
	assert_int_equal(pt_handover_text(fd, fd, text), 0);
	assert_int_equal(pt_rec_create(&w, &o), -EEXIST); /* not claimed */
	snprintf(wrong, sizeof(wrong), "%.*s0", (int)strlen(text) - 1, text);
	wrong[strlen(wrong) - 1] = text[strlen(text) - 1] == '0' ? '1' : '0';
	assert_int_equal(pt_handover_claim(wrong), -ESTALE);
	assert_int_equal(pt_handover_claim(""), -EINVAL);
	assert_int_equal(pt_handover_claim("3"), -EINVAL);
	assert_int_equal(pt_handover_claim("-1:0:0:0"), -EINVAL);
	assert_int_equal(dup2(other, fd), fd); /* the program's own file under the number */
	assert_int_equal(pt_handover_claim(text), -ESTALE);
	close(fd);
	assert_int_equal(pt_handover_claim(text), -ESTALE);
	assert_int_equal(dup2(keep, fd), fd);
	assert_int_equal(pt_handover_claim(text), fd);
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	assert_int_equal(pread(fd, &old, 1, offsetof(struct pt_rec_header, uuid)), 1);
	assert_int_equal(pt_rec_create(&w, &o), 0);
	assert_int_equal(w->head->uuid[0], old); /* the nonce is the recording's identity */
	pt_rec_close(w);
	assert_false(pt_handover_is_blank(fd));
	close(keep);
	keep = pt_handover_open(other);
	assert_true(pt_handover_is_held(other));
	close(keep);
	assert_false(pt_handover_is_held(other));
	close(other);
	close(fd);
}

static void
only_an_empty_file_can_be_handed_over(void **state)
{
	int fd = payload_memfd(), fds[2];
	struct pt_rec_options o = { .fd = fd, .slots = 1 };
	struct pt_rec_writer *w;

	assert_int_equal(ftruncate(fd, 1), 0);
	assert_int_equal(pt_rec_create(&w, &o), -EEXIST);
	assert_int_equal(pipe(fds), 0);
	o.fd = fds[1];
	assert_int_equal(pt_rec_create(&w, &o), -EINVAL);
	o.fd = open("/dev/null", O_RDONLY);
	assert_int_equal(pt_rec_create(&w, &o), -EINVAL);
	close(o.fd);
	close(fds[0]);
	close(fds[1]);
	assert_int_equal(ftruncate(fd, 0), 0);
	o.fd = fd;
	assert_int_equal(pt_rec_create(&w, &o), 0);
	pt_rec_close(w);
	assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC); /* ours is still ours */
	close(fd);
}

static void
open_pens_outlive_the_close(void **state)
{
	int fd = payload_memfd();
	struct pt_rec_writer *w = create(fd, 0, 1 << 20);
	struct pt_rec_pen *p = open_pen(w, 0);
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

/* ---- other processes ---- */

static void
a_fork_leaves_the_recording_to_the_parent(void **state)
{
	int fd = payload_memfd(), status;
	struct pt_rec_writer *w = create(fd, 0, 1 << 20);
	struct pt_rec_pen *p = open_pen(w, 0);
	struct pt_rec_snapshot s;
	struct pt_rec_reader r;
	uint32_t n = 0;

	payload_write(p, &n, 300);
	pid_t child = fork();

	if (child == 0) {
		pt_rec_fork_child(w);
		pt_rec_count(p, PT_COUNTER_SPAWNED, 1000);
		pt_rec_enter(p, PT_REC_PARK, 0, 0);
		payload_write(p, &n, 3000);
		pt_rec_label(w, "the child's");
		pt_rec_phase_end(w, pt_rec_phase_begin(w, PT_REC_PHASE_RUN, 1, 0, 1), 0, 0);
		pt_rec_pen_close(p);
		pt_rec_close(w);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	payload_write(p, &n, 300);
	pt_rec_pen_close(p);
	pt_rec_close(w);
	open_file(&r, fd);
	struct payload seen = scan(&r, 0);

	assert_int_equal(seen.events, 600);
	assert_int_equal(seen.bad + seen.jumps, 0);
	assert_int_equal(pt_rec_snapshot(&r, 0, &s), 0);
	assert_int_equal(s.counter[PT_COUNTER_SPAWNED], 0);
	pt_rec_shut(&r);
	close(fd);
}

static void
the_parent_notes_how_it_ended(void **state)
{
	struct pt_rec_status s;
	struct pt_rec_reader r;
	int fd = payload_sample(100, false);

	open_file(&r, fd);
	assert_int_equal(pt_rec_stopped(fd, getpid(), 139), 0); /* not by the one that recorded */
	assert_int_equal(pt_rec_stopped(fd, (pid_t)r.head.pid, 139), 0);
	pt_rec_shut(&r);
	open_file(&r, fd);
	assert_int_equal(pt_rec_status(&r, &s), 0);
	assert_int_equal(s.life, PT_REC_STOPPED);
	assert_int_equal(s.exit_status, 139);
	assert_int_equal(pt_rec_writer_lives(&r), 0);
	assert_non_null(strstr(r.warning, "died"));
	pt_rec_shut(&r);
	close(fd);
	fd = payload_sample(100, true);
	open_file(&r, fd);
	assert_int_equal(pt_rec_stopped(fd, (pid_t)r.head.pid, 256), 0);
	pt_rec_shut(&r);
	open_file(&r, fd);
	assert_int_equal(pt_rec_status(&r, &s), 0);
	assert_int_equal(s.life, PT_REC_ENDED);
	assert_int_equal(s.exit_status, 256);
	assert_true(s.end.monotonic_ns >= r.head.begin.monotonic_ns);
	pt_rec_shut(&r);
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
		cmocka_unit_test(the_journal_grows_beside_rings),
		cmocka_unit_test(too_long_notes_are_cut_or_counted),
		cmocka_unit_test(labels_end_at_65535),
		cmocka_unit_test(private_memory_counts_without_a_file),
		cmocka_unit_test(threads_beyond_the_slots_are_refused_and_counted),
		cmocka_unit_test(rows_reach_every_slot),
		cmocka_unit_test(an_existing_name_is_refused),
		cmocka_unit_test(a_recording_is_claimed_once),
		cmocka_unit_test(only_the_same_file_is_claimed),
		cmocka_unit_test(only_an_empty_file_can_be_handed_over),
		cmocka_unit_test(open_pens_outlive_the_close),
		cmocka_unit_test(a_fork_leaves_the_recording_to_the_parent),
		cmocka_unit_test(the_parent_notes_how_it_ended),
		cmocka_unit_test(ticks_become_nanoseconds),
	};

	return cmocka_run_group_tests_name("rec_write", tests, make_folder, remove_folder);
}
