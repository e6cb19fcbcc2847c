/* SPDX-License-Identifier: MIT */
/*
 * Runs a workload the way `partop run` does, from option texts: a case takes the defaults of the
 * parameter table, then "name=value" settings (which may go below the limits that the command
 * line has), and keeps the results as "path" and typed value.
 */
#ifndef PT_TESTS_WORKLOAD_CASE_H
#define PT_TESTS_WORKLOAD_CASE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/parse.h"
#include "workloads/workload.h"

/* Those with tests of their own; of the others the table is enough. */
extern const struct pt_workload pt_workload_fib, pt_workload_sum, pt_workload_quicksort,
	pt_workload_hashagg, pt_workload_filescan, pt_workload_pipeline, pt_workload_scan,
	pt_workload_transform, pt_workload_parse, pt_workload_mandelbrot, pt_workload_matmul,
	pt_workload_mergesort, pt_workload_wordcount, pt_workload_amdahl, pt_workload_irregular,
	pt_workload_primes;

enum { CASE_PARAMS = 16, CASE_RESULTS = 512, CASE_TEXT = 512 };

struct wcase {
	struct pt_result sink;
	const struct pt_workload *workload;
	struct pt_value values[CASE_PARAMS];
	struct pt_setup setup;
	void *state;
	struct pt_error error;
	const char *lists[CASE_PARAMS][128];
	char path[CASE_RESULTS][CASE_TEXT], value[CASE_RESULTS][CASE_TEXT];
	size_t results;
	char warning[CASE_TEXT]; /* the last one of the last results */
};

static inline void
case_put(struct pt_result *r, const char *path, const char *value)
{
	struct wcase *c = (struct wcase *)(void *)r;

	if (c->results < CASE_RESULTS) {
		snprintf(c->path[c->results], CASE_TEXT, "%s", path);
		snprintf(c->value[c->results++], CASE_TEXT, "%s", value);
	}
}

static inline void
case_warn(struct pt_result *r, const char *text)
{
	struct wcase *c = (struct wcase *)(void *)r;

	snprintf(c->warning, CASE_TEXT, "%s", text);
}

static inline void
case_value(struct wcase *c, size_t i, const char *text)
{
	const struct pt_option *p = &c->workload->params[i];
	struct pt_value *v = &c->values[i];

	v->text = text;
	if (p->type == PT_OPT_SIZE)
		pt_parse_size(text, &v->u64);
	if (p->type == PT_OPT_U64)
		pt_parse_u64(text, &v->u64);
	if (p->type == PT_OPT_FLAG)
		v->u64 = 1;
	for (int k = 0; p->type == PT_OPT_CHOICE && p->choices[k]; k++)
		if (strcmp(p->choices[k], text) == 0)
			v->choice = k;
	if (p->type == PT_OPT_LIST) {
		c->lists[i][v->list_len++] = text;
		v->list = c->lists[i];
	}
}

static inline struct wcase *
case_new(const struct pt_workload *w, int workers)
{
	struct wcase *c = calloc(1, sizeof *c);

	if (!c)
		abort();
	c->sink.put = case_put;
	c->sink.warn = case_warn;
	c->workload = w;
	c->setup = (struct pt_setup){ .values = c->values,
		.workers = workers,
		.seed = 1,
		.simd = pt_simd_best() };
	for (size_t i = 0; i < w->params_len; i++)
		if (w->params[i].fallback)
			case_value(c, i, w->params[i].fallback);
	return c;
}

/* The value text is kept by reference. */
static inline void
case_set(struct wcase *c, const char *name, const char *text)
{
	size_t i = 0;

	while (strcmp(c->workload->params[i].name, name) != 0)
		i++;
	case_value(c, i, text);
	c->values[i].given = true;
}

static inline int
case_setup(struct wcase *c)
{
	c->state = calloc(1, c->workload->state_bytes);
	if (!c->state)
		abort();
	return c->workload->setup(c->state, &c->setup, &c->error);
}

static inline void
case_results(struct wcase *c)
{
	c->results = 0;
	c->warning[0] = '\0';
	c->workload->result(c->state, &c->sink);
}

/* Typed value of a result, NULL when there is none. */
static inline const char *
case_result(const struct wcase *c, const char *path)
{
	for (size_t i = 0; i < c->results; i++)
		if (strcmp(c->path[i], path) == 0)
			return c->value[i];
	return NULL;
}

static inline int
case_sequential(struct wcase *c)
{
	if (c->workload->reset)
		c->workload->reset(c->state);
	if (c->workload->sequential(c->state, &c->error) != 0)
		return -1;
	case_results(c);
	return 0;
}

struct case_run {
	struct wcase *c;
	int failed;
};

static inline void
case_root(partop_worker *w, partop_task *head, void *arg)
{
	struct case_run *r = arg;

	r->failed = r->c->workload->parallel(w, head, r->c->state, &r->c->error);
}

/* In a pool of setup.workers workers. */
static inline int
case_parallel(struct wcase *c)
{
	struct partop_config config = { .threads = c->setup.workers };
	struct case_run r = { .c = c, .failed = -1 };
	partop_pool *pool = NULL;

	if (partop_pool_open(&pool, &config) != 0)
		abort();
	if (c->workload->reset)
		c->workload->reset(c->state);
	partop_run(pool, case_root, &r);
	partop_pool_close(pool);
	if (r.failed == 0)
		case_results(c);
	return r.failed;
}

static inline int
case_verify(struct wcase *c)
{
	return c->workload->verify(c->state, &c->error);
}

static inline void
case_free(struct wcase *c)
{
	if (c->state && c->workload->teardown)
		c->workload->teardown(c->state);
	free(c->state);
	free(c);
}

#endif
