/* SPDX-License-Identifier: MIT */
/*
 * Spawn and sync.
 *
 * Every function that runs as a task gets a worker `w` and the first free task slot `head` of that
 * worker, and hands both on to what it calls.  A spawn takes the slot at head; the spawner goes
 * on with head + 1; a sync gives it back.  Rules: every path syncs all it has spawned, last first,
 * before it returns (also after an error: sync is then quick); w and head are of this call only.
 *
 * A task that no thief has taken by its sync is run there, as a plain call.  Spawn and sync then
 * cost about 1 ns, typed or by words; by pointer about 3 ns, since arguments and results go through
 * memory.  No lock, no fence, no allocation.  A cancelled task is not run; its result is all zero.
 * When no slot is free, the task runs inside its spawn (partop_config.task_slots).
 *
 * Three ways to write a task, which mix freely in one program and on one stack, as long as each
 * sync is of the same way (and function) as the spawn it belongs to:
 *
 *	typed		any arguments and result up to 48 bytes, by value; a macro defines the function
 *	words		plain functions on one or two words, by value
 *	pointer		plain functions on a void *; what it points to is the spawner's until the sync
 */
#ifndef PARTOP_TASK_H
#define PARTOP_TASK_H

#include <partop/detail/worker.h>
#include <partop/pool.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- by pointer ---- */

extern PT_API struct partop_kind partop_detail_plain;

/* Makes fn(w, head, arg) a task and returns the new head. */
static inline partop_task *
partop_spawn(partop_worker *w, partop_task *head, partop_fn *fn, void *arg)
{
	head->a[0] = (uint64_t)(uintptr_t)fn;
	head->a[1] = (uint64_t)(uintptr_t)arg;
	pt_push(w, head, &partop_detail_plain);
	return head + 1;
}

/* Waits for the newest task, which must be of partop_spawn(), or runs it.  Returns the new head. */
static inline partop_task *
partop_sync(partop_worker *w, partop_task *head)
{
	head--;
	if (pt_pop(w, head))
		((partop_fn *)(uintptr_t)head->a[0])(w, head, (void *)(uintptr_t)head->a[1]);
	return head;
}

/* Runs f(a) here and g(b) here or, when another worker has time, there.  Returns when both have
 * ended.  What a and b point to, the caller keeps. */
static inline void
partop_join(partop_worker *w, partop_task *head, partop_fn *f, void *a, partop_fn *g, void *b)
{
	head = partop_spawn(w, head, g, b);
	f(w, head, a);
	head--;
	if (pt_pop(w, head))
		g(w, head, b);
}

/*
 * ---- by words ----
 *
 *	static uint64_t
 *	fib(partop_worker *w, partop_task *head, uint64_t n)
 *	{
 *		uint64_t a, b;
 *
 *		if (n < 2)
 *			return n;
 *		head = partop_spawn_word(w, head, fib, n - 1);
 *		a = fib(w, head, n - 2);
 *		head = partop_sync_word(w, head, fib, n - 1, &b);
 *		return a + b;
 *	}
 *
 * The sync is told again what was spawned, so that it is an ordinary call from registers.  Another
 * function or other words than those spawned are a mistake; -DPARTOP_DEBUG finds it.
 */

extern PT_API struct partop_kind partop_detail_word, partop_detail_words;

/* Makes fn(w, head, x) a task and returns the new head. */
static inline partop_task *
partop_spawn_word(partop_worker *w, partop_task *head, partop_word_fn *fn, uint64_t x)
{
	head->a[0] = (uint64_t)(uintptr_t)fn;
	head->a[1] = x;
	pt_push(w, head, &partop_detail_word);
	return head + 1;
}

/* Waits for the newest task, which is fn(w, head, x), or runs it: *result is what it returned, 0 if
 * it was cancelled.  Returns the new head. */
static inline partop_task *
partop_sync_word(partop_worker *w, partop_task *head, partop_word_fn *fn, uint64_t x,
	uint64_t *result)
{
	head--;
	if (pt_pop(w, head)) {
		partop_detail_called(w, head, &partop_detail_word, (uintptr_t)fn, x, 0);
		*result = fn(w, head, x);
	} else {
		*result = head->a[0];
	}
	return head;
}

/* The same with two words. */
static inline partop_task *
partop_spawn_words(partop_worker *w, partop_task *head, partop_words_fn *fn, uint64_t x, uint64_t y)
{
	head->a[0] = (uint64_t)(uintptr_t)fn;
	head->a[1] = x;
	head->a[2] = y;
	pt_push(w, head, &partop_detail_words);
	return head + 1;
}

static inline partop_task *
partop_sync_words(partop_worker *w, partop_task *head, partop_words_fn *fn, uint64_t x, uint64_t y,
	uint64_t *result)
{
	head--;
	if (pt_pop(w, head)) {
		partop_detail_called(w, head, &partop_detail_words, (uintptr_t)fn, x, y);
		*result = fn(w, head, x, y);
	} else {
		*result = head->a[0];
	}
	return head;
}

