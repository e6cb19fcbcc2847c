/* SPDX-License-Identifier: MIT */
/*
 * filescan: counts the lines of a file, and those that contain given texts, in constant memory.
 *
 * The counts are those of `LC_ALL=C grep -a -c -F PATTERN` and, for lines, `grep -a -c ''`.
 * The sequential version runs the same kernel over the same chunks, read in the same way.
 */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "workloads/filescan/filescan_check.h"
#include "workloads/filescan/filescan_chunk.h"
#include "workloads/filescan/filescan_io.h"
#include "workloads/filescan/filescan_log.h"
#include "workloads/lib/input_file.h"
#include "workloads/workload.h"

enum { SIZE, GRAIN, INPUT, IO, PATTERN, NO_LINES, PARAMS };
enum { LOOKED_AT = 4096 };

static const struct pt_option params[PARAMS] = {
	[SIZE] = {
		.name = "size", .letter = 'n', .type = PT_OPT_SIZE, .value_name = "BYTES",
		.help = "size of the log that is made when there is no --input",
		.fallback = "1G", .min = 1, .max = UINT64_C(1) << 44,
	},
	[GRAIN] = {
		.name = "grain", .type = PT_OPT_SIZE, .value_name = "BYTES",
		.help = "bytes of a chunk, which one worker reads and scans (default: 256Ki, or "
			"mapped windows of up to 2Mi)",
		.min = 4096, .max = UINT64_C(1) << 30,
	},
	[INPUT] = {
		.name = "input", .type = PT_OPT_TEXT, .value_name = "FILE", .min = 1,
		.help = "scan FILE instead; needs a --pattern",
	},
	[IO] = {
		.name = "io", .type = PT_OPT_CHOICE, .value_name = "WAY", .choices = pt_filescan_ways,
		.help = "how the file is read: auto measures, on parts of it, which is faster",
		.fallback = "auto",
	},
	[PATTERN] = {
		.name = "pattern", .letter = 'e', .type = PT_OPT_LIST, .value_name = "TEXT", .min = 1,
		.help = "text to look for, byte by byte; may be repeated (default in a made log: "
			PT_FILESCAN_PLANTED ")",
	},
	[NO_LINES] = {
		.name = "no-lines", .type = PT_OPT_FLAG,
		.help = "count only the lines that contain a pattern, not all",
	},
};

enum { FREE, BARRIER };

static const struct pt_variant variants[] = {
	[FREE] = { "free", "every worker reads and scans chunks of its own" },
	[BARRIER] = { "barrier", "one reader; all scan what it has read, and wait for each other",
		.only_steal = true },
};

struct filescan {
	struct pt_input input;
	unsigned variant;
	int workers;
	bool made;
	enum partop_policy policy;
	struct pt_filescan_planted planted;
	struct pt_filescan scan;
	struct pt_filescan_io io;
	struct pt_scan_pattern patterns[PT_FILESCAN_PATTERNS];
	unsigned char *buffers; /* one per worker */
	size_t buffer_bytes, buffers_bytes;
	struct pt_filescan_counts counts, checked; /* of the last run; by naive code */
	bool have_checked;
	/* The first error of a parallel run: its worker wins `failed` and writes `error`. */
	atomic_bool failed;
	struct pt_error error;
};

static int
take_patterns(struct filescan *f, const struct pt_setup *s, struct pt_error *e)
{
	const struct pt_value *given = &s->values[PATTERN];

	if (given->list_len == 0 && s->values[INPUT].given)
		return pt_fail(e, PT_EXIT_USAGE, "--input needs a --pattern to look for");
	if (given->list_len == 0)
		return pt_filescan_add_pattern(&f->scan, f->patterns, PT_FILESCAN_PLANTED, e);
	for (size_t i = 0; i < given->list_len; i++)
		if (pt_filescan_add_pattern(&f->scan, f->patterns, given->list[i], e) != 0)
			return -1;
	return 0;
}

static uint64_t
buffers_bytes(const struct pt_filescan *f, int workers)
{
	return ((pt_filescan_buffer_bytes(f) + 4095) & ~UINT64_C(4095)) * (uint64_t)workers;
}

