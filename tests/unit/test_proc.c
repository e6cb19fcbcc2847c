/* SPDX-License-Identifier: MIT */
/*
 * os/proc.h, asked about ourselves and a child.
 */
#include "tests/unit/cm.h"

#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "os/clock.h"
#include "os/proc.h"

static uint64_t
thread_cpu_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static bool
kernel_tells_run_delay(void)
{
	struct pt_usage u;

	return pt_proc_own_usage(&u) == 0;
}

static uint64_t
own_cpu_ns(void)
{
	struct pt_usage u;

	assert_int_equal(pt_proc_own_usage(&u), 0);
	return u.cpu_ns;
}

static void
burn_ns(uint64_t ns)
{
	uint64_t end = thread_cpu_ns() + ns;

	while (thread_cpu_ns() < end)
		continue;
}

static void
own_cpu_time_agrees_with_the_thread_clock(void **state)
{
	uint64_t cpu, before, after;

	if (!kernel_tells_run_delay())
		skip();
	burn_ns(3000000);
	before = thread_cpu_ns();
	cpu = own_cpu_ns();
	after = thread_cpu_ns();
	assert_true(cpu >= before && cpu <= after);
}

static void
a_sleep_is_counted_and_is_no_cpu_time(void **state)
{
	struct pt_usage a, b;

	if (!kernel_tells_run_delay())
		skip();
	assert_int_equal(pt_proc_own_usage(&a), 0);
	usleep(20000);
	assert_int_equal(pt_proc_own_usage(&b), 0);
	assert_true(b.sleeps > a.sleeps);
	assert_true(b.cpu_ns - a.cpu_ns < 20000000);
}

static void
own_numbers_never_fall(void **state)
{
	struct pt_usage was = { 0 }, now;

	if (!kernel_tells_run_delay())
		skip();
	for (int i = 0; i < 1000; i++) {
		assert_int_equal(pt_proc_own_usage(&now), 0);
		assert_true(now.cpu_ns >= was.cpu_ns && now.delay_ns >= was.delay_ns);
		assert_true(now.sleeps >= was.sleeps);
		was = now;
	}
}

static void *
read_own(void *arg)
{
	*(uint64_t *)arg = own_cpu_ns();
	return NULL;
}

static int
open_files(void)
{
	DIR *d = opendir("/proc/self/fd");
	int n = 0;

	assert_non_null(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

static void
each_thread_reads_its_own_and_leaves_no_file_open(void **state)
{
	uint64_t mine, other;
	int before;

	if (!kernel_tells_run_delay())
		skip();
	burn_ns(20000000);
	before = open_files();
	for (int i = 0; i < 20; i++) {
		pthread_t thread;

		other = UINT64_MAX;
		assert_int_equal(pthread_create(&thread, NULL, read_own, &other), 0);
		assert_int_equal(pthread_join(thread, NULL), 0);
		mine = own_cpu_ns();
		assert_true(other < mine);
	}
	assert_int_equal(open_files(), before);
}

static void
a_forked_child_reads_its_own(void **state)
{
	uint64_t mine;
	int status;
	pid_t pid;

	if (!kernel_tells_run_delay())
		skip();
	burn_ns(20000000);
	mine = own_cpu_ns();
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct pt_usage u;

		pt_proc_own_forget();
		_exit(pt_proc_own_usage(&u) != 0 || u.cpu_ns >= mine);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void
schedstat_of_a_thread_can_be_read_by_id(void **state)
{
	uint64_t cpu, delay, own, own_delay;

	if (!kernel_tells_run_delay())
		skip();
	assert_int_equal(pt_proc_schedstat(0, 0, &cpu, &delay), 0);
	assert_int_equal(pt_proc_schedstat(getpid(), pt_proc_tid(), &own, &own_delay), 0);
	assert_true(own >= cpu && own_delay >= delay);
	assert_int_equal(pt_proc_schedstat(getpid(), 0, &cpu, &delay), 0);
	assert_true(cpu >= own);
	assert_true(pt_proc_schedstat(0, 1 << 30, &cpu, &delay) < 0);
}

static void
start_time_survives_hostile_names(void **state)
{
	uint64_t before, after, child_start = 0;
	char name[16] = { 0 };
	int status;
	pid_t pid;

	prctl(PR_GET_NAME, name);
	assert_int_equal(pt_proc_start_time(0, &before), 0);
	pt_proc_name_self("a) R 1 (b c) 9");
	assert_int_equal(pt_proc_start_time(getpid(), &after), 0);
	pt_proc_name_self(name);
	assert_int_equal(before, after);
	assert_true(before > 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		pause();
		_exit(0);
	}
	assert_int_equal(pt_proc_start_time(pid, &child_start), 0);
	assert_true(child_start >= before);
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(pt_proc_start_time(pid, &child_start), -ENOENT);
}

static void
identities_are_stable(void **state)
{
	uint8_t a[16], b[16];
	uint64_t inode, again;
	struct stat st;

	assert_int_equal(pt_proc_boot_id(a), 0);
	assert_int_equal(pt_proc_boot_id(b), 0);
	assert_memory_equal(a, b, 16);
	assert_int_equal(a[6] >> 4, 4); /* a random UUID says so */
	assert_int_equal(pt_proc_pid_namespace(0, &inode), 0);
	assert_int_equal(pt_proc_pid_namespace(getpid(), &again), 0);
	assert_int_equal(stat("/proc/self/ns/pid", &st), 0);
	assert_int_equal(inode, st.st_ino);
	assert_int_equal(inode, again);
}

static void
peak_rss_and_available_memory_are_plausible(void **state)
{
	uint64_t peak, available = pt_memory_available_bytes();

	assert_int_equal(pt_proc_peak_rss(0, &peak), 0);
	assert_true(peak > 100000 && peak < UINT64_C(1) << 44);
	assert_true(available > 1000000);
	assert_true(
		available / (uint64_t)sysconf(_SC_PAGESIZE) <= (uint64_t)sysconf(_SC_PHYS_PAGES));
}

static void
slurp_cuts_and_terminates(void **state)
{
	char text[6];

	assert_int_equal(pt_proc_slurp("/proc/self/status", text, sizeof(text)), 5);
	assert_string_equal(text, "Name:");
	assert_int_equal(pt_proc_slurp("/proc/self/nothing", text, sizeof(text)), -ENOENT);
	assert_int_equal(pt_proc_slurp("/proc/self", text, sizeof(text)), -EISDIR);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(own_cpu_time_agrees_with_the_thread_clock),
		cmocka_unit_test(a_sleep_is_counted_and_is_no_cpu_time),
		cmocka_unit_test(own_numbers_never_fall),
		cmocka_unit_test(each_thread_reads_its_own_and_leaves_no_file_open),
		cmocka_unit_test(a_forked_child_reads_its_own),
		cmocka_unit_test(schedstat_of_a_thread_can_be_read_by_id),
		cmocka_unit_test(start_time_survives_hostile_names),
		cmocka_unit_test(identities_are_stable),
		cmocka_unit_test(peak_rss_and_available_memory_are_plausible),
		cmocka_unit_test(slurp_cuts_and_terminates),
	};

	return cmocka_run_group_tests_name("proc", tests, NULL, NULL);
}