/* As partop_label(), for functions on words. */
static inline void
partop_label_word(partop_word_fn *fn, const char *name)
{
	partop_label((partop_fn *)(uintptr_t)fn, name);
}

static inline void
partop_label_words(partop_words_fn *fn, const char *name)
{
	partop_label((partop_fn *)(uintptr_t)fn, name);
}

/* For leaves that neither spawn nor sync: gives the runtime a chance to hand out work, to cancel
 * and to pause.  One load when none of these is asked for. */
static inline void
partop_poll(partop_worker *w, partop_task *head)
{
	if (pt_asked(w))
		partop_detail_poll(w, head);
}

#ifdef __cplusplus
}
#endif

/*
 * ---- typed ----
 *
 *	PARTOP_TASK_1(long, fib, int, n)
 *	{
 *		if (n < 2)
 *			return n;
 *		PARTOP_SPAWN(fib, n - 1);
 *		long b = PARTOP_CALL(fib, n - 2);
 *		return b + PARTOP_SYNC(fib);
 *	}
 *
 * makes an ordinary static function fib(w, head, n); the other helpers are on the macro's line, so
 * that break points and back traces show the body's own lines.  Arguments together, and the result,
 * are at most 48 bytes, which is checked when compiling.  In recordings the task has its own name.
 */

/* In a function with `w` and `head`: make a task, sync with the newest one (of this kind), call
 * directly. */
#define PARTOP_SPAWN(name, ...) (name##_spawn(w, head, __VA_ARGS__), (void)head++)
#define PARTOP_SYNC(name) (name##_sync(w, --head))
#define PARTOP_CALL(name, ...) (name(w, head, __VA_ARGS__))

#ifdef __cplusplus
#define PT_KIND(run, name) \
	{ \
		run, #name, -1, -1, \
		{ \
			0 \
		} \
	}
#else
#define PT_KIND(task, text) \
	{ \
		.run = (task), .name = #text, .lo = -1, .hi = -1 \
	}
#endif
#define PT_BARE(...) __VA_ARGS__
#define PT_HELPER __attribute__((unused)) static inline
#define PT_SELF partop_worker *w __attribute__((unused)), partop_task *head __attribute__((unused))

