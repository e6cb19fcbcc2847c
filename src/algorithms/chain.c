/* SPDX-License-Identifier: MIT */
/*
 * See chain.h.
 *
 * The calling task runs in order, in chunks that double, until it knows how much work an index is;
 * a short range ends there.  Then it spawns a *lane* for every other worker and is one itself: a
 * lane takes blocks until there are none.
 *
 * Link 0 is what lies before the first block, link i + 1 is block i's.  A link has a word, and the
 * accumulators own and after.  Two bits of the word meet in either order: AHEAD, own is there, and
 * BEFORE, the after of the link before is there; the lane that sets the second one links.  Both are
 * set by an acq_rel fetch_or, so that the lane that links sees what each worker wrote:
 *
 *	C1	BEFORE is set after `after` of the link before was written;	-> C2, C3
 *	C2	AHEAD is set after own was written, and acquires C1;		-> C1, which acquires it
 *	C3	a lane that reads BEFORE (acquire) may read that `after`	<- C1
 */
#include "config.h"

#include "algorithms/chain.h"

#include <errno.h>
#include <partop/cancel.h>
#include <partop/pool.h>
#include <partop/task.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "os/clock.h"

#define SHORT_HZ 200000 /* chunks at the start grow to 5 us */
#define BLOCK_HZ 50000  /* a block should take 20 us */
#define PARTS 16        /* blocks per worker, at least */
#define BLOCKS_MAX (1u << 20)
#define AHEAD_MAX 256 /* blocks of one lane that wait for what is before them: 5 ms of work, */
#define AHEAD_MIN 4   /* longer than most workers are off their CPU; but no more than */
#define AHEAD_BYTES ((size_t)4 << 20)
#define SPINS 64 /* looks before a waiting lane gives its CPU away */
#define LINK_ALIGN 64
#define ACC_ALIGN 16

enum { BEFORE = 1, AHEAD = 2 };

struct link {
	PT_ATOMIC(uint32_t) word;
	char own[] __attribute__((aligned(ACC_ALIGN)));
};

/* A block that was run ahead. */
struct held {
	uint64_t block;
	void *scratch;
};

struct lane {
	struct pt_chain *c;
	partop_worker *w;
	partop_task *head;
	struct held held[AHEAD_MAX]; /* a ring: the oldest is held[first] */
	unsigned first, len;
};

static size_t
round_up(size_t bytes, size_t align)
{
	return (bytes + align - 1) / align * align;
}

static struct link *
link_at(const struct pt_chain *c, uint64_t i)
{
	return (struct link *)(void *)(c->links + i * c->stride);
}

static char *
own_of(const struct pt_chain *c, uint64_t block)
{
	return link_at(c, block + 1)->own;
}

static char *
before_of(const struct pt_chain *c, uint64_t block)
{
	return link_at(c, block)->own + round_up(c->acc_bytes, ACC_ALIGN);
}

static char *
after_of(const struct pt_chain *c, uint64_t block)
{
	return before_of(c, block + 1);
}

static bool
before_is_known(const struct pt_chain *c, uint64_t block)
{
	return PT_LD(link_at(c, block + 1)->word, acquire) & BEFORE; /* C3 */
}

static uint64_t
begin_of(const struct pt_chain *c, uint64_t block)
{
	return c->lo + block * c->block;
}

static uint64_t
end_of(const struct pt_chain *c, uint64_t block)
{
	return block + 1 < c->blocks ? begin_of(c, block + 1) : c->hi;
}

static void
link_own(struct pt_chain *c, uint64_t block)
{
	memcpy(after_of(c, block), before_of(c, block), c->acc_bytes);
	c->ops->link(c, after_of(c, block), own_of(c, block));
}

/* What lies after this block is known.  Links those that have waited for it. */
static void
publish(struct pt_chain *c, uint64_t block)
{
	while (PT_OR(link_at(c, block + 2)->word, BEFORE, acq_rel) & AHEAD) /* C1 */
		link_own(c, ++block);
}

/* ---- a lane ---- */

/* Until what is before the block is known: true; or the time is over, or all is cancelled. */
static bool
wait_for(const struct lane *l, uint64_t block, uint64_t most_ticks)
{
	uint64_t begin = pt_ticks();

	for (unsigned looks = 0; !before_is_known(l->c, block); looks++) {
		if (partop_cancelled(l->w) || pt_ticks() - begin > most_ticks)
			return false;
		if (looks >= SPINS)
			sched_yield();
	}
	return true;
}