/* Size of the made log; the default gives way to a small memory. */
static uint64_t
log_bytes(const struct pt_setup *s)
{
	const struct pt_value *size = &s->values[SIZE];

	if (s->values[INPUT].given)
		return 0;
	if (!size->given && s->memory_bytes && size->u64 > s->memory_bytes / 4)
		return s->memory_bytes / 4;
	return size->u64;
}

static uint64_t
needs_bytes(const struct pt_setup *s)
{
	struct pt_filescan f = { .chunk_bytes = pt_filescan_chunk_most(s->values[GRAIN].u64) };

	for (size_t i = 0; i < s->values[PATTERN].list_len; i++)
		f.longest += strlen(s->values[PATTERN].list[i]);
	return buffers_bytes(&f, s->workers) + log_bytes(s);
}

static int
take_input(struct filescan *f, const struct pt_setup *s, struct pt_error *e)
{
	f->made = !s->values[INPUT].given;
	if (f->made)
		return pt_filescan_log(&f->input,
			&(struct pt_filescan_wanted){ log_bytes(s), s->seed, s->threads },
			&f->planted, e);
	if (s->values[SIZE].given)
		return pt_fail(e, PT_EXIT_USAGE, "--size: an --input has its own size");
	return pt_input_open(&f->input, s->values[INPUT].text, e);
}

static int
choose_io(struct filescan *f, const struct pt_setup *s, struct pt_error *e)
{
	f->scan.input = &f->input;
	f->scan.no_lines = s->values[NO_LINES].given;
	f->scan.kernel = pt_scan_kernel(s->simd);
	f->io.asked = (enum pt_filescan_way)s->values[IO].choice;
	if (s->variant == BARRIER && f->io.asked == PT_FILESCAN_MMAP)
		return pt_fail(e, PT_EXIT_USAGE,
			"--io mmap: what one reader reads, with --variant barrier, goes to buffers");
	if (s->variant == BARRIER)
		f->io.asked = PT_FILESCAN_PREAD;
	f->io.grain = s->values[GRAIN].u64;
	f->io.workers = s->workers;
	return pt_filescan_io_begin(&f->io, &f->scan, e);
}

static int
setup(void *state, const struct pt_setup *s, struct pt_error *e)
{
	struct filescan *f = state;

	f->input.fd = -1;
	if (pt_buffer_check(s, log_bytes(s), needs_bytes(s), e) != 0)
		return -1;
	if (take_patterns(f, s, e) != 0 || take_input(f, s, e) != 0 || choose_io(f, s, e) != 0)
		return -1;
	f->policy = s->policy;
	f->variant = s->variant;
	f->workers = s->workers;
	f->buffers_bytes = buffers_bytes(&f->scan, s->workers);
	f->buffer_bytes = f->buffers_bytes / (size_t)s->workers;
	f->buffers = pt_buffer_alloc(f->buffers_bytes);
	return f->buffers ? 0 : pt_fail(e, PT_EXIT_ENVIRONMENT, "no memory for the buffers");
}

static void
reset(void *state)
{
	struct filescan *f = state;

	f->counts = (struct pt_filescan_counts){ 0 };
	atomic_store_explicit(&f->failed, false, memory_order_relaxed);
}

static int
sequential(void *state, struct pt_error *e)
{
	struct filescan *f = state;
	const uint64_t chunks = pt_filescan_chunks(&f->scan);

	for (uint64_t i = 0; i < chunks; i++)
		if (pt_filescan_chunk(&f->scan, i, f->buffers, &f->counts, e) != 0)
			return -1;
	return 0;
}

static void
identity(void *acc, void *arg)
{
	*(struct pt_filescan_counts *)acc = (struct pt_filescan_counts){ 0 };
}

static void
combine(void *left, void *right, void *arg)
{
	const struct filescan *f = arg;
	struct pt_filescan_counts *l = left;
	const struct pt_filescan_counts *r = right;

	l->lines += r->lines;
	for (size_t i = 0; i < f->scan.patterns_len; i++)
		l->matches[i] += r->matches[i];
}

/* Read by parallel() behind the join, which orders it. */
static void
fail_run(struct filescan *f, partop_worker *w, const struct pt_error *e)
{
	if (!atomic_exchange_explicit(&f->failed, true, memory_order_relaxed))
		f->error = *e;
	partop_fail(w, EIO);
}

