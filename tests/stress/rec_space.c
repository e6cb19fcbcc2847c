/* SPDX-License-Identifier: MIT */
/*
 * No space: a full disk, a limit on file sizes, a limit on address space.  The writer lives, and
 * what it could not write is counted.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/cm.h"
#include "tests/unit/rec_payload.h"
#include "tests/sanitizer.h"

#define FULL (1 << 20)

static char folder[] = "/tmp/partop-full-XXXXXX";
static char record[sizeof(folder) + 8];
static bool mounted;

/* A tmpfs of 1 MiB in a mount namespace of this process: needs root. */
static int
mount_small_disk(void **state)
{
	if (mkdtemp(folder) == NULL)
		return -1;
	snprintf(record, sizeof(record), "%s/rec", folder);
	if (geteuid() == 0 && unshare(CLONE_NEWNS) == 0 &&
		mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0)
		mounted = mount("tmpfs", folder, "tmpfs", 0, "size=1m,mode=0700") == 0;
	return 0;
}

static int
unmount_small_disk(void **state)
{
	if (mounted)
		umount2(folder, MNT_DETACH);
	return rmdir(folder);
}

static void
need_small_disk(void)
{
	if (mounted)
		return;
	print_message("no small disk: mounting one needs root\n");
	skip();
}

/* Valid until the next call. */
static const char *
path(const char *name)
{
	static char text[128];

	snprintf(text, sizeof(text), "%s/%s", folder, name);
	return text;
}

/* Takes the disk but for `left` bytes. */
static void
fill(const char *name, off_t left)
{
	int fd = open(path(name), O_RDWR | O_CREAT, 0600);

	assert_true(fd >= 0);
	assert_int_equal(posix_fallocate(fd, 0, FULL - left), 0);
	close(fd);
}

static struct pt_rec_writer *
create(const char *file, uint32_t slots)
{
	struct pt_rec_options o = { .fd = -1,
		.path = file,
		.slots = slots,
		.chunk_bytes = PT_REC_CHUNK_MIN,
		.cap_bytes = 64 << 20,
		.level = PT_REC_LEVEL_FULL };
	struct pt_rec_writer *w = NULL;

	assert_int_equal(pt_rec_create(&w, &o), 0);
	return w;
}

static void
write_marks(struct pt_rec_pen *p, uint32_t *n, uint32_t count)
{
	for (uint32_t end = *n + count; *n != end; ++*n)
		pt_rec_emit(p, PT_REC_EV_MARK, (uint8_t)(*n * 31), (uint16_t)p->slot, *n);
}

static void
a_full_disk_is_lived_through_and_counted(void **state)
{
	need_small_disk();
	const char *file = record;
	struct pt_rec_follow at = { .off = 0 };
	struct payload seen = { .any = false };
	struct pt_rec_event *buf = malloc(PT_REC_CHUNK_MIN);
	struct pt_rec_snapshot s;
	struct pt_rec_status status;
	struct pt_rec_reader r;
	uint32_t n = 0;

	fill("filler", 256 << 10);
	struct pt_rec_writer *w = create(file, 1);
	struct pt_rec_pen *p = pt_rec_pen_open(w, "w", 0, 0);

	assert_non_null(p);
	assert_int_equal(pt_rec_open(&r, file, true), 0);
	write_marks(p, &n, 60000);
	for (size_t k; (k = pt_rec_poll(&r, 0, &at, buf)) > 0;)
		payload_see_all(&seen, buf, k, 0);
	assert_int_equal(pt_rec_status(&r, &status), 0);
	assert_int_equal(status.faults, PT_REC_FAULT_SPACE);
	assert_int_equal(pt_rec_snapshot(&r, 0, &s), 0);
	assert_int_equal(seen.events + s.dropped, n);
	assert_int_equal(seen.bad + seen.jumps, 0);
	/* space again: the writer goes on, says what is missing, and a follower goes on as well */
	assert_int_equal(unlink(path("filler")), 0);
	write_marks(p, &n, 20000);
	for (size_t k; (k = pt_rec_poll(&r, 0, &at, buf)) > 0;)
		payload_see_all(&seen, buf, k, 0);
	assert_true(seen.gap > 0);
	assert_int_equal(seen.events + seen.gap, n);
	assert_int_equal(seen.last, n - 1);
	assert_int_equal(seen.bad, 0);
	pt_rec_shut(&r);
	pt_rec_pen_close(p);
	pt_rec_close(w);
	assert_int_equal(unlink(file), 0);
	free(buf);
}

