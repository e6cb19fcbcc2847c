/* SPDX-License-Identifier: MIT */
/* A deep copy of a model: see freeze.h. */
#include "ui/core/freeze.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

struct pt_frozen {
	struct pt_model model;
	uint64_t *matrix;
	struct pt_pool_info *pools;
	char *labels[PT_LAST_STEALS];
};

static void *
copy(const void *from, size_t n, size_t size)
{
	void *to;

	if (!from || n == 0)
		return NULL;
	to = pt_xcalloc(n, size);
	memcpy(to, from, n * size);
	return to;
}

struct pt_frozen *
pt_freeze(const struct pt_model *m)
{
	struct pt_frozen *f = pt_xcalloc(1, sizeof(*f));

	f->model = *m;
	f->model.summary = NULL;
	f->pools = copy(m->pools, m->pools_len, sizeof(*m->pools));
	f->model.pools = f->pools;
	f->model.workers = copy(m->workers, m->workers_len, sizeof(*m->workers));
	f->model.per_cpu = copy(m->per_cpu, m->per_cpu_len, sizeof(*m->per_cpu));
	f->matrix = copy(m->matrix, m->workers_len * m->workers_len, sizeof(*m->matrix));
	f->model.matrix = f->matrix;
	for (uint32_t i = 0; i < m->last_steals_len && i < PT_LAST_STEALS; i++) {
		const char *label = m->last_steals[i].label;

		f->labels[i] = pt_xstrdup(label ? label : "");
		f->model.last_steals[i].label = f->labels[i];
	}
	return f;
}

const struct pt_model *
pt_frozen_model(const struct pt_frozen *f)
{
	return &f->model;
}

void
pt_frozen_free(struct pt_frozen *f)
{
	if (!f)
		return;
	free(f->model.workers);
	free(f->model.per_cpu);
	free(f->matrix);
	free(f->pools);
	for (size_t i = 0; i < PT_LAST_STEALS; i++)
		free(f->labels[i]);
	free(f);
}
