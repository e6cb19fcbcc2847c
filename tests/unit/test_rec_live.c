/* SPDX-License-Identifier: MIT */
/*
 * Reading while a worker writes: nothing wrong is ever seen, and what was lost is reported.
 * An argument multiplies the size.
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/cm.h"
#include "tests/unit/rec_payload.h"

static unsigned scale = 1;

struct job {
	struct pt_rec_pen *pen;
	uint32_t events, written;
	_Atomic bool done;
};

static void *
write_events(void *arg)
{
	struct job *job = arg;

	pt_rec_pen_adopt(job->pen);
	while (job->written < job->events)
		payload_write(job->pen, &job->written, 64);
	pt_rec_pen_close(job->pen);
	atomic_store(&job->done, true);
	return NULL;
}

/* Two writers and one reader that follows both.  Returns slots lost. */
static uint64_t
follow(uint32_t ring, bool service, uint32_t events)
{
	struct pt_rec_options o = { .slots = 2,
		.chunk_bytes = PT_REC_CHUNK_MIN,
		.ring_chunks = ring,
		.cap_bytes = UINT64_C(1) << 30,
		.service = service,
		.level = PT_REC_LEVEL_FULL };
	struct payload seen[2] = { { .any = false }, { .any = false } };
	struct pt_rec_follow at[2] = { { .off = 0 }, { .off = 0 } };
	struct pt_rec_event *buf = malloc(PT_REC_CHUNK_MIN);
	uint64_t jumps[2] = { 0, 0 }, lost[2] = { 0, 0 };
	struct pt_rec_writer *w;
	struct pt_rec_reader r;
	struct job job[2];
	pthread_t thread[2];

	o.fd = payload_memfd();
	assert_int_equal(pt_rec_create(&w, &o), 0);
	assert_int_equal(pt_rec_open_fd(&r, o.fd, true), 0);
	for (uint32_t i = 0; i < 2; i++) {
		job[i] = (struct job){ .pen = pt_rec_pen_open(w, "w", 0, i), .events = events };
		assert_int_equal(pthread_create(&thread[i], NULL, write_events, &job[i]), 0);
	}
	for (bool done = false, last = false; !last; last = done) {
		done = atomic_load(&job[0].done) && atomic_load(&job[1].done);
		for (uint32_t i = 0; i < 2; i++) {
			size_t n;

			for (int k = 0;
				k < PT_REC_POLLS && (n = pt_rec_poll(&r, i, &at[i], buf)) > 0;
				k++) {
				uint64_t before = seen[i].events;

				assert_true(payload_see_all(&seen[i], buf, n, i));
				if (seen[i].events == before)
					continue;
				/* a jump of the numbers only where a loss is reported */
				assert_true(seen[i].jumps == jumps[i] || at[i].lost > lost[i]);
				jumps[i] = seen[i].jumps;
				lost[i] = at[i].lost;
			}
		}
	}
	for (uint32_t i = 0; i < 2; i++) {
		pthread_join(thread[i], NULL);
		assert_int_equal(seen[i].bad, 0);
		assert_int_equal(seen[i].last, events - 1);
		assert_true(seen[i].events <= events);
		assert_true(ring != 0 || seen[i].events == events);
	}
	pt_rec_shut(&r);
	pt_rec_close(w);
	free(buf);
	close(o.fd);
	return at[0].lost + at[1].lost;
}

static void
a_growing_recording_is_followed_without_loss(void **state)
{
	assert_int_equal(follow(0, false, 64 * 1500 * scale), 0);
	assert_int_equal(follow(0, true, 64 * 1500 * scale), 0);
}

static void
a_ring_is_followed_and_losses_are_reported(void **state)
{
	(void)follow(2, false, 64 * 3000 * scale);
	(void)follow(8, false, 64 * 3000 * scale);
	(void)follow(64, false, 64 * 1500 * scale);
}

static void *
flip_states(void *arg)
{
	struct job *job = arg;

	pt_rec_pen_adopt(job->pen);
	for (uint32_t i = 0; i < job->events; i++)
		pt_rec_enter(job->pen, i * 7 % PT_REC_STATES, (uint16_t)i, i);
	pt_rec_pen_close(job->pen);
	atomic_store(&job->done, true);
	return NULL;
}

static void
snapshots_telescope_under_a_racing_writer(void **state)
{
	struct pt_rec_options o = { .fd = payload_memfd(), .slots = 1 };
	struct pt_rec_snapshot s;
	struct pt_rec_writer *w;
	struct pt_rec_reader r;
	struct job job = { .events = 400000 * scale };
	uint64_t checked = 0;
	pthread_t thread;

	assert_int_equal(pt_rec_create(&w, &o), 0);
	assert_int_equal(pt_rec_open_fd(&r, o.fd, true), 0);
	job.pen = pt_rec_pen_open(w, "w", 0, 0);
	assert_int_equal(pthread_create(&thread, NULL, flip_states, &job), 0);
	for (bool done = false; !done;) {
		uint64_t sum = 0;

		done = atomic_load(&job.done);
		assert_int_equal(pt_rec_snapshot(&r, 0, &s), 0);
		if (s.torn)
			continue; /* said so */
		for (int i = 0; i < PT_REC_STATES; i++)
			sum += s.spent[i];
		assert_true(sum == s.since - s.begun);
		checked++;
	}
	pthread_join(thread, NULL);
	assert_true(checked > 0);
	pt_rec_shut(&r);
	pt_rec_close(w);
	close(o.fd);
}

