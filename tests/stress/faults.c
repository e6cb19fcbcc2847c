/* SPDX-License-Identifier: MIT */
/*
 * Opening a pool when the system refuses: the k-th allocation, the k-th mapping, the k-th thread.
 *
 * The linker puts our versions in front of the allocators (--wrap, see local.mk): they count what
 * is alive and fail when told to.  Nothing may crash or stay behind, and a pool with fewer threads
 * works.  TAP.
 */
#include "config.h"

#include <errno.h>
#include <partop/partop.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "runtime/recorder.h"

#define WORKERS 4
#define ATTEMPTS_MAX 200

static _Atomic long fail_in; /* calls until one fails, 0 none */
static _Atomic long alive;   /* blocks and mappings */
static _Atomic bool failed;

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_aligned_alloc(size_t align, size_t size);
char *__real_strdup(const char *s);
void __real_free(void *p);
void *__real_mmap(void *at, size_t len, int prot, int flags, int fd, off_t off);
int __real_munmap(void *at, size_t len);
int __real_pthread_create(pthread_t *t, const pthread_attr_t *a, void *(*fn)(void *), void *arg);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_aligned_alloc(size_t align, size_t size);
char *__wrap_strdup(const char *s);
void __wrap_free(void *p);
void *__wrap_mmap(void *at, size_t len, int prot, int flags, int fd, off_t off);
int __wrap_munmap(void *at, size_t len);
int __wrap_pthread_create(pthread_t *t, const pthread_attr_t *a, void *(*fn)(void *), void *arg);

static bool
refuse(void)
{
	if (atomic_load(&fail_in) == 0 || atomic_fetch_sub(&fail_in, 1) != 1)
		return false;
	failed = true;
	errno = ENOMEM;
	return true;
}

static void *
counted(void *p)
{
	if (p)
		alive++;
	return p;
}

void *
__wrap_malloc(size_t size)
{
	return refuse() ? NULL : counted(__real_malloc(size));
}

void *
__wrap_calloc(size_t n, size_t size)
{
	return refuse() ? NULL : counted(__real_calloc(n, size));
}

void *
__wrap_aligned_alloc(size_t align, size_t size)
{
	return refuse() ? NULL : counted(__real_aligned_alloc(align, size));
}

char *
__wrap_strdup(const char *s)
{
	return refuse() ? NULL : counted(__real_strdup(s));
}

void
__wrap_free(void *p)
{
	if (p)
		alive--;
	__real_free(p);
}

void *
__wrap_mmap(void *at, size_t len, int prot, int flags, int fd, off_t off)
{
	void *p = refuse() ? MAP_FAILED : __real_mmap(at, len, prot, flags, fd, off);

	if (p != MAP_FAILED && !(flags & MAP_FIXED))
		alive++;
	return p;
}

int
__wrap_munmap(void *at, size_t len)
{
	alive--;
	return __real_munmap(at, len);
}

int
__wrap_pthread_create(pthread_t *t, const pthread_attr_t *a, void *(*fn)(void *), void *arg)
{
	return refuse() ? EAGAIN : __real_pthread_create(t, a, fn, arg);
}

PARTOP_TASK_1(long, fib, int, n)
{
	if (n < 2)
		return n;
	PARTOP_SPAWN(fib, n - 1);
	long b = PARTOP_CALL(fib, n - 2);
	return b + PARTOP_SYNC(fib);
}

static void
run_fib(partop_worker *w, partop_task *head, void *arg)
{
	*(long *)arg = PARTOP_CALL(fib, 15);
}

/* One opening in which call number k fails.  NULL: all is well, else what is not. */
static const char *
attempt(long k, bool *more, int *fewest)
{
	long before = alive, n = 0;
	partop_pool *p;
	int r;

	failed = false;
	fail_in = k;
	r = partop_pool_open(&p, &(struct partop_config){ .threads = WORKERS });
	fail_in = 0;
	*more = failed;
	if (r == 0) {
		if (partop_pool_threads(p) < *fewest)
			*fewest = partop_pool_threads(p);
		if (partop_run(p, run_fib, &n) || n != 610)
			return "a pool with what is left computes wrongly";
		partop_pool_close(p);
	} else if (r > 0 || p) {
		return "an error that is not a negative errno and no pool";
	}
	pt_recorder_close();
	return alive == before ? NULL : "something stays behind";
}

static void
sum_indexes(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	(void)w, (void)head, (void)arg;
	for (; lo < hi; lo++)
		*(uint64_t *)acc += lo;
}

static void
zero(void *acc, void *arg)
{
	(void)arg;
	*(uint64_t *)acc = 0;
}

static void
add(void *left, void *right, void *arg)
{
	(void)arg;
	*(uint64_t *)left += *(uint64_t *)right;
}

static void
count_job(partop_worker *w, partop_task *head, void *arg)
{
	(void)w, (void)head;
	atomic_fetch_add((_Atomic uint64_t *)arg, 1);
}

/* No memory at all while loops and scopes run: they do their work in place. */
static void
run_without_memory(partop_worker *w, partop_task *head, void *arg)
{
	static const struct partop_reducer sum = { sizeof(uint64_t), zero, sum_indexes, add };
	struct partop_range_options o = { .grain = 1 };
	_Atomic uint64_t jobs = 0;
	struct partop_scope s;
	uint64_t total;
	bool *ok = arg;

	*ok = true;
	for (int i = 0; i < 50; i++) {
		fail_in = 1 + i % 4;
		*ok &= partop_reduce(w, head, 0, 5000, &sum, &total, NULL, &o) == 0;
		*ok &= total == UINT64_C(5000) * 4999 / 2;
	}
	partop_scope_begin(&s, w, head);
	for (int i = 0; i < 100; i++) {
		fail_in = i % 3;
		partop_scope_add(&s, w, head, count_job, &jobs);
	}
	fail_in = 0;
	partop_scope_end(&s, w, head);
	*ok &= jobs == 100;
}

static const char *
loops_and_scopes(void)
{
	partop_pool *p;
	bool ok;

	if (partop_pool_open(&p, &(struct partop_config){ .threads = WORKERS }))
		return "no pool";
	partop_run(p, run_without_memory, &ok);
	partop_pool_close(p);
	pt_recorder_close();
	return ok ? NULL : "a loop or scope without memory is wrong";
}

static int
report(int number, const char *fact, const char *wrong)
{
	printf("%s %d - %s%s%s\n", wrong ? "not ok" : "ok", number, fact, wrong ? ": " : "",
		wrong ? wrong : "");
	return wrong ? 1 : 0;
}

int
main(void)
{
	const char *wrong = NULL;
	int fewest = WORKERS, bad;
	bool more = true;
	long k;

	printf("1..3\n");
	attempt(0, &more, &fewest); /* what is made once per process */
	more = true;
	for (k = 1; more && !wrong && k < ATTEMPTS_MAX; k++)
		wrong = attempt(k, &more, &fewest);
	if (wrong)
		printf("# call %ld failed\n", k - 1);
	bad = report(1, "whatever call fails, opening a pool is clean", wrong);
	bad |= report(2, "without a thread the pool goes on with fewer",
		fewest == 1 ? NULL : "no thread was refused");
	bad |= report(3, "loops and scopes need no memory", loops_and_scopes());
	return bad;
}
