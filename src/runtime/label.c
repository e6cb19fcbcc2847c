/* SPDX-License-Identifier: MIT */
/*
 * Names of tasks: the kinds of typed tasks and loops, and the functions of the plain API.
 *
 * A kind keeps its id together with the recording's generation, so that an id of an earlier
 * recording is not taken for one of this recording.
 */
#include "config.h"

#include "runtime/label.h"

#include <partop/partop.h>
#include <pthread.h>
#include <string.h>

#include "runtime/recorder.h"
#include "runtime/worker.h"

#define FUNCTIONS 512 /* a power of two; half of it is used */
#define FUNCTIONS_FULL (FUNCTIONS / 2)

/* Written once, under `lock`, fn last. */
struct named {
	PT_ATOMIC(uintptr_t) fn;
	struct partop_kind kind;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct named named[FUNCTIONS];
static size_t named_len;

static void
run_plain(partop_worker *w, partop_task *head, partop_task *t)
{
	((partop_fn *)(uintptr_t)t->a[0])(w, head, (void *)(uintptr_t)t->a[1]);
}

static void
run_word(partop_worker *w, partop_task *head, partop_task *t)
{
	t->a[0] = ((partop_word_fn *)(uintptr_t)t->a[0])(w, head, t->a[1]);
}

static void
run_words(partop_worker *w, partop_task *head, partop_task *t)
{
	t->a[0] = ((partop_words_fn *)(uintptr_t)t->a[0])(w, head, t->a[1], t->a[2]);
}

/* In all of these the first word is the function. */
struct partop_kind partop_detail_plain = { .run = run_plain, .name = "task", .lo = -1, .hi = -1 };
struct partop_kind partop_detail_word = { .run = run_word, .name = "task", .lo = -1, .hi = -1 };
struct partop_kind partop_detail_words = { .run = run_words, .name = "task", .lo = -1, .hi = -1 };

/* The function's entry, or the free one where it belongs; NULL: neither. */
static struct named *
find(uintptr_t fn)
{
	size_t i = (size_t)(fn * 0x9e3779b97f4a7c15u >> 32) % FUNCTIONS;

	for (size_t n = 0; n < FUNCTIONS; n++, i = (i + 1) % FUNCTIONS) {
		uintptr_t there = PT_LD(named[i].fn, acquire); /* <- partop_label() */

		if (there == fn || there == 0)
			return &named[i];
	}
	return NULL;
}

void
pt_label_before_fork(void)
{
	pthread_mutex_lock(&lock);
}

void
pt_label_after_fork(void)
{
	pthread_mutex_unlock(&lock);
}

void
partop_label(partop_fn *fn, const char *name)
{
	struct named *n;

	pthread_mutex_lock(&lock);
	n = find((uintptr_t)fn);
	if (n && !PT_LD(n->fn, relaxed) && named_len < FUNCTIONS_FULL) {
		n->kind = (struct partop_kind){ .name = strdup(name) };
		if (n->kind.name) {
			named_len++;
			PT_ST(n->fn, (uintptr_t)fn, release); /* -> find() */
		}
	}
	pthread_mutex_unlock(&lock);
}

static bool
is_function(const partop_task *t)
{
	return t->kind == &partop_detail_plain || t->kind == &partop_detail_word ||
		t->kind == &partop_detail_words;
}

uintptr_t
pt_label_code(const partop_task *t)
{
	return is_function(t) || t->kind == &pt_scope_kind ? (uintptr_t)t->a[0] :
							     (uintptr_t)t->kind;
}

/* The kind that names a task. */
static struct partop_kind *
naming_kind(const partop_task *t)
{
	struct named *n;

	if (!is_function(t))
		return t->kind;
	n = find((uintptr_t)t->a[0]);
	return n && PT_LD(n->fn, relaxed) ? &n->kind : t->kind;
}

uint16_t
pt_label_of_kind(struct partop_kind *k)
{
	uint32_t generation = pt_recorder_generation() << 16, label = PT_LD(k->label, relaxed);

	if ((label & 0xffff0000u) != generation || label == 0) {
		label = generation | pt_recorder_label(k->name);
		PT_ST(k->label, label, relaxed); /* every thread stores the same */
	}
	return (uint16_t)label;
}

uint16_t
pt_label_of(const partop_task *t)
{
	return pt_label_of_kind(naming_kind(t));
}

void
partop_mark(partop_worker *w, const char *label, uint32_t value)
{
	struct pt_rec_pen *pen = pt_worker_of(w)->pen;

	if (pen->level >= PT_REC_LEVEL_STEALS)
		pt_rec_emit(pen, PT_REC_EV_MARK, 0, pt_recorder_label(label), value);
}
