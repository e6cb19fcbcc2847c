/* SPDX-License-Identifier: MIT */
/* Recordings between processes: handed over, claimed once, left to the parent after a fork. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "recording/handover.h"
#include "recording/writer_internal.h"
#include "tests/unit/cm.h"
#include "tests/unit/rec_file.h"

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
a_fork_leaves_the_recording_to_the_parent(void **state)
{
	int fd = payload_memfd(), status;
	struct pt_rec_writer *w = rec_create(fd, 0, 1 << 20);
	struct pt_rec_pen *p = rec_pen(w, 0);
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
	rec_open(&r, fd);
	struct payload seen = rec_scan(&r, 0);

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

	rec_open(&r, fd);
	assert_int_equal(pt_rec_stopped(fd, getpid(), 139), 0); /* not by the one that recorded */
	assert_int_equal(pt_rec_stopped(fd, (pid_t)r.head.pid, 139), 0);
	pt_rec_shut(&r);
	rec_open(&r, fd);
	assert_int_equal(pt_rec_status(&r, &s), 0);
	assert_int_equal(s.life, PT_REC_STOPPED);
	assert_int_equal(s.exit_status, 139);
	assert_int_equal(pt_rec_writer_lives(&r), 0);
	assert_non_null(strstr(r.warning, "died"));
	pt_rec_shut(&r);
	close(fd);
	fd = payload_sample(100, true);
	rec_open(&r, fd);
	assert_int_equal(pt_rec_stopped(fd, (pid_t)r.head.pid, 256), 0);
	pt_rec_shut(&r);
	rec_open(&r, fd);
	assert_int_equal(pt_rec_status(&r, &s), 0);
	assert_int_equal(s.life, PT_REC_ENDED);
	assert_int_equal(s.exit_status, 256);
	assert_true(s.end.monotonic_ns >= r.head.begin.monotonic_ns);
	pt_rec_shut(&r);
	close(fd);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_recording_is_claimed_once),
		cmocka_unit_test(only_the_same_file_is_claimed),
		cmocka_unit_test(only_an_empty_file_can_be_handed_over),
		cmocka_unit_test(a_fork_leaves_the_recording_to_the_parent),
		cmocka_unit_test(the_parent_notes_how_it_ended),
	};

	return cmocka_run_group_tests_name("rec_handover", tests, NULL, NULL);
}
