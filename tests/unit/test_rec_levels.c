/* SPDX-License-Identifier: MIT */
/* Full recordings: large rings, caps, counts of what is lost, and a file cut under its writer. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/cm.h"
#include "tests/unit/rec_payload.h"
#include "tests/sanitizer.h"

#define CHUNK PT_REC_CHUNK_MIN

static struct pt_rec_writer *
create(int fd, uint32_t ring, uint64_t cap, uint32_t slots)
{
	struct pt_rec_options o = { .fd = fd,
		.slots = slots,
		.chunk_bytes = CHUNK,
		.ring_chunks = ring,
		.cap_bytes = cap,
		.level = PT_REC_LEVEL_FULL };
	struct pt_rec_writer *w = NULL;

	assert_int_equal(pt_rec_create(&w, &o), 0);
	return w;
}

static struct pt_rec_pen *
open_pen(struct pt_rec_writer *w, uint32_t index)
{
	struct pt_rec_pen *p = pt_rec_pen_open(w, "worker", 0, index);

	assert_non_null(p);
	pt_rec_pen_adopt(p);
	return p;
}

/* Every kind of event of the levels tasks and full, in turn; some take two slots. */
static void
put_any(struct pt_rec_pen *p, uint32_t i)
{
	static const uint8_t narrow[] = { PT_REC_EV_LEAF_BEGIN, PT_REC_EV_TASK_END, PT_REC_EV_SPAWN,
		PT_REC_EV_SYNC_RUN, PT_REC_EV_SYNC_WAIT, PT_REC_EV_SYNC_DONE, PT_REC_EV_STOLEN_END,
		PT_REC_EV_SYNC_DROP };
	struct pt_rec_range range = { .lo = i, .hi = ~(uint64_t)i };
	struct pt_rec_steal steal = { .age = i, .tries = i };

	if (i % 3 == 0)
		pt_rec_emit_wide(p, (struct pt_rec_event){ .type = PT_REC_EV_RANGE_BEGIN, .b = i },
			&range);
	else if (i % 7 == 0)
		pt_rec_emit_wide(p, (struct pt_rec_event){ .type = PT_REC_EV_STEAL, .b = i },
			&steal);
	else
		pt_rec_emit(p, narrow[i % sizeof(narrow)], (uint8_t)i, 0, i);
}

/* What is read back of put_any(): the numbers must follow each other. */
struct seen {
	uint64_t events, jumps, bad;
	uint32_t first, last;
};

static struct seen
read_any(int fd, uint32_t worker, struct pt_rec_snapshot *s)
{
	struct seen seen = { 0 };
	const struct pt_rec_event *e;
	struct pt_rec_reader r;
	struct pt_rec_scan scan;

	assert_int_equal(pt_rec_open_fd(&r, fd, false), 0);
	assert_int_equal(pt_rec_build_index(&r), 0);
	assert_int_equal(pt_rec_snapshot(&r, worker, s), 0);
	assert_int_equal(pt_rec_scan_begin(&scan, &r, worker), 0);
	while ((e = pt_rec_scan_next(&scan)) != NULL) {
		struct pt_rec_range range;

		if (e->type == PT_REC_EV_CLOCK || e->type == PT_REC_EV_GAP)
			continue;
		if (seen.events++ == 0)
			seen.first = e->b;
		else
			seen.jumps += e->b != seen.last + 1;
		seen.last = e->b;
		memcpy(&range, e + 1, e->type == PT_REC_EV_RANGE_BEGIN ? sizeof(range) : 0);
		if (e->type == PT_REC_EV_RANGE_BEGIN)
			seen.bad += range.lo != e->b || range.hi != ~(uint64_t)e->b;
	}
	assert_int_equal(scan.disorder, 0);
	pt_rec_scan_end(&scan);
	pt_rec_shut(&r);
	return seen;
}

/* The closing edge shall be no event. */
static void
close_pen(struct pt_rec_pen *p)
{
	p->level = PT_REC_LEVEL_COUNTERS;
	pt_rec_pen_close(p);
}

static void
write_any(int fd, uint32_t ring, uint64_t cap, uint32_t count)
{
	struct pt_rec_writer *w = create(fd, ring, cap, 2);
	struct pt_rec_pen *p = open_pen(w, 0);

	for (uint32_t i = 0; i < count; i++)
		put_any(p, i);
	close_pen(p);
	pt_rec_close(w);
}

static void
a_growing_recording_has_as_many_events_as_were_written(void **state)
{
	/* so many lengths that a wide event meets the end of a chunk in every way */
	for (uint32_t count = 1000; count < 1040; count++) {
		struct pt_rec_snapshot s;
		int fd = payload_memfd();

		write_any(fd, 0, 1 << 20, count);
		struct seen seen = read_any(fd, 0, &s);

		assert_int_equal(seen.events, count);
		assert_int_equal(seen.jumps + seen.bad, 0);
		assert_int_equal(s.written, count);
		assert_int_equal(s.dropped, 0);
		close(fd);
	}
}

