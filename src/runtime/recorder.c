/* SPDX-License-Identifier: MIT */
/*
 * The process's recording, and the labels in it: see recorder.h.
 */
#include "config.h"

#include "runtime/recorder.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/parse.h"
#include "os/cpus.h"
#include "recording/handover.h"
#include "recording/keys.h"
#include "recording/names.h"
#include "runtime/calibrate.h"
#include "runtime/default.h"
#include "runtime/fork.h"

#define RING_CHUNKS 8 /* per worker, when the recording is not kept */
#define LABELS 1024   /* texts remembered; a power of two */
#define LABELS_FULL (LABELS / 4 * 3)

struct label {
	char *text;
	uint16_t id;
};

/* All under `lock`, but for the generation. */
static struct {
	pthread_mutex_t lock;
	struct pt_rec_writer *writer;
	bool foreign; /* from the environment */
	_Atomic uint32_t generation;
	struct label label[LABELS];
	size_t labels;
} recorder = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void
forget_labels(void)
{
	for (size_t i = 0; i < LABELS; i++)
		free(recorder.label[i].text);
	memset(recorder.label, 0, sizeof(recorder.label));
	recorder.labels = 0;
	atomic_fetch_add_explicit(&recorder.generation, 1, memory_order_relaxed);
}

void
pt_recorder_before_fork(void)
{
	pthread_mutex_lock(&recorder.lock);
}

void
pt_recorder_after_fork(bool in_child)
{
	if (in_child) {
		pt_rec_fork_child(recorder.writer);
		recorder.writer = NULL;
		recorder.foreign = false;
		forget_labels();
	}
	pthread_mutex_unlock(&recorder.lock);
}

/* The recording handed over, claimed for this process; -1: none, or another process has it. */
static int
environment_fd(void)
{
	const char *text = getenv("PARTOP_RECORDING");

	return text && pt_fork_may_record() ? pt_handover_claim(text) : -1;
}

static enum pt_rec_level
environment_level(void)
{
	const char *text = getenv("PARTOP_DETAIL");

	for (unsigned i = 0; text && i <= PT_REC_LEVEL_FULL; i++)
		if (!strcmp(text, pt_rec_level_name(i)))
			return (enum pt_rec_level)i;
	return PT_REC_LEVEL_STEALS;
}

/* 0: as the recording has it. */
static uint64_t
environment_cap(void)
{
	const char *text = getenv("PARTOP_RECORDING_CAP");
	uint64_t bytes;

	return text && pt_parse_u64(text, &bytes) == PT_PARSE_OK ? bytes : 0;
}

static bool
environment_overwrites(void)
{
	const char *text = getenv("PARTOP_RECORDING_FULL");

	return text && !strcmp(text, "overwrite");
}

/* Kept: it grows, or the cap is shared out in rings.  Else small rings. */
static struct pt_rec_options
environment_options(bool kept)
{
	struct pt_rec_options o = { .fd = environment_fd(),
		.level = environment_level(),
		.ring_chunks = RING_CHUNKS };

	if (o.level >= PT_REC_LEVEL_TASKS)
		o.ring_chunks = PT_REC_RING_CHUNKS_TASKS;
	if (!kept)
		return o;
	o.cap_bytes = environment_cap();
	if (environment_overwrites())
		o.ring_chunks = pt_rec_ring_chunks(o.cap_bytes, (uint32_t)partop_default_threads());
	else
		o.ring_chunks = 0;
	o.service = o.ring_chunks == 0;
	return o;
}

static void
put_number(const char *key, uint64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%llu", (unsigned long long)value);
	pt_rec_meta(recorder.writer, key, text);
}

/* What partop's own runner tells about a workload, the library tells about other programs. */
static void
describe(enum pt_rec_level level, bool kept, double event_ns)
{
	pt_rec_meta(recorder.writer, PT_KEY_COMMAND, "exec");
	pt_rec_meta(recorder.writer, PT_KEY_PROGRAM, program_invocation_short_name);
	pt_rec_meta(recorder.writer, PT_KEY_VERSION, VERSION);
	pt_rec_meta(recorder.writer, PT_KEY_DETAIL, pt_rec_level_name(level));
	if (kept)
		pt_rec_meta(recorder.writer, PT_KEY_TRACE_FULL,
			environment_overwrites() ? "overwrite" : "stop");
	pt_calibrate_note(recorder.writer, event_ns);
	pt_calibrate_note_capacity(recorder.writer);
	put_number(PT_KEY_CPUS, (uint64_t)pt_cpus_allowed());
	put_number(PT_KEY_ALLOWED_CPUS, (uint64_t)pt_cpus_allowed());
	put_number(PT_KEY_STARTED, (uint64_t)time(NULL));
}