static void
a_disk_too_full_to_begin_is_an_error(void **state)
{
	need_small_disk();
	struct pt_rec_options o = { .fd = -1, .path = record, .slots = 1 };
	struct pt_rec_writer *w;
	struct stat st;

	fill("filler", 32 << 10);
	assert_int_equal(pt_rec_create(&w, &o), -ENOSPC);
	assert_int_equal(stat(o.path, &st), -1); /* and leaves nothing behind */
	assert_int_equal(unlink(path("filler")), 0);
}

static void
a_worker_without_a_page_is_refused(void **state)
{
	need_small_disk();
	const char *file = record;
	struct pt_rec_writer *w = create(file, 64);
	struct pt_rec_pen *p = pt_rec_pen_open(w, "w", 0, 0);
	struct pt_rec_status s;
	struct pt_rec_reader r;

	fill("filler", FULL - (900 << 10));
	int fd = open(path("filler2"), O_RDWR | O_CREAT, 0600);

	for (off_t at = 0; fallocate(fd, 0, at, 4096) == 0; at += 4096)
		;
	close(fd);
	assert_null(pt_rec_pen_open(w, "w", 0, 1));
	pt_rec_pen_close(p);
	assert_int_equal(unlink(path("filler")), 0);
	assert_int_equal(unlink(path("filler2")), 0);
	pt_rec_close(w);
	assert_int_equal(pt_rec_open(&r, file, false), 0);
	assert_int_equal(pt_rec_status(&r, &s), 0);
	assert_int_equal(s.refused, 1);
	assert_int_equal(s.life, PT_REC_ENDED);
	pt_rec_shut(&r);
	assert_int_equal(unlink(file), 0);
}

/* In a child, with its limits; returns its wait status. */
static int
limited(int resource, rlim_t limit, int fd)
{
	struct rlimit l = { .rlim_cur = limit, .rlim_max = limit };
	pid_t child = fork();
	int status = -1;

	if (child == 0) {
		struct pt_rec_options o = { .fd = fd,
			.slots = 2,
			.chunk_bytes = PT_REC_CHUNK_MIN,
			.cap_bytes = UINT64_C(1) << 40,
			.level = PT_REC_LEVEL_FULL };
		struct pt_rec_writer *w;
		uint32_t n = 0;

		if (setrlimit(resource, &l) != 0)
			_exit(90);
		if (pt_rec_create(&w, &o) != 0)
			_exit(91);
		struct pt_rec_pen *p = pt_rec_pen_open(w, "w", 0, 0);

		payload_write(p, &n, 100000);
		pt_rec_meta(w, "status", "done");
		pt_rec_pen_close(p);
		pt_rec_close(w);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static void
a_limit_on_file_size_is_a_cap(void **state)
{
	struct payload_file f;
	struct stat st;
	int fd = payload_memfd();

	assert_int_equal(limited(RLIMIT_FSIZE, 1000000, fd), 0);
	assert_int_equal(fstat(fd, &st), 0);
	assert_in_range(st.st_size, 800000, 1000000);
	payload_read(fd, &f);
	assert_int_equal(f.opened, 0);
	assert_true(f.events > 30000);
	assert_int_equal(f.bad + f.jumps, 0);
	close(fd);
	fd = payload_memfd();
	assert_int_equal(WEXITSTATUS(limited(RLIMIT_FSIZE, 10000, fd)), 91);
	close(fd);
}

static void
a_limit_on_address_space_lowers_the_cap(void **state)
{
	struct payload_file f;
	int fd;

	if (SANITIZED)
		skip();
	fd = payload_memfd();
	assert_int_equal(limited(RLIMIT_AS, 200 << 20, fd), 0);
	payload_read(fd, &f);
	assert_int_equal(f.events, 100000);
	assert_int_equal(f.bad + f.jumps, 0);
	close(fd);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_full_disk_is_lived_through_and_counted),
		cmocka_unit_test(a_disk_too_full_to_begin_is_an_error),
		cmocka_unit_test(a_worker_without_a_page_is_refused),
		cmocka_unit_test(a_limit_on_file_size_is_a_cap),
		cmocka_unit_test(a_limit_on_address_space_lowers_the_cap),
	};

	return cmocka_run_group_tests_name("rec_space", tests, mount_small_disk,
		unmount_small_disk);
}