static void
fold(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	struct filescan *f = arg;
	unsigned char *buffer = f->buffers + partop_worker_index(w) * f->buffer_bytes;
	struct pt_error e;

	for (uint64_t i = lo; i < hi; i++)
		if (pt_filescan_chunk(&f->scan, i, buffer, acc, &e) != 0) {
			fail_run(f, w, &e);
			return;
		}
}

static const struct partop_reducer reducer = {
	.size = sizeof(struct pt_filescan_counts),
	.identity = identity,
	.fold = fold,
	.combine = combine,
};

static int
scan_freely(partop_worker *w, partop_task *head, struct filescan *f)
{
	const struct partop_range_options options = { .label = "scan", .policy = f->policy };

	return partop_reduce(w, head, 0, pt_filescan_chunks(&f->scan), &reducer, &f->counts, f,
		&options);
}

/* ---- as people first write it ---- */

/* Chunk first + i is in buffer i. */
struct round {
	struct filescan *f;
	uint64_t first;
};

static void
read_round(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	const struct round *r = arg;
	struct filescan *f = r->f;
	struct pt_error e;

	for (uint64_t i = lo; i < hi; i++)
		if (pt_filescan_read(&f->scan, r->first + i, f->buffers + i * f->buffer_bytes,
			    &e) != 0) {
			fail_run(f, w, &e);
			return;
		}
}

static void
fold_round(partop_worker *w, partop_task *head, void *acc, uint64_t lo, uint64_t hi, void *arg)
{
	const struct round *r = arg;
	struct filescan *f = r->f;
	struct pt_error e;

	for (uint64_t i = lo; i < hi; i++)
		if (pt_filescan_count(&f->scan, r->first + i, f->buffers + i * f->buffer_bytes, acc,
			    &e) != 0) {
			fail_run(f, w, &e);
			return;
		}
}

static void
identity_of_round(void *acc, void *arg)
{
	identity(acc, NULL);
}

static void
combine_in_round(void *left, void *right, void *arg)
{
	combine(left, right, ((struct round *)arg)->f);
}

/* The reading is a loop of one chunk, so that it is shown. */
static int
scan_round(partop_worker *w, partop_task *head, struct round *r, uint64_t n)
{
	static const struct partop_reducer round = { sizeof(struct pt_filescan_counts),
		identity_of_round, fold_round, combine_in_round };
	const struct partop_range_options read = { .grain = n, .label = "read" };
	const struct partop_range_options scan = { .policy = PARTOP_STATIC, .label = "scan" };
	struct pt_filescan_counts counts;
	int error;

	partop_for(w, head, 0, n, read_round, r, &read);
	error = partop_reduce(w, head, 0, n, &round, &counts, r, &scan);
	if (!error)
		combine(&r->f->counts, &counts, r->f);
	return error;
}

static int
scan_in_rounds(partop_worker *w, partop_task *head, struct filescan *f)
{
	const uint64_t chunks = pt_filescan_chunks(&f->scan), most = (uint64_t)f->workers;
	struct round r = { .f = f };
	int error = 0;

	identity(&f->counts, NULL);
	for (uint64_t n; r.first < chunks && !error; r.first += n) {
		n = chunks - r.first < most ? chunks - r.first : most;
		error = scan_round(w, head, &r, n);
	}
	return error;
}

static int
parallel(partop_worker *w, partop_task *head, void *state, struct pt_error *e)
{
	struct filescan *f = state;
	int error = f->variant == BARRIER ? scan_in_rounds(w, head, f) : scan_freely(w, head, f);

	if (atomic_load_explicit(&f->failed, memory_order_relaxed)) {
		*e = f->error;
		return -1;
	}
	if (error)
		return pt_fail(e, PT_EXIT_FAILED, "filescan: %s", strerror(-error));
	return 0;
}

/* The answer planted in a made log, or the one of naive code, found once. */
static int
find_answer(struct filescan *f, struct pt_error *e)
{
	const struct pt_scan_pattern *p = f->patterns;
	const char planted[] = PT_FILESCAN_PLANTED;

	if (f->have_checked)
		return 0;
	if (f->made && f->scan.patterns_len == 1 && p->len == sizeof planted - 1 &&
		memcmp(p->bytes, planted, p->len) == 0) {
		f->checked.lines = f->planted.lines;
		f->checked.matches[0] = f->planted.matches;
	} else if (pt_filescan_check(&f->input, p, f->scan.patterns_len, &f->checked, e) != 0) {
		return -1;
	}
	f->have_checked = true;
	return 0;
}