static void
a_ring_counts_every_event_that_it_overwrote(void **state)
{
	for (uint32_t ring = 2; ring < 200; ring = ring * 2 + 1) {
		const uint32_t count = 50000;
		struct pt_rec_snapshot s;
		int fd = payload_memfd();

		write_any(fd, ring, 0, count);
		struct seen seen = read_any(fd, 0, &s);

		assert_int_equal(s.written, count);
		assert_int_equal(seen.jumps + seen.bad, 0);
		assert_int_equal(seen.last, count - 1);
		assert_int_equal(seen.first, count - seen.events); /* the rest was overwritten */
		assert_in_range(seen.events, (ring - 1) * 120, ring * 248);
		close(fd);
	}
}

static uint64_t
blocks(int fd)
{
	struct stat st;

	assert_int_equal(fstat(fd, &st), 0);
	return (uint64_t)st.st_blocks * 512;
}

static void
a_large_ring_gets_its_space_as_it_is_needed(void **state)
{
	int fd = payload_memfd();
	struct pt_rec_writer *w = create(fd, 4096, 0, 2);
	struct pt_rec_pen *p = open_pen(w, 0);

	for (uint32_t i = 0; i < 1000; i++)
		put_any(p, i);
	assert_true(blocks(fd) < 64 * CHUNK);
	close_pen(p);
	pt_rec_close(w);
	close(fd);
}

static void
rings_share_the_cap(void **state)
{
	int fd = payload_memfd();
	struct pt_rec_writer *w = create(fd, 100, 200 * CHUNK, 4);
	struct pt_rec_snapshot s;

	for (uint32_t i = 0; i < 3; i++) {
		struct pt_rec_pen *p = open_pen(w, i);

		for (uint32_t n = 0; n < 60000; n++)
			put_any(p, n);
		close_pen(p);
	}
	pt_rec_close(w);
	assert_true(blocks(fd) < 210 * CHUNK + (64 << 10));
	for (uint32_t i = 0; i < 3; i++) {
		struct seen seen = read_any(fd, i, &s);

		/* there was no room for the third: it counts what it drops */
		assert_int_equal(s.written + s.dropped, 60000);
		assert_int_equal(s.dropped, i < 2 ? 0 : 60000);
		assert_int_equal(seen.events > 0, i < 2);
	}
	close(fd);
}

static void
the_cap_is_shared_out_evenly(void **state)
{
	assert_int_equal(pt_rec_ring_chunks(64 << 20, 4), 256);
	assert_int_equal(pt_rec_ring_chunks(0, 1), 16384);
	assert_int_equal(pt_rec_ring_chunks(1 << 20, 256), 2);
	assert_int_equal(pt_rec_ring_chunks(UINT64_MAX, 1), PT_REC_RING_MAX);
	assert_int_equal(pt_rec_ring_chunks(1 << 20, 0), 16);
}

/* ---- entries of types ---- */

static void
take_type(void *arg, enum pt_rec_entry_kind kind, uint32_t id, const void *bytes, size_t len)
{
	char *text = arg;

	if (kind == PT_REC_ENTRY_TYPE && id == PT_REC_EV_SYNC_DROP)
		snprintf(text, 64, "%.*s", (int)len, (const char *)bytes);
}

static void
new_events_are_named_in_the_journal(void **state)
{
	struct pt_rec_entry_place place = { .off = 0 };
	struct pt_rec_reader r;
	char text[64] = "";
	int fd = payload_memfd();

	write_any(fd, 0, 1 << 20, 10);
	assert_int_equal(pt_rec_open_fd(&r, fd, false), 0);
	pt_rec_entries(&r, &place, take_type, text);
	assert_string_equal(text, "37 sync_drop - label slot -");
	pt_rec_shut(&r);
	close(fd);
}

/* ---- cut under the writer ---- */

