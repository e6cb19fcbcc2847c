/* SPDX-License-Identifier: MIT */
/*
 * The calling thread's own CPU time, run delay and sleeps, cheap enough for every long state edge:
 * the descriptor of /proc/thread-self/schedstat is opened once per thread and read at offset 0.
 * CPU time comes from the thread's clock: that of schedstat is up to a tick old, so that the end of
 * an interval would be missing in it and be counted to the next one.
 *
 * Such a descriptor is bound to the thread that opened it. It is closed when the thread ends. In a
 * forked child it would go on telling about the parent's thread: the child must forget it.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "os/proc.h"

#define NOT_OPEN 0 /* `own` holds the descriptor + 1 */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t at_thread_end;
static int key_error; /* of making the key; written under `once` */
static _Thread_local int own;

void
pt_proc_own_forget(void)
{
	if (own != NOT_OPEN)
		close(own - 1);
	own = NOT_OPEN;
}

static void
thread_ends(void *unused)
{
	pt_proc_own_forget();
}

static void
prepare(void)
{
	key_error = -pthread_key_create(&at_thread_end, thread_ends);
}

static int
open_own(void)
{
	int fd;

	pthread_once(&once, prepare);
	if (key_error)
		return key_error;
	fd = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	own = fd + 1;
	pthread_setspecific(at_thread_end, &own); /* any value: it makes the destructor run */
	return 0;
}

/* Digits, then one blank; cheaper than sscanf, which is most of the cost otherwise. */
static const char *
read_number(const char *s, uint64_t *out)
{
	uint64_t n = 0;

	if (!s || *s < '0' || *s > '9')
		return NULL;
	for (; *s >= '0' && *s <= '9'; s++)
		n = n * 10 + (uint64_t)(*s - '0');
	*out = n;
	return *s == ' ' ? s + 1 : s;
}

/* Run delay as schedstat has it; exact, for it is booked whenever the thread gets a CPU. */
static int
own_delay(uint64_t *delay_ns)
{
	uint64_t cpu = 0, delay = 0, slices = 0;
	char text[96];
	ssize_t n;
	int error = own == NOT_OPEN ? open_own() : 0;

	if (error)
		return error;
	n = pread(own - 1, text, sizeof(text) - 1, 0);
	if (n < 0)
		return -errno;
	text[n] = '\0';
	if (!read_number(read_number(read_number(text, &cpu), &delay), &slices))
		return -ENODATA;
	if (slices == 0) /* a running thread has had at least one: this kernel does not count */
		return -ENODATA;
	*delay_ns = delay;
	return 0;
}

int
pt_proc_own_cpu(uint64_t *cpu_ns, uint64_t *sleeps)
{
	struct timespec cpu;
	struct rusage r;

	if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &cpu) || getrusage(RUSAGE_THREAD, &r))
		return -errno;
	*cpu_ns = (uint64_t)cpu.tv_sec * 1000000000 + (uint64_t)cpu.tv_nsec;
	*sleeps = (uint64_t)r.ru_nvcsw;
	return 0;
}

int
pt_proc_own_usage(struct pt_usage *u)
{
	struct pt_usage now = { 0 };
	int error = own_delay(&now.delay_ns);

	if (!error)
		error = pt_proc_own_cpu(&now.cpu_ns, &now.sleeps);
	if (!error)
		*u = now;
	return error;
}
