/* SPDX-License-Identifier: MIT */
/*
 * kill -9 of a writing process at random moments: what it had committed is there, and nothing is
 * wrong, neither for a live reader beside it nor afterwards.
 *
 *	rec_kill [ROUNDS]
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/cm.h"
#include "tests/unit/rec_payload.h"

enum { WORKERS = 2 };

static unsigned rounds = 12;

static void *
write_on(void *arg)
{
	struct pt_rec_pen *p = arg;

	pt_rec_pen_adopt(p);
	for (uint32_t n = 0;;)
		payload_write(p, &n, 64);
	return NULL;
}

static void
run_writer(int fd, uint32_t ring, bool service)
{
	struct pt_rec_options o = { .fd = fd,
		.slots = WORKERS,
		.chunk_bytes = PT_REC_CHUNK_MIN,
		.ring_chunks = ring,
		.cap_bytes = 64 << 20,
		.service = service,
		.level = PT_REC_LEVEL_FULL };
	struct pt_rec_writer *w;
	pthread_t thread;

	if (pt_rec_create(&w, &o) != 0)
		_exit(98);
	for (uint32_t i = 0; i < WORKERS; i++)
		pthread_create(&thread, NULL, write_on, pt_rec_pen_open(w, "w", 0, i));
	for (;;) {
		char text[16] = "label";

		text[5] = (char)('a' + pt_rec_label(w, text) % 26);
		usleep(100);
	}
}

/* Follows until the writers have come so many events far; checks what it sees. */
static void
follow_until(struct pt_rec_reader *r, uint64_t events)
{
	struct payload seen[WORKERS] = { { .any = false } };
	struct pt_rec_follow at[WORKERS] = { { .off = 0 } };
	struct pt_rec_event *buf = malloc(PT_REC_CHUNK_MIN);
	uint64_t came = 0;

	while (came < events) {
		came = 0;
		for (uint32_t i = 0; i < WORKERS; i++) {
			size_t n;

			for (int k = 0; k < 64 && (n = pt_rec_poll(r, i, &at[i], buf)) > 0; k++)
				assert_true(payload_see_all(&seen[i], buf, n, i));
			assert_int_equal(seen[i].bad, 0);
			assert_true(at[i].lost > 0 || seen[i].jumps == 0);
			came += seen[i].events;
		}
	}
	free(buf);
}

/* Of a growing one all of a worker's numbers follow each other, from 0. */
static void
check_lanes(int fd, bool growing)
{
	struct pt_rec_reader r;

	assert_int_equal(pt_rec_open_fd(&r, fd, false), 0);
	assert_non_null(strstr(r.warning, "died"));
	assert_int_equal(pt_rec_writer_lives(&r), 0);
	assert_int_equal(pt_rec_build_index(&r), 0);
	for (uint32_t i = 0; i < WORKERS; i++) {
		struct payload s = { .any = false };
		const struct pt_rec_event *e;
		struct pt_rec_scan scan;

		assert_int_equal(pt_rec_scan_begin(&scan, &r, i), 0);
		while ((e = pt_rec_scan_next(&scan)) != NULL)
			payload_see(&s, e, i);
		assert_int_equal(s.bad + scan.disorder, 0);
		if (growing && s.gap == 0 && s.any) {
			assert_int_equal(s.jumps, 0);
			assert_int_equal(s.events, s.last + 1);
		}
		pt_rec_scan_end(&scan);
	}
	pt_rec_shut(&r);
}

static void
kill_once(uint32_t ring, bool service, uint64_t events)
{
	struct payload_file f;
	struct pt_rec_reader r;
	int fd = payload_memfd(), status, e;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0)
		run_writer(fd, ring, service);
	while ((e = pt_rec_open_fd(&r, fd, true)) == -EAGAIN)
		usleep(100);
	assert_int_equal(e, 0);
	follow_until(&r, events);
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	pt_rec_shut(&r);
	payload_read(fd, &f);
	assert_int_equal(f.opened, 0);
	assert_int_equal(f.bad + f.jumps, 0);
	assert_true(f.events > 0);
	check_lanes(fd, ring == 0);
	close(fd);
}

static void
a_killed_writer_leaves_a_readable_recording(void **state)
{
	uint64_t x = (uint64_t)getpid() * 2654435761 + 1;

	for (unsigned i = 0; i < rounds; i++)
		kill_once(i % 3 == 0       ? 0 :
				i % 3 == 1 ? 3 :
					     16,
			i % 2 == 0, payload_random(&x) % 30000 + 1);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_killed_writer_leaves_a_readable_recording),
	};

	if (argc > 1)
		rounds = (unsigned)strtoul(argv[1], NULL, 10);
	return cmocka_run_group_tests_name("rec_kill", tests, NULL, NULL);
}