/* In a child, which cuts its own recording to `length` bytes at half time. */
static int
cut_at(int fd, off_t length, bool survive)
{
	pid_t child = fork();
	int status = -1;

	if (child == 0) {
		struct pt_rec_writer *w = create(fd, 0, 4 << 20, 2);
		struct pt_rec_pen *p = open_pen(w, 0);

		signal(SIGBUS, SIG_DFL); /* not the test library's */
		if (survive)
			pt_rec_survive_cuts(w);
		for (uint32_t i = 0; i < 20000; i++) {
			if (i == 10000 && ftruncate(fd, length) != 0)
				_exit(97);
			put_any(p, i);
			pt_rec_enter(p, i % PT_REC_STATES, 0, 0);
		}
		pt_rec_meta(w, "status", "done");
		pt_rec_pen_close(p);
		pt_rec_close(w);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static void
a_writer_survives_a_cut_where_it_was_asked_to(void **state)
{
	static const off_t lengths[] = { 0, 100, 4096, 5000, 65536, 70000, 140000, 200000 };
	/* ThreadSanitizer's handler of signals does not nest: a head that is gone, too, ends it */
	size_t first = SANITIZED_THREADS ? 4 : 0;

	for (size_t i = first; i < sizeof(lengths) / sizeof(*lengths); i++) {
		int fd = payload_memfd();

		assert_int_equal(cut_at(fd, lengths[i], true), 0);
		if (lengths[i] >= 65536) { /* the head is there, and what stood before the cut */
			struct pt_rec_reader r;
			struct pt_rec_status s;

			assert_int_equal(pt_rec_open_fd(&r, fd, false), 0);
			assert_int_equal(pt_rec_status(&r, &s), 0);
			assert_true(s.faults & PT_REC_FAULT_CUT);
			assert_int_not_equal(r.warning[0], 0);
			pt_rec_shut(&r);
		}
		close(fd);
	}
}

/* The test above can fail: without the handler the cut kills. */
static void
a_writer_that_was_not_asked_dies_of_a_cut(void **state)
{
	int fd = payload_memfd(), status = cut_at(fd, 70000, false);

	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGBUS);
	close(fd);
}

static void
a_signal_that_somebody_sends_is_not_swallowed(void **state)
{
	int fd = payload_memfd(), status = -1;
	pid_t child = fork();

	if (child == 0) {
		signal(SIGBUS, SIG_DFL);
		pt_rec_survive_cuts(create(fd, 0, 4 << 20, 2));
		kill(getpid(), SIGBUS);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGBUS);
	close(fd);
}

static volatile sig_atomic_t passed;

static void
mend(int sig, siginfo_t *info, void *context)
{
	sigset_t now;

	passed = sig == SIGBUS && info->si_addr != NULL && context != NULL &&
		pthread_sigmask(SIG_SETMASK, NULL, &now) == 0 && sigismember(&now, SIGBUS) &&
		sigismember(&now, SIGUSR1);
	(void)mmap((void *)((uintptr_t)info->si_addr & ~(uintptr_t)4095), 4096,
		PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
}

/* Of a mapping of the program's own; its handler runs as if ours were not there. */
static void
a_programs_own_handler_goes_on_to_serve_it(void **state)
{
	int fd = payload_memfd(), own = payload_memfd(), status = -1;
	pid_t child = fork();

	if (child == 0) {
		struct sigaction theirs = { .sa_sigaction = mend, .sa_flags = SA_SIGINFO }, now;
		struct pt_rec_writer *w = create(fd, 0, 4 << 20, 2);
		volatile char *m = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, own, 0);
		sigset_t mask;

		sigemptyset(&theirs.sa_mask);
		sigaddset(&theirs.sa_mask, SIGUSR1);
		sigaction(SIGBUS, &theirs, NULL);
		pt_rec_survive_cuts(w);
		m[0] = 1;
		pthread_sigmask(SIG_SETMASK, NULL, &mask);
		if (!passed || m[0] != 1 || sigismember(&mask, SIGBUS))
			_exit(1);
		pt_rec_close(w);
		sigaction(SIGBUS, NULL, &now);
		_exit(now.sa_sigaction == mend ? 0 : 2);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	close(own);
	close(fd);
}

/* What the program sets later is not taken from it; what cannot be cut needs no handler. */
static void
the_disposition_is_the_programs(void **state)
{
	int fd = payload_memfd(), sealed = memfd_create("sealed", MFD_ALLOW_SEALING);
	struct sigaction old, now;
	struct pt_rec_writer *w;

	sigaction(SIGBUS, NULL, &old);
	assert_int_equal(fcntl(sealed, F_ADD_SEALS, F_SEAL_SHRINK), 0);
	w = create(sealed, 0, 4 << 20, 2);
	pt_rec_survive_cuts(w);
	sigaction(SIGBUS, NULL, &now);
	assert_ptr_equal(now.sa_handler, old.sa_handler);
	pt_rec_close(w);
	w = create(fd, 0, 4 << 20, 2);
	pt_rec_survive_cuts(w);
	sigaction(SIGBUS, NULL, &now);
	assert_ptr_not_equal(now.sa_handler, old.sa_handler);
	signal(SIGBUS, SIG_IGN);
	pt_rec_close(w);
	sigaction(SIGBUS, NULL, &now);
	assert_ptr_equal(now.sa_handler, SIG_IGN);
	sigaction(SIGBUS, &old, NULL);
	close(sealed);
	close(fd);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_growing_recording_has_as_many_events_as_were_written),
		cmocka_unit_test(a_ring_counts_every_event_that_it_overwrote),
		cmocka_unit_test(a_large_ring_gets_its_space_as_it_is_needed),
		cmocka_unit_test(rings_share_the_cap),
		cmocka_unit_test(the_cap_is_shared_out_evenly),
		cmocka_unit_test(new_events_are_named_in_the_journal),
		cmocka_unit_test(a_writer_survives_a_cut_where_it_was_asked_to),
		cmocka_unit_test(a_writer_that_was_not_asked_dies_of_a_cut),
		cmocka_unit_test(a_programs_own_handler_goes_on_to_serve_it),
		cmocka_unit_test(the_disposition_is_the_programs),
		cmocka_unit_test(a_signal_that_somebody_sends_is_not_swallowed),
	};

	return cmocka_run_group_tests_name("rec_levels", tests, NULL, NULL);
}
