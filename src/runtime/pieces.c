/* SPDX-License-Identifier: MIT */
/*
 * Pieces of a reduction: see pieces.h.
 *
 * The lock guards a few pointers for some nanoseconds.  It is made of the runtime's own atomics, not
 * of a mutex, so that the turns of chaos builds know of it.
 */
#include "config.h"

#include "runtime/pieces.h"

#include <stdlib.h>

#include "runtime/worker.h"

#define ALIGN 64
#define PER_RUNNER 4
#define MORE 1

static size_t
round_up(size_t bytes)
{
	return (bytes + ALIGN - 1) / ALIGN * ALIGN;
}

static void
lock(struct pt_pieces *p)
{
	uint32_t open = 0;

	while (PT_LD(p->lock, relaxed) || !PT_CAS(p->lock, open, 1, acquire)) { /* <- unlock() */
		open = 0;
		pt_relax(p->pool);
	}
}

static void
unlock(struct pt_pieces *p)
{
	PT_ST(p->lock, 0, release); /* -> lock() */
}

bool
pt_pieces_open(struct pt_pieces *p, struct pt_loop *l, const partop_pool *pool, uint64_t runners)
{
	size_t n = (size_t)runners * PER_RUNNER + MORE;
	size_t head = round_up(sizeof(struct pt_piece));
	size_t each = head + round_up(l->reducer->size);
	char *at;

	*p = (struct pt_pieces){ .l = l, .pool = pool };
	p->memory = at = aligned_alloc(ALIGN, n * each);
	if (!at)
		return false;
	for (size_t i = 0; i < n; i++, at += each) {
		struct pt_piece *x = (struct pt_piece *)(void *)at;

		*x = (struct pt_piece){ .next = p->free, .acc = at + head };
		p->free = x;
	}
	return true;
}

struct pt_piece *
pt_pieces_take(struct pt_pieces *p, uint64_t lo)
{
	struct pt_piece *x;

	lock(p);
	x = p->free;
	PT_CHECK(x);
	p->free = x->next;
	unlock(p);
	x->lo = x->hi = lo;
	p->l->reducer->identity(x->acc, p->l->arg);
	return x;
}

static void
give_up(struct pt_pieces *p, struct pt_piece *x)
{
	lock(p);
	x->next = p->free;
	p->free = x;
	unlock(p);
}

/* Takes a neighbour of x out of the list; NULL: there was none, and now x is in it. */
static struct pt_piece *
neighbour_or_insert(struct pt_pieces *p, struct pt_piece *x)
{
	struct pt_piece **at = &p->ended, *y;

	lock(p);
	while ((y = *at) && y->hi < x->lo)
		at = &y->next;
	if (y && (y->hi == x->lo || y->lo == x->hi)) {
		*at = y->next;
	} else {
		x->next = y;
		*at = x;
		y = NULL;
	}
	unlock(p);
	return y;
}

void
pt_pieces_put(struct pt_pieces *p, struct pt_piece *x)
{
	struct pt_piece *y;

	while ((y = neighbour_or_insert(p, x))) {
		struct pt_piece *left = y->lo < x->lo ? y : x, *right = left == x ? y : x;

		p->l->reducer->combine(left->acc, right->acc, p->l->arg);
		left->hi = right->hi;
		give_up(p, right);
		x = left;
	}
}

void
pt_pieces_close(struct pt_pieces *p, void *result)
{
	for (struct pt_piece *x = p->ended; x; x = x->next)
		p->l->reducer->combine(result, x->acc, p->l->arg);
	free(p->memory);
}