static void
count(void *arg, enum pt_rec_entry_kind kind, uint32_t id, const void *bytes, size_t len)
{
	uint32_t *next = arg;

	if (kind == PT_REC_ENTRY_LABEL)
		assert_int_equal(id, ++*next); /* each once, in order */
}

static void *
write_labels(void *arg)
{
	struct job *job = arg;

	for (uint32_t i = 0; i < job->events; i++)
		pt_rec_label(job->pen->writer, "a label of some length");
	atomic_store(&job->done, true);
	return NULL;
}

static void
notes_are_read_once_and_in_order(void **state)
{
	struct pt_rec_options o = { .fd = payload_memfd(),
		.slots = 1,
		.ring_chunks = 2,
		.chunk_bytes = PT_REC_CHUNK_MIN };
	struct pt_rec_entry_place place = { .off = 0 };
	struct pt_rec_writer *w;
	struct pt_rec_reader r;
	struct job job = { .events = 20000 };
	uint32_t seen = 0;
	pthread_t thread;

	assert_int_equal(pt_rec_create(&w, &o), 0);
	assert_int_equal(pt_rec_open_fd(&r, o.fd, true), 0);
	job.pen = pt_rec_pen_open(w, "w", 0, 0);
	assert_int_equal(pthread_create(&thread, NULL, write_labels, &job), 0);
	for (bool done = false, last = false; !last; last = done) {
		done = atomic_load(&job.done);
		pt_rec_entries(&r, &place, count, &seen);
	}
	pthread_join(thread, NULL);
	assert_int_equal(seen, job.events + 1);
	pt_rec_shut(&r);
	pt_rec_pen_close(job.pen);
	pt_rec_close(w);
	close(o.fd);
}

static void
a_recording_that_has_not_begun_is_not_an_error(void **state)
{
	struct pt_rec_reader r;
	int fd = payload_memfd();

	assert_int_equal(pt_rec_open_fd(&r, fd, true), -EAGAIN);
	assert_int_equal(ftruncate(fd, 65536), 0);
	assert_int_equal(pt_rec_open_fd(&r, fd, true), -EAGAIN);
	assert_int_equal(pt_rec_open_fd(&r, fd, false), -EINVAL);
	assert_string_equal(r.error, "not a recording");
	close(fd);
}

static void
what_is_no_recording_is_said_in_words(void **state)
{
	static const uint8_t zstd[5000] = { 0x28, 0xb5, 0x2f, 0xfd };
	struct pt_rec_reader r;
	int fd = payload_copy(zstd, sizeof(zstd));

	assert_int_equal(pt_rec_open_fd(&r, fd, false), -EINVAL);
	assert_non_null(strstr(r.error, "zstd"));
	close(fd);
	assert_int_equal(pt_rec_open(&r, "/", false), -EINVAL);
	assert_non_null(strstr(r.error, "file"));
	assert_int_equal(pt_rec_open(&r, "/dev/null", false), -EINVAL);
	assert_int_equal(pt_rec_open(&r, "/nowhere/at/all", false), -ENOENT);
	assert_non_null(strstr(r.error, "No such file"));
	assert_int_equal(pt_rec_open_fd(&r, -1, false), -EBADF);
}

static void
a_live_file_cut_short_is_an_error_not_a_signal(void **state)
{
	struct pt_rec_snapshot s;
	struct pt_rec_status status;
	struct pt_rec_reader r;
	struct pt_rec_follow f = { .off = 0 };
	struct pt_rec_event *buf = malloc(PT_REC_CHUNK_MIN);
	uint64_t row[4];
	int fd = payload_sample(500, false);

	assert_int_equal(pt_rec_open_fd(&r, fd, true), 0);
	assert_int_equal(pt_rec_snapshot(&r, 0, &s), 0);
	assert_int_equal(pt_rec_snapshot(&r, 2, &s), -1);
	assert_int_equal(ftruncate(fd, 100), 0);
	assert_int_equal(pt_rec_snapshot(&r, 0, &s), -1);
	assert_non_null(strstr(r.error, "cut short"));
	assert_int_equal(pt_rec_row(&r, 0, row, 4), -1);
	assert_int_equal(pt_rec_poll(&r, 0, &f, buf), 0);
	assert_int_equal(ftruncate(fd, 0), 0);
	assert_int_equal(pt_rec_status(&r, &status), -1);
	pt_rec_shut(&r);
	free(buf);
	close(fd);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_growing_recording_is_followed_without_loss),
		cmocka_unit_test(a_ring_is_followed_and_losses_are_reported),
		cmocka_unit_test(snapshots_telescope_under_a_racing_writer),
		cmocka_unit_test(notes_are_read_once_and_in_order),
		cmocka_unit_test(a_recording_that_has_not_begun_is_not_an_error),
		cmocka_unit_test(what_is_no_recording_is_said_in_words),
		cmocka_unit_test(a_live_file_cut_short_is_an_error_not_a_signal),
	};

	if (argc > 1)
		scale = (unsigned)strtoul(argv[1], NULL, 10);
	return cmocka_run_group_tests_name("rec_live", tests, NULL, NULL);
}