/* The functions of the program are leaves: another block may be waiting for theirs. */
static void
in_order(const struct pt_chain *c, partop_worker *w, partop_task *head, void *acc, uint64_t lo,
	uint64_t hi)
{
	partop_detail_leaf_begin(w, c->label);
	c->ops->in_order(c, w, head, acc, lo, hi);
	partop_detail_leaf_end(w);
}

/* The oldest block that was run ahead; what is before it is known. */
static void
finish_oldest(struct lane *l)
{
	struct pt_chain *c = l->c;
	struct held *h = &l->held[l->first];

	partop_detail_leaf_begin(l->w, c->label);
	c->ops->behind(c, l->w, l->head, before_of(c, h->block), own_of(c, h->block), h->scratch,
		begin_of(c, h->block), end_of(c, h->block));
	partop_detail_leaf_end(l->w);
	l->first = (l->first + 1) % AHEAD_MAX;
	l->len--;
}

/* Those that can be, and at least so many that `room` more can be held.  False: cancelled. */
static bool
finish_held(struct lane *l, unsigned room)
{
	while (l->len) {
		uint64_t block = l->held[l->first].block;

		if (!before_is_known(l->c, block)) {
			if (l->len + room <= l->c->ahead_max)
				return true;
			if (!wait_for(l, block, UINT64_MAX))
				return false;
		}
		finish_oldest(l);
	}
	return true;
}

static void
run_in_order(struct lane *l, uint64_t block)
{
	struct pt_chain *c = l->c;

	memcpy(after_of(c, block), before_of(c, block), c->acc_bytes);
	in_order(c, l->w, l->head, after_of(c, block), begin_of(c, block), end_of(c, block));
	publish(c, block);
}

/* The block's own part.  Then the one before it, begun earlier, has as long again to end: it is best
 * to go on while the block is in the cache. */
static void
run_ahead(struct lane *l, uint64_t block, struct held *h)
{
	struct pt_chain *c = l->c;
	uint64_t begin = pt_ticks();

	partop_detail_leaf_begin(l->w, c->label);
	c->ops->ahead(c, l->w, l->head, own_of(c, block), h->scratch, begin_of(c, block),
		end_of(c, block));
	partop_detail_leaf_end(l->w);
	h->block = block;
	l->len++;
	if (PT_OR(link_at(c, block + 1)->word, AHEAD, acq_rel) & BEFORE) { /* C2 */
		link_own(c, block);
		publish(c, block);
	} else if (l->len == 1) {
		wait_for(l, block, pt_ticks() - begin);
	}
}

/* Room for a block that is run ahead; NULL when there is no memory for it. */
static struct held *
room_ahead(struct lane *l)
{
	struct held *h = &l->held[(l->first + l->len) % AHEAD_MAX];

	if (!h->scratch)
		h->scratch = malloc(l->c->scratch_bytes);
	return h->scratch ? h : NULL;
}

/* False: cancelled. */
static bool
run_block(struct lane *l, uint64_t block)
{
	struct held *h = before_is_known(l->c, block) ? NULL : room_ahead(l);

	if (h) {
		run_ahead(l, block, h);
		return true;
	}
	if (!wait_for(l, block, UINT64_MAX))
		return false;
	run_in_order(l, block);
	return true;
}

static void
run_lane(struct pt_chain *c, partop_worker *w, partop_task *head)
{
	struct lane l = { .c = c, .w = w, .head = head };
	uint64_t block;

	while (finish_held(&l, 1)) {
		partop_poll(w, head);
		if (partop_cancelled(w))
			break;
		block = PT_ADD(c->next, 1, relaxed);
		if (block >= c->blocks || !run_block(&l, block))
			break;
	}
	finish_held(&l, AHEAD_MAX);
	for (unsigned i = 0; i < AHEAD_MAX; i++)
		free(l.held[i].scratch);
}

static void
lane_task(partop_worker *w, partop_task *head, partop_task *t)
{
	run_lane((struct pt_chain *)(uintptr_t)t->a[0], w, head);
}

/* ---- all of it ---- */

static void
run_lanes(struct pt_chain *c, partop_worker *w, partop_task *head)
{
	partop_task *first = head;

	for (int i = partop_worker_count(w); i > 1; i--, head++) {
		head->a[0] = (uint64_t)(uintptr_t)c;
		pt_push(w, head, &c->kind);
	}
	run_lane(c, w, head);
	while (head > first)
		if (pt_pop(w, --head))
			run_lane(c, w, head);
}

/* Runs [lo, hi) in order, a chunk at a time; returns how far it came. */
static uint64_t
run_serially(struct pt_chain *c, partop_worker *w, partop_task *head, void *acc, uint64_t lo,
	uint64_t hi, uint64_t chunk)
{
	while (lo < hi && !partop_cancelled(w)) {
		uint64_t end = hi - lo > chunk ? lo + chunk : hi;

		in_order(c, w, head, acc, lo, end);
		lo = end;
		partop_poll(w, head);
	}
	return lo;
}

