/* SPDX-License-Identifier: MIT */
/*
 * What debug builds (PT_DEBUG) check: a broken invariant ends the process with a message.
 *
 * The *ledger* of a worker is a second account of its tasks, kept beside the counters of the
 * recording and by other means: every spawn, every task that began, every one that was dropped, and
 * the slot that the next spawn must use.  A spawn or sync at another slot is a mistake of the
 * program: a sync was forgotten, or a head handed on that is not the newest.  So is a spawn or a loop
 * in a leaf.
 */
#ifndef PT_RUNTIME_CHECK_H
#define PT_RUNTIME_CHECK_H

#include <partop/detail/worker.h>

struct pt_worker;

#ifdef PT_DEBUG

struct pt_ledger {    /* the owner's; the others read it when they have joined its tasks */
	uint32_t top; /* slot of the next spawn */
	uint64_t spawned, begun, dropped;
	const char *leaf; /* the algorithm whose function runs, which may not spawn; NULL: none */
};

#define PT_CHECK(condition) \
	((condition) ? (void)0 : pt_check_failed(__FILE__, __LINE__, #condition))
_Noreturn void pt_check_failed(const char *file, int line, const char *what);

/* From here on spawns and syncs are checked: every object of the program was built for it. */
void pt_check_spawns(void);

/* What runs next uses slots from `top` on.  Returns the old top, which the end puts back. */
uint32_t pt_check_begin(struct pt_worker *w, uint32_t top);
void pt_check_end(struct pt_worker *w, uint32_t top, uint32_t old);

/* A task begins; is dropped. */
void pt_check_begun(struct pt_worker *w);
void pt_check_dropped(struct pt_worker *w);

/* At the end of a run, by worker 0; around the opening; before the threads end, and after. */
void pt_check_run(partop_pool *p);
void pt_check_opening(partop_pool *p);
void pt_check_opened(partop_pool *p);
void pt_check_closing(partop_pool *p);
void pt_check_closed(partop_pool *p);

#else

#define PT_CHECK(condition) ((void)0)
#define pt_check_spawns() ((void)0)
#define pt_check_begin(w, top) (0u)
#define pt_check_end(w, top, old) ((void)(old))
#define pt_check_begun(w) ((void)0)
#define pt_check_dropped(w) ((void)0)
#define pt_check_run(p) ((void)0)
#define pt_check_opening(p) ((void)0)
#define pt_check_opened(p) ((void)0)
#define pt_check_closing(p) ((void)0)
#define pt_check_closed(p) ((void)0)

#endif
#endif