static int
differs(const struct filescan *f, const char *what, uint64_t is, uint64_t should,
	struct pt_error *e)
{
	if (pt_input_changed(&f->input))
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "'%s' was written to while it was read",
			f->input.name);
	return pt_fail(e, PT_EXIT_FAILED, "%s: %" PRIu64 ", should be %" PRIu64, what, is, should);
}

static int
verify(void *state, struct pt_error *e)
{
	struct filescan *f = state;
	char what[64];

	if (find_answer(f, e) != 0)
		return -1;
	if (!f->scan.no_lines && f->counts.lines != f->checked.lines)
		return differs(f, "lines", f->counts.lines, f->checked.lines, e);
	for (size_t i = 0; i < f->scan.patterns_len; i++) {
		if (f->counts.matches[i] == f->checked.matches[i])
			continue;
		snprintf(what, sizeof what, "lines with '%.40s'", f->patterns[i].bytes);
		return differs(f, what, f->counts.matches[i], f->checked.matches[i], e);
	}
	return 0;
}

static void
put_matches(struct pt_result *r, const char *bytes, size_t len, uint64_t matches)
{
	struct pt_text path = { 0 };

	pt_result_path(&path, "matches", bytes, len);
	pt_result_u64(r, pt_text_string(&path), matches);
	pt_text_fini(&path);
}

/* A file whose lines end with CR alone looks like one long line.  A buffer has more room. */
static void
warn_of_returns(const struct filescan *f, struct pt_result *r)
{
	const size_t len = f->input.size < LOOKED_AT ? f->input.size : LOOKED_AT;
	const unsigned char *cr;
	struct pt_text t = { 0 };
	struct pt_error ignored;

	if (f->counts.lines != 1 || pt_input_read(&f->input, f->buffers, len, 0, &ignored) != 0)
		return;
	cr = memchr(f->buffers, '\r', len);
	if (!cr || f->buffers + len - cr < 3) /* it ends the line */
		return;
	pt_text_add(&t, "'%s' is one line to grep, too: its lines end with CR alone",
		f->input.name);
	pt_result_warn(r, pt_text_string(&t));
	pt_text_fini(&t);
}

static void
result(void *state, struct pt_result *r)
{
	const struct filescan *f = state;

	warn_of_returns(f, r);
	pt_result_u64(r, "bytes", f->input.size);
	pt_filescan_io_result(&f->io, r);
	if (f->scan.no_lines)
		pt_result_f64(r, "lines", NAN);
	else
		pt_result_u64(r, "lines", f->counts.lines);
	for (size_t i = 0; i < f->scan.patterns_len; i++)
		put_matches(r, (const char *)f->patterns[i].bytes, f->patterns[i].len,
			f->counts.matches[i]);
}

static void
teardown(void *state)
{
	struct filescan *f = state;

	pt_filescan_io_end(&f->io);
	pt_input_close(&f->input);
	pt_buffer_free(f->buffers, f->buffers_bytes);
}

static uint64_t
input_bytes(void *state)
{
	const struct filescan *f = state;

	return f->input.size;
}

const struct pt_workload pt_workload_filescan = {
	.name = "filescan",
	.summary = "counts the lines of a file that contain a text",
	.teaches =
		"a file of any size in constant memory; what one reader and a barrier cost the others",
	.knob = "--variant barrier,free",
	.expect = "one reader and a barrier per round take 1.5 x as long as workers that all read",
	.ratio = { 1.05, 5 },
	.work_unit = "bytes",
	.params = params,
	.params_len = PARAMS,
	.variants = variants,
	.variants_len = sizeof variants / sizeof *variants,
	.policies = PT_POLICIES,
	.simd = PT_SIMD_ALL,
	.state_bytes = sizeof(struct filescan),
	.needs_bytes = needs_bytes,
	.setup = setup,
	.reset = reset,
	.sequential = sequential,
	.parallel = parallel,
	.verify = verify,
	.result = result,
	.teardown = teardown,
	.input_bytes = input_bytes,
};
