/* SPDX-License-Identifier: MIT */
/*
 * A process of the same user scribbles over a recording while it is written and read, and cuts it
 * and grows it again.  Neither the reader nor the writer may crash or hang; run it with sanitizers.
 *
 *	rec_hostile [SIZE]
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/cm.h"
#include "tests/unit/rec_payload.h"

static unsigned scale = 1;
static _Atomic uint64_t *strokes; /* of the scribbler */

#define CHUNK PT_REC_CHUNK_MIN
#define HEAD 65536

static size_t
place(uint64_t x, size_t len)
{
	size_t page = PT_REC_PAGE * (1 + (x >> 16) % 2);

	switch (x >> 8 & 7) {
	case 0:
	case 1:
	case 2:
		return page + (x >> 32) % 128;
	case 3:
		return page + 384 + (x >> 32) % 40;
	case 4:
	case 5:
		return HEAD + CHUNK * ((x >> 16) % ((len - HEAD) / CHUNK)) + (x >> 32) % 128;
	case 6:
		return (x >> 16) % 416;
	default:
		return (x >> 16) % len;
	}
}

static void
cut_and_grow(int fd, size_t len)
{
	if (ftruncate(fd, 70000) != 0 || ftruncate(fd, (off_t)len) != 0)
		_exit(97);
}

static void
scribble(int fd, bool cut)
{
	static const uint64_t odd[16] = { 0, 1, 15, 127, 128, 65535, 65536, 65537, 0xffffffff,
		UINT64_C(0x100000000), UINT64_C(0x10000ffff), INT64_MAX, UINT64_MAX,
		UINT64_C(0x200000080), UINT64_C(0x300010000), 5 };
	size_t len = (size_t)lseek(fd, 0, SEEK_END);
	uint8_t *m = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	uint64_t x = UINT64_C(88172645463325252);

	if (m == MAP_FAILED || len < HEAD + CHUNK)
		_exit(96);
	for (uint64_t i = 1;; i++) {
		uint64_t y = payload_random(&x), v = y & 1 ? odd[y >> 60] : payload_random(&x);
		size_t at = place(y, len) & ~(size_t)7;

		atomic_store_explicit((_Atomic uint64_t *)(void *)(m + at), v,
			memory_order_relaxed);
		atomic_store_explicit(strokes, i, memory_order_relaxed);
		if (cut && i % 2000 == 0)
			cut_and_grow(fd, len);
	}
}

static void
ignore(void *arg, enum pt_rec_entry_kind kind, uint32_t id, const void *bytes, size_t len)
{
	*(uint64_t *)arg += len;
}

/* One look at everything, as a viewer does it. */
static void
look(struct pt_rec_reader *r, struct pt_rec_follow at[2], struct pt_rec_event *buf)
{
	struct pt_rec_entry_place place = { .off = 0 };
	struct pt_rec_snapshot s;
	struct pt_rec_status status;
	struct payload seen = { .any = false };
	uint64_t row[64], sum = 0;

	(void)pt_rec_status(r, &status);
	for (uint32_t i = 0; i < r->slots; i++) {
		size_t n;

		(void)pt_rec_snapshot(r, i, &s);
		(void)pt_rec_row(r, i, row, 64);
		for (int k = 0; k < PT_REC_POLLS && (n = pt_rec_poll(r, i, &at[i], buf)) > 0; k++) {
			assert_true(n <= CHUNK / sizeof(*buf));
			(void)payload_see_all(&seen, buf, n, i);
		}
	}
	(void)pt_rec_entries(r, &place, ignore, &sum);
}

/* r was opened before the trouble began; what is opened in it may be refused. */
static void
watch(struct pt_rec_reader *r, int fd, unsigned frames)
{
	struct pt_rec_follow at[2] = { { .off = 0 }, { .off = 0 } };
	struct pt_rec_event *buf = malloc(CHUNK);
	struct payload_file f;

	for (unsigned i = 0; i < frames || atomic_load(strokes) < 100 * frames; i++) {
		look(r, at, buf);
		if (i % 16 == 0)
			payload_read(fd, &f); /* whatever it says */
		if (i % 64 == 0)
			memset(at, 0, sizeof(at));
	}
	free(buf);
	pt_rec_shut(r);
}

static pid_t
start_scribbler(int fd, bool cut)
{
	atomic_store(strokes, 0);
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0)
		scribble(fd, cut);
	return pid;
}

static void
end(pid_t pid)
{
	int status;

	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void
write_until_told(int fd, int quit)
{
	struct pt_rec_options o = { .fd = fd,
		.slots = 2,
		.chunk_bytes = CHUNK,
		.ring_chunks = 4,
		.level = PT_REC_LEVEL_FULL };
	uint32_t n[2] = { 0, 0 };
	struct pt_rec_writer *w;
	struct pt_rec_pen *p[2];
	char c;

	if (pt_rec_create(&w, &o) != 0)
		_exit(98);
	for (uint32_t i = 0; i < 2; i++)
		p[i] = pt_rec_pen_open(w, "w", 0, i);
	payload_write(p[0], &n[0], 64);
	payload_write(p[1], &n[1], 64);
	if (write(quit, "r", 1) != 1)
		_exit(95);
	while (recv(quit, &c, 1, MSG_DONTWAIT) != 1) {
		uint32_t id = pt_rec_phase_begin(w, PT_REC_PHASE_RUN, 1, 0, 2);

		payload_write(p[0], &n[0], 500);
		payload_write(p[1], &n[1], 500);
		pt_rec_label(w, "a label");
		pt_rec_phase_end(w, id, 1, 0);
	}
	pt_rec_pen_close(p[0]);
	pt_rec_pen_close(p[1]);
	pt_rec_close(w);
	_exit(0);
}

static void
a_scribbler_harms_neither_writer_nor_reader(void **state)
{
	int fd = payload_memfd(), quit[2], status;
	struct pt_rec_reader r;
	char c;

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, quit), 0);
	pid_t writer = fork();

	if (writer == 0)
		write_until_told(fd, quit[1]);
	assert_int_equal(read(quit[0], &c, 1), 1);
	assert_int_equal(pt_rec_open_fd(&r, fd, true), 0);
	pid_t scribbler = start_scribbler(fd, false);

	watch(&r, fd, 4000 * scale);
	assert_int_equal(write(quit[0], "q", 1), 1);
	assert_int_equal(waitpid(writer, &status, 0), writer);
	assert_int_equal(status, 0);
	end(scribbler);
	close(quit[0]);
	close(quit[1]);
	close(fd);
}

static void
a_file_cut_and_grown_under_a_reader_is_survived(void **state)
{
	int fd = payload_sample(4000, false);
	struct pt_rec_reader r;

	assert_int_equal(pt_rec_open_fd(&r, fd, true), 0);
	pid_t scribbler = start_scribbler(fd, true);

	watch(&r, fd, 4000 * scale);
	end(scribbler);
	close(fd);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_scribbler_harms_neither_writer_nor_reader),
		cmocka_unit_test(a_file_cut_and_grown_under_a_reader_is_survived),
	};

	strokes =
		mmap(NULL, PT_REC_PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (strokes == MAP_FAILED)
		return 99;
	if (argc > 1)
		scale = (unsigned)strtoul(argv[1], NULL, 10);
	return cmocka_run_group_tests_name("rec_hostile", tests, NULL, NULL);
}
