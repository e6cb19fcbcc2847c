/* SPDX-License-Identifier: MIT */
/*
 * Worker-local storage: see partop/local.h.  A pointer per worker, which only that worker reads and
 * writes while tasks run; a sync orders that before the combining.
 */
#include "config.h"

#include <errno.h>
#include <partop/local.h>
#include <partop/pool.h>
#include <stdlib.h>
#include <string.h>

#define LINE 64

struct partop_local {
	struct partop_local_type type;
	void *arg;
	void *value[PARTOP_MAX_THREADS];
};

int
partop_local_open(partop_local **out, const struct partop_local_type *type, void *arg)
{
	*out = NULL;
	if (type->size == 0 || type->size > SIZE_MAX - LINE)
		return -EINVAL;
	*out = calloc(1, sizeof(**out));
	if (!*out)
		return -ENOMEM;
	(*out)->type = *type;
	(*out)->arg = arg;
	return 0;
}

/* No other value shares its lines. */
static void *
make_value(const partop_local *l)
{
	size_t bytes = (l->type.size + LINE - 1) / LINE * LINE;
	void *value = aligned_alloc(LINE, bytes);

	if (!value)
		return NULL;
	if (l->type.make)
		l->type.make(value, l->arg);
	else
		memset(value, 0, bytes);
	return value;
}

void *
partop_local_get(partop_local *l, partop_worker *w)
{
	void **value = &l->value[partop_worker_index(w)];

	if (!*value)
		*value = make_value(l);
	return *value;
}

void
partop_local_combine(partop_local *l, void *into)
{
	for (int i = 0; i < PARTOP_MAX_THREADS; i++) {
		if (!l->value[i])
			continue;
		l->type.combine(into, l->value[i], l->arg);
		free(l->value[i]);
		l->value[i] = NULL;
	}
}

void
partop_local_close(partop_local *l)
{
	if (!l)
		return;
	for (int i = 0; i < PARTOP_MAX_THREADS; i++) {
		if (l->value[i] && l->type.drop)
			l->type.drop(l->value[i], l->arg);
		free(l->value[i]);
	}
	free(l);
}
