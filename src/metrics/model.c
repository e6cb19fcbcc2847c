/* SPDX-License-Identifier: MIT */
/*
 * A model and all that it points to, in one arena, with a count of its holders.
 */
#include "metrics/model_made.h"

#include "base/arena.h"

struct pt_model_made {
	struct pt_model model; /* first: the model is the whole */
	struct pt_arena *arena;
	unsigned holders;
};

struct pt_model *
pt_model_new(struct pt_arena **arena)
{
	struct pt_arena *a = pt_arena_new();
	struct pt_model_made *made = pt_arena_alloc(a, 1, sizeof(*made));

	made->model.made = made;
	made->arena = *arena = a;
	made->holders = 1;
	return &made->model;
}

const struct pt_model *
pt_model_hold(const struct pt_model *m)
{
	if (m->made)
		m->made->holders++;
	return m;
}

void
pt_model_release(const struct pt_model *m)
{
	if (m && m->made && --m->made->holders == 0)
		pt_arena_free(m->made->arena);
}