/* fields: (T1 a1; T2 a2;), params: (, T1 a1, T2 a2), args: (a1, a2), loads: (, pt_x.a1, pt_x.a2) */
#define PT_TASK_COMMON(name, fields, params, args) \
	struct name##_args { \
		PT_BARE fields \
	}; \
	PT_HELPER void name##_spawn(partop_worker *w, partop_task *t PT_BARE params) \
	{ \
		struct name##_args pt_x = { PT_BARE args }; \
		memcpy(t->a, &pt_x, sizeof(pt_x)); \
		pt_push(w, t, &name##_kind); \
	}

#define PT_TASK_VALUE(R, name, fields, params, args, loads) \
	static R name(partop_worker *w, partop_task *head PT_BARE params); \
	static void name##_task(partop_worker *w, partop_task *head, partop_task *t); \
	static struct partop_kind name##_kind = PT_KIND(name##_task, name); \
	PT_TASK_COMMON(name, fields, params, args) \
	PT_TASK_FITS(sizeof(struct name##_args) <= 48, #name ": arguments too large"); \
	PT_TASK_FITS(sizeof(R) <= 48, #name ": result too large"); \
	static void name##_task(partop_worker *w, partop_task *head, partop_task *t) \
	{ \
		struct name##_args pt_x; \
		memcpy(&pt_x, t->a, sizeof(pt_x)); \
		R pt_r = name(w, head PT_BARE loads); \
		memcpy(t->a, &pt_r, sizeof(pt_r)); \
	} \
	PT_HELPER R name##_sync(partop_worker *w, partop_task *head) \
	{ \
		struct name##_args pt_x; \
		R pt_r; \
		if (pt_pop(w, head)) { \
			memcpy(&pt_x, head->a, sizeof(pt_x)); \
			return name(w, head PT_BARE loads); \
		} \
		memcpy(&pt_r, head->a, sizeof(pt_r)); \
		return pt_r; \
	} \
	static R name(PT_SELF PT_BARE params)

#define PT_TASK_VOID(name, fields, params, args, loads) \
	static void name(partop_worker *w, partop_task *head PT_BARE params); \
	static void name##_task(partop_worker *w, partop_task *head, partop_task *t); \
	static struct partop_kind name##_kind = PT_KIND(name##_task, name); \
	PT_TASK_COMMON(name, fields, params, args) \
	PT_TASK_FITS(sizeof(struct name##_args) <= 48, #name ": arguments too large"); \
	static void name##_task(partop_worker *w, partop_task *head, partop_task *t) \
	{ \
		struct name##_args pt_x; \
		memcpy(&pt_x, t->a, sizeof(pt_x)); \
		name(w, head PT_BARE loads); \
	} \
	PT_HELPER void name##_sync(partop_worker *w, partop_task *head) \
	{ \
		struct name##_args pt_x; \
		if (!pt_pop(w, head)) \
			return; \
		memcpy(&pt_x, head->a, sizeof(pt_x)); \
		name(w, head PT_BARE loads); \
	} \
	static void name(PT_SELF PT_BARE params)

#ifdef __cplusplus
#define PT_TASK_FITS(condition, text) static_assert(condition, text)
#else
#define PT_TASK_FITS(condition, text) _Static_assert(condition, text)
#endif

/* PARTOP_TASK_n(result type, name, type 1, argument 1, ...) { body } */
#define PARTOP_TASK_1(R, name, T1, a1) \
	PT_TASK_VALUE(R, name, (T1 a1;), (, T1 a1), (a1), (, pt_x.a1))
#define PARTOP_TASK_2(R, name, T1, a1, T2, a2) \
	PT_TASK_VALUE(R, name, (T1 a1; T2 a2;), (, T1 a1, T2 a2), (a1, a2), (, pt_x.a1, pt_x.a2))
#define PARTOP_TASK_3(R, name, T1, a1, T2, a2, T3, a3) \
	PT_TASK_VALUE(R, name, (T1 a1; T2 a2; T3 a3;), (, T1 a1, T2 a2, T3 a3), (a1, a2, a3), \
		(, pt_x.a1, pt_x.a2, pt_x.a3))
#define PARTOP_TASK_4(R, name, T1, a1, T2, a2, T3, a3, T4, a4) \
	PT_TASK_VALUE(R, name, (T1 a1; T2 a2; T3 a3; T4 a4;), (, T1 a1, T2 a2, T3 a3, T4 a4), \
		(a1, a2, a3, a4), (, pt_x.a1, pt_x.a2, pt_x.a3, pt_x.a4))
#define PARTOP_TASK_5(R, name, T1, a1, T2, a2, T3, a3, T4, a4, T5, a5) \
	PT_TASK_VALUE(R, name, (T1 a1; T2 a2; T3 a3; T4 a4; T5 a5;), \
		(, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5), (a1, a2, a3, a4, a5), \
		(, pt_x.a1, pt_x.a2, pt_x.a3, pt_x.a4, pt_x.a5))
#define PARTOP_TASK_6(R, name, T1, a1, T2, a2, T3, a3, T4, a4, T5, a5, T6, a6) \
	PT_TASK_VALUE(R, name, (T1 a1; T2 a2; T3 a3; T4 a4; T5 a5; T6 a6;), \
		(, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5, T6 a6), (a1, a2, a3, a4, a5, a6), \
		(, pt_x.a1, pt_x.a2, pt_x.a3, pt_x.a4, pt_x.a5, pt_x.a6))

/* PARTOP_VOID_TASK_n(name, type 1, argument 1, ...) { body } */
#define PARTOP_VOID_TASK_1(name, T1, a1) PT_TASK_VOID(name, (T1 a1;), (, T1 a1), (a1), (, pt_x.a1))
#define PARTOP_VOID_TASK_2(name, T1, a1, T2, a2) \
	PT_TASK_VOID(name, (T1 a1; T2 a2;), (, T1 a1, T2 a2), (a1, a2), (, pt_x.a1, pt_x.a2))
#define PARTOP_VOID_TASK_3(name, T1, a1, T2, a2, T3, a3) \
	PT_TASK_VOID(name, (T1 a1; T2 a2; T3 a3;), (, T1 a1, T2 a2, T3 a3), (a1, a2, a3), \
		(, pt_x.a1, pt_x.a2, pt_x.a3))
#define PARTOP_VOID_TASK_4(name, T1, a1, T2, a2, T3, a3, T4, a4) \
	PT_TASK_VOID(name, (T1 a1; T2 a2; T3 a3; T4 a4;), (, T1 a1, T2 a2, T3 a3, T4 a4), \
		(a1, a2, a3, a4), (, pt_x.a1, pt_x.a2, pt_x.a3, pt_x.a4))
#define PARTOP_VOID_TASK_5(name, T1, a1, T2, a2, T3, a3, T4, a4, T5, a5) \
	PT_TASK_VOID(name, (T1 a1; T2 a2; T3 a3; T4 a4; T5 a5;), \
		(, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5), (a1, a2, a3, a4, a5), \
		(, pt_x.a1, pt_x.a2, pt_x.a3, pt_x.a4, pt_x.a5))
#define PARTOP_VOID_TASK_6(name, T1, a1, T2, a2, T3, a3, T4, a4, T5, a5, T6, a6) \
	PT_TASK_VOID(name, (T1 a1; T2 a2; T3 a3; T4 a4; T5 a5; T6 a6;), \
		(, T1 a1, T2 a2, T3 a3, T4 a4, T5 a5, T6 a6), (a1, a2, a3, a4, a5, a6), \
		(, pt_x.a1, pt_x.a2, pt_x.a3, pt_x.a4, pt_x.a5, pt_x.a6))

#endif