static int
open_locked(const struct pt_rec_options *o)
{
	int r = pt_rec_create(&recorder.writer, o);

	if (r) {
		recorder.writer = NULL;
		return r;
	}
	atomic_fetch_add_explicit(&recorder.generation, 1, memory_order_relaxed);
	return 0;
}

static void
open_from_environment(double event_ns)
{
	bool kept = getenv("PARTOP_RECORDING_GROW");
	struct pt_rec_options o = environment_options(kept);

	if (o.fd >= 0) {
		recorder.foreign = open_locked(&o) == 0;
		close(o.fd);
	}
	if (recorder.foreign) {
		pt_rec_survive_cuts(recorder.writer);
		describe(o.level, kept, event_ns);
		return;
	}
	o = (struct pt_rec_options){ .fd = -1 };
	open_locked(&o);
}

/* Registers labels, which takes the lock: so the caller must not hold it.  NAN: not asked for. */
static double
calibrate(void)
{
	bool open, wanted = getenv("PARTOP_RECORDING") && pt_fork_may_record();

	pthread_mutex_lock(&recorder.lock);
	open = recorder.writer;
	pthread_mutex_unlock(&recorder.lock);
	return wanted && !open ? pt_calibrate_event_ns(environment_level()) : NAN;
}

int
pt_recorder_open(const struct pt_rec_options *o)
{
	int r = -EBUSY;

	pthread_mutex_lock(&recorder.lock);
	if (!recorder.writer)
		r = open_locked(o);
	pthread_mutex_unlock(&recorder.lock);
	return r;
}

struct pt_rec_writer *
pt_recorder_writer(void)
{
	struct pt_rec_writer *w;
	double event_ns = calibrate();

	pthread_mutex_lock(&recorder.lock);
	if (!recorder.writer)
		open_from_environment(event_ns);
	w = recorder.writer;
	pthread_mutex_unlock(&recorder.lock);
	return w;
}

void
pt_recorder_close(void)
{
	bool blocked = pt_rec_unblock_cuts();

	pthread_mutex_lock(&recorder.lock);
	if (recorder.writer)
		pt_rec_close(recorder.writer);
	recorder.writer = NULL;
	recorder.foreign = false;
	forget_labels();
	pthread_mutex_unlock(&recorder.lock);
	pt_rec_block_cuts(blocked);
}

bool
pt_recorder_is_foreign(void)
{
	bool foreign;

	pthread_mutex_lock(&recorder.lock);
	foreign = recorder.foreign;
	pthread_mutex_unlock(&recorder.lock);
	return foreign;
}

uint32_t
pt_recorder_generation(void)
{
	return atomic_load_explicit(&recorder.generation, memory_order_relaxed);
}

/* FNV-1a. */
static uint32_t
hash(const char *s)
{
	uint32_t h = 2166136261u;

	while (*s)
		h = (h ^ (uint8_t)*s++) * 16777619u;
	return h;
}

static uint16_t
label_locked(const char *text)
{
	uint32_t i = hash(text) % LABELS;
	uint16_t id;

	for (; recorder.label[i].text; i = (i + 1) % LABELS)
		if (!strcmp(recorder.label[i].text, text))
			return recorder.label[i].id;
	if (!recorder.writer || recorder.labels >= LABELS_FULL)
		return 0;
	id = (uint16_t)pt_rec_label(recorder.writer, text);
	recorder.label[i].text = strdup(text);
	if (recorder.label[i].text) {
		recorder.label[i].id = id;
		recorder.labels++;
	}
	return id;
}

uint16_t
pt_recorder_label(const char *text)
{
	uint16_t id;

	pthread_mutex_lock(&recorder.lock);
	id = label_locked(text);
	pthread_mutex_unlock(&recorder.lock);
	return id;
}

void
partop_set_baseline_ns(uint64_t ns)
{
	if (!pt_recorder_writer())
		return;
	pthread_mutex_lock(&recorder.lock);
	if (recorder.writer)
		put_number(PT_KEY_BASELINE_NS, ns);
	pthread_mutex_unlock(&recorder.lock);
}

/* At exit: a recording from the environment is finished, if no thread is still in a run. */
__attribute__((destructor)) static void
finish(void)
{
	bool foreign = pt_recorder_is_foreign();

	if (pt_default_pool_close() && foreign)
		pt_recorder_close();
}