/*
 * Finds out how many indexes take as long as a block should.  Two chunks of a length have to be too
 * long: the first touch of a page can be very long for one index.
 */
static uint64_t
run_up(struct pt_chain *c, partop_worker *w, partop_task *head, void *acc)
{
	uint64_t chunk = 1, least = UINT64_MAX, lo = c->lo, target = pt_clock_hz() / SHORT_HZ;
	unsigned seen = 0;

	while (lo < c->hi && seen < 2 && !partop_cancelled(w)) {
		uint64_t begin = pt_ticks(), took;

		lo = run_serially(c, w, head, acc, lo, c->hi - lo > chunk ? lo + chunk : c->hi,
			chunk);
		took = pt_ticks() - begin;
		if (took < target) {
			chunk *= 2;
			seen = 0;
			least = UINT64_MAX;
		} else {
			least = took < least ? took : least;
			seen++;
		}
	}
	c->block = chunk;
	if (least > 0 && least < pt_clock_hz() / BLOCK_HZ)
		c->block = chunk * (pt_clock_hz() / BLOCK_HZ) / least;
	return lo;
}

/* Enough blocks for all workers, as far as they are worth it, and not more than there is room for. */
static uint64_t
block_for(uint64_t adapted, uint64_t n, int workers, uint64_t grain)
{
	uint64_t least = n / BLOCKS_MAX + 1, part = n / ((uint64_t)workers * PARTS),
		 block = adapted;

	if (grain)
		return grain > least ? grain : least;
	if (block > part)
		block = part > adapted / 4 ? part : adapted / 4;
	return block > least ? block : least;
}

/* How many blocks of a lane may wait, by the memory that they need. */
static unsigned
ahead_for(size_t scratch_bytes)
{
	size_t n = AHEAD_BYTES / (scratch_bytes > 0 ? scratch_bytes : 1);

	return n < AHEAD_MIN ? AHEAD_MIN : n < AHEAD_MAX ? (unsigned)n : AHEAD_MAX;
}

static void
cut_blocks(struct pt_chain *c, uint64_t lo, int workers, uint64_t grain)
{
	uint64_t n = c->hi - lo;

	c->lo = lo;
	c->block = block_for(c->block, n, workers, grain);
	c->blocks = n / c->block + (n % c->block != 0);
	c->scratch_bytes += c->scratch_each * c->block;
	c->ahead_max = ahead_for(c->scratch_bytes);
}

static bool
make_links(struct pt_chain *c, const void *acc)
{
	size_t bytes;

	c->stride = round_up(offsetof(struct link, own) + 2 * round_up(c->acc_bytes, ACC_ALIGN),
		LINK_ALIGN);
	if (__builtin_mul_overflow(c->blocks + 2, c->stride, &bytes))
		return false;
	c->links = aligned_alloc(LINK_ALIGN, bytes);
	if (!c->links)
		return false;
	for (uint64_t i = 0; i < c->blocks + 2; i++)
		PT_ST(link_at(c, i)->word, i == 1 ? BEFORE : 0,
			relaxed); /* the spawns order them */
	memcpy(before_of(c, 0), acc, c->acc_bytes);
	return true;
}

/* What lies after the last block of which that is known. */
static void
take_result(struct pt_chain *c, void *acc)
{
	uint64_t known = c->blocks;

	while (!before_is_known(c, known))
		known--;
	memcpy(acc, before_of(c, known), c->acc_bytes);
}

int
pt_chain_run(struct pt_chain *c, partop_worker *w, partop_task *head, void *acc, uint64_t lo,
	uint64_t hi, const struct partop_range_options *options)
{
	int workers = partop_worker_count(w);

	partop_detail_looping(w);
	c->lo = lo;
	c->hi = hi;
	c->kind.run = lane_task;
	c->kind.name = options && options->label ? options->label : c->label;
	c->kind.lo = c->kind.hi = -1;
	if (!options || !options->grain)
		lo = run_up(c, w, head, acc);
	cut_blocks(c, lo, workers, options ? options->grain : 0);
	if (workers > 1 && c->blocks > 1 && !partop_cancelled(w) && make_links(c, acc)) {
		run_lanes(c, w, head);
		take_result(c, acc);
		free(c->links);
	} else {
		run_serially(c, w, head, acc, lo, hi, c->block);
	}
	return partop_cancelled(w) ? -ECANCELED : 0;
}
