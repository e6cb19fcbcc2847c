/* SPDX-License-Identifier: MIT */
/*
 * Metadata is text.  Warnings are numbered in the order in which they were made.
 */
#include "config.h"

#include "runner/metadata.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "runner/job.h"
#include "os/cpus.h"
#include "os/topology.h"
#include "recording/writer.h"
#include "recording/names.h"
#include "runtime/calibrate.h"

void
pt_metadata_u64(struct pt_rec_writer *w, const char *key, uint64_t v)
{
	char text[32];

	snprintf(text, sizeof(text), "%llu", (unsigned long long)v);
	pt_rec_meta(w, key, text);
}

void
pt_metadata_warning(struct pt_rec_writer *w, const char *fmt, ...)
{
	static unsigned number;
	char key[32], text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	snprintf(key, sizeof(key), PT_KEY_WARNING "%u", number++);
	pt_rec_meta(w, key, text);
}

static void
write_machine(struct pt_rec_writer *w, const struct pt_job *j)
{
	int allowed = pt_cpus_allowed(), cpus = pt_cpus_default_threads();
	double quota = pt_cpus_quota();

	pt_metadata_u64(w, PT_KEY_CPUS, (uint64_t)cpus);
	pt_metadata_u64(w, PT_KEY_ALLOWED_CPUS, (uint64_t)allowed);
	pt_calibrate_note_capacity(w);
	pt_rec_meta(w, PT_KEY_OVERSUBSCRIBED, j->threads > cpus ? "1" : "0");
	if (!isnan(quota) && quota < allowed)
		pt_metadata_warning(w, "a CPU quota of %.2f CPUs holds for these %d CPUs", quota,
			allowed);
	if (j->threads > cpus)
		pt_metadata_warning(w,
			"%d workers on %d CPU%s: off-cpu is the time they wait for one", j->threads,
			cpus, cpus == 1 ? "" : "s");
}

void
pt_metadata_run(struct pt_rec_writer *w, const struct pt_job *j)
{
	const struct pt_workload *load = j->workload;

	pt_rec_meta(w, PT_KEY_COMMAND, "run");
	pt_rec_meta(w, PT_KEY_VERSION, PACKAGE_VERSION);
	pt_rec_meta(w, PT_KEY_WORKLOAD, load->name);
	if (load->variants_len > 0)
		pt_rec_meta(w, PT_KEY_VARIANT, load->variants[j->variant].name);
	pt_rec_meta(w, PT_KEY_POLICY, pt_policy_names[j->policy]);
	if (j->workload->simd)
		pt_rec_meta(w, PT_KEY_SIMD, pt_simd_names[j->simd]);
	if (j->trial != NULL)
		pt_rec_meta(w, PT_KEY_TRIAL, j->trial);
	pt_rec_meta(w, PT_KEY_DETAIL, pt_rec_level_name(j->level));
	if (j->trace != NULL)
		pt_rec_meta(w, PT_KEY_TRACE_FULL, j->overwrite ? "overwrite" : "stop");
	pt_metadata_u64(w, PT_KEY_SEED, j->seed);
	pt_metadata_u64(w, PT_KEY_THREADS, (uint64_t)j->threads);
	pt_metadata_u64(w, PT_KEY_STARTED, (uint64_t)time(NULL));
	write_machine(w, j);
}

/* As the text of a result: of any bytes, and cut rather than left out. */
static void
write_text(struct pt_rec_writer *w, const char *key, const char *text)
{
	struct pt_text t = { 0 };

	pt_text_add(&t, "s:");
	pt_text_escape(&t, text, strlen(text), PT_RESULT_TEXT_BYTES);
	pt_rec_meta(w, key, pt_text_string(&t));
	pt_text_fini(&t);
}

static void
write_list(struct pt_rec_writer *w, const char *key, const struct pt_value *v)
{
	struct pt_text all = { 0 };

	for (size_t i = 0; i < v->list_len; i++)
		pt_text_add(&all, "%s%s", i > 0 ? ", " : "", v->list[i]);
	if (v->list_len > 0)
		write_text(w, key, pt_text_string(&all));
	pt_text_fini(&all);
}

/* With its type in front, as results are. */
static void
write_param(struct pt_rec_writer *w, const char *key, enum pt_option_type type,
	const struct pt_value *v)
{
	struct pt_text t = { 0 };

	switch (type) {
	case PT_OPT_LIST:
		write_list(w, key, v);
		return;
	case PT_OPT_FLAG:
		pt_text_add(&t, "b:%s", v->u64 != 0 ? "true" : "false");
		break;
	case PT_OPT_SIZE:
	case PT_OPT_DURATION:
	case PT_OPT_U64:
		if (v->text != NULL)
			pt_text_add(&t, "u:%llu", (unsigned long long)v->u64);
		break;
	case PT_OPT_TEXT:
	case PT_OPT_CHOICE:
		if (v->text != NULL)
			write_text(w, key, v->text);
		break;
	}
	if (t.len > 0)
		pt_rec_meta(w, key, pt_text_string(&t));
	pt_text_fini(&t);
}

/* The defaults describe a made input, and say nothing about one that was given. */
static bool
is_moot(const struct pt_job *j, size_t i)
{
	return !j->params[i].given && pt_job_has_input(j);
}

void
pt_metadata_params(struct pt_rec_writer *w, const struct pt_job *j)
{
	char key[128];

	for (size_t i = 0; i < j->workload->params_len; i++) {
		const struct pt_option *p = &j->workload->params[i];
		const struct pt_value *v = &j->params[i];

		if (is_moot(j, i))
			continue;
		snprintf(key, sizeof(key), PT_KEY_PARAM "%s", p->name);
		write_param(w, key, p->type, v);
	}
}

void
pt_metadata_stream(struct pt_rec_writer *w, uint64_t bytes)
{
	uint64_t cache_bytes = pt_topology_cache_bytes();

	pt_metadata_u64(w, PT_KEY_STREAM_BYTES, bytes);
	if (cache_bytes > 0)
		pt_metadata_u64(w, PT_KEY_CACHE_BYTES, cache_bytes);
}

struct sink {
	struct pt_result base;
	struct pt_rec_writer *writer;
};

static void
put_result(struct pt_result *r, const char *path, const char *typed_value)
{
	struct sink *s = (struct sink *)r; /* base is its first member */
	struct pt_text key = { 0 };

	pt_text_add(&key, PT_KEY_RESULT "%s", path);
	pt_rec_meta(s->writer, pt_text_string(&key), typed_value);
	pt_text_fini(&key);
}

static void
put_warning(struct pt_result *r, const char *text)
{
	pt_metadata_warning(((struct sink *)r)->writer, "%s", text);
}

void
pt_metadata_results(struct pt_rec_writer *w, const struct pt_job *j, void *state)
{
	struct sink s = { .base = { .put = put_result, .warn = put_warning }, .writer = w };

	if (j->workload->result != NULL)
		j->workload->result(state, &s.base);
}
