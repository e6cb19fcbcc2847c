/* SPDX-License-Identifier: MIT */
/*
 * ingest: what a search over documents is made of.  The document is *split* into chunks that overlap,
 * each is *embedded* as a vector, all are *stored* in a SQLite database, and queries *search* the
 * vectors for the nearest ones.  A database has one writer: its part is serial, whatever the number
 * of workers, and bounds what they all gain.
 *
 * Variant stages ends each stage before the next; in overlap a worker embeds and stores one
 * transaction's rows after the other, so that the others embed while one writes.
 */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "workloads/lib/now.h"
#include "workloads/ingest/ingest.h"
#include "workloads/lib/input_file.h"

static const char *const stage_names[] = { "split", "embed", "store", "search" };

enum { SIZE, INPUT, CHUNK, OVERLAP, BATCH, DB };

static const struct pt_option params[] = {
	[SIZE] = {
		.name = "size", .letter = 'n', .type = PT_OPT_SIZE, .value_name = "N", .fallback = "16M",
		.help = "bytes of a made document",
		.min = 1, .max = UINT64_C(1) << 40,
	},
	[INPUT] = {
		.name = "input", .type = PT_OPT_TEXT, .value_name = "FILE", .min = 1,
		.help = "take FILE as the document instead",
	},
	[CHUNK] = {
		.name = "chunk", .type = PT_OPT_SIZE, .value_name = "BYTES", .fallback = "1024",
		.help = "bytes of a chunk",
		.min = 64, .max = 1 << 20,
	},
	[OVERLAP] = {
		.name = "overlap", .type = PT_OPT_SIZE, .value_name = "BYTES", .fallback = "256",
		.help = "bytes that a chunk shares with the next one",
		.min = 0, .max = 1 << 20,
	},
	[BATCH] = {
		.name = "batch", .type = PT_OPT_SIZE, .value_name = "ROWS", .fallback = "500",
		.help = "rows in a transaction of the database",
		.min = 1, .max = UINT64_C(1) << 32,
	},
	[DB] = {
		.name = "db", .type = PT_OPT_TEXT, .value_name = "FILE", .min = 1,
		.help = "the database: its table partop_chunks is replaced (default: a temporary one)",
	},
};

static const struct pt_variant variants[] = {
	{ "stages", "all chunks are embedded, then all are stored" },
	{ "overlap", "some workers embed while one stores" },
};

static uint64_t
memory_for(uint64_t len, const struct pt_setup *s)
{
	uint64_t chunks = pt_document_chunks(len, s->values[CHUNK].u64, s->values[OVERLAP].u64);
	uint64_t each = sizeof(struct pt_span) + sizeof(pt_vector) + sizeof(struct pt_row);
	uint64_t rest = pt_buffer_bytes(chunks, each);

	return rest > UINT64_MAX - len ? UINT64_MAX : len + rest;
}

static uint64_t
needs_bytes(const struct pt_setup *s)
{
	if (s->values[INPUT].given || s->values[OVERLAP].u64 >= s->values[CHUNK].u64)
		return 0;
	return memory_for(s->values[SIZE].u64, s);
}

static int
check_options(const struct pt_setup *s, struct pt_error *e)
{
	if (s->values[OVERLAP].u64 >= s->values[CHUNK].u64)
		return pt_fail(e, PT_EXIT_USAGE,
			"--overlap: %" PRIu64 " is not below --chunk %" PRIu64,
			s->values[OVERLAP].u64, s->values[CHUNK].u64);
	if (s->values[INPUT].given && s->values[SIZE].given)
		return pt_fail(e, PT_EXIT_USAGE, "--size: an --input has its own size");
	return 0;
}

/* ---- the document ---- */

static int
make_text(struct pt_ingest *m, const struct pt_setup *s, struct pt_error *e)
{
	m->doc.len = s->values[SIZE].u64;
	if (pt_buffer_check(s, m->doc.len, needs_bytes(s), e))
		return -1;
	m->doc.text = pt_buffer_alloc(m->doc.len);
	if (!m->doc.text)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "--size %" PRIu64, m->doc.len);
	pt_document_make(&m->doc, s->seed, s->threads);
	return 0;
}

static int
take_text(struct pt_ingest *m, const struct pt_input *in, const struct pt_setup *s,
	struct pt_error *e)
{
	if (in->size == 0)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "'%s' is empty: there is nothing to ingest",
			in->name);
	if (s->memory_bytes && memory_for(in->size, s) > s->memory_bytes)
		return pt_fail(e, PT_EXIT_ENVIRONMENT,
			"'%s' is too large: it needs %" PRIu64 " bytes of memory, %" PRIu64
			" may be used",
			in->name, memory_for(in->size, s), s->memory_bytes);
	m->doc.text = pt_buffer_alloc(in->size);
	if (!m->doc.text)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "memory for '%s'", in->name);
	m->doc.len = in->size;
	return pt_input_read(in, m->doc.text, in->size, 0, e);
}

static int
read_text(struct pt_ingest *m, const struct pt_setup *s, struct pt_error *e)
{
	struct pt_input in = { .fd = -1 };
	int rc = pt_input_open(&in, s->values[INPUT].text, e);

	if (rc == 0)
		rc = take_text(m, &in, s, e);
	pt_input_close(&in);
	return rc;
}

static int
make_arrays(struct pt_ingest *m, struct pt_error *e)
{
	uint64_t n = m->doc.chunks = pt_document_chunks(m->doc.len, m->doc.chunk, m->doc.overlap);

	m->span = pt_buffer_alloc(n * sizeof(*m->span));
	m->embedded = pt_buffer_alloc(n * sizeof(*m->embedded));
	m->row = pt_buffer_alloc(n * sizeof(*m->row));
	if (!m->span || !m->embedded || !m->row)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "memory for %" PRIu64 " chunks", n);
	return 0;
}

/* The database last: nothing is written before all else is known to be fine. */
/* NULL: one that is gone in the end. */
static const char *
database(const struct pt_setup *s)
{
	return s->values[DB].given && !s->preview_of ? s->values[DB].text : NULL;
}

static int
setup(void *state, const struct pt_setup *s, struct pt_error *e)
{
	struct pt_ingest *m = state;

	if (check_options(s, e))
		return -1;
	m->doc.chunk = s->values[CHUNK].u64;
	m->doc.overlap = s->values[OVERLAP].u64;
	m->batch = s->values[BATCH].u64;
	m->overlap = s->variant == 1;
	if (s->values[INPUT].given ? read_text(m, s, e) : make_text(m, s, e))
		return -1;
	if (make_arrays(m, e))
		return -1;
	pthread_mutex_init(&m->lock, NULL);
	m->lock_made = true;
	return pt_store_open(&m->store, database(s), e);
}

static void
reset(void *state)
{
	struct pt_ingest *m = state;

	m->ran = false;
	memset(m->answer, 0, sizeof m->answer);
	memset(m->embedded, 0, m->doc.chunks * sizeof(*m->embedded));
	pt_store_begin(&m->store);
}

/* ---- the stages: pieces of chunks or queries ---- */

static void
split(struct pt_ingest *m, uint64_t lo, uint64_t hi)
{
	for (uint64_t i = lo; i < hi; i++)
		m->span[i] = pt_document_span(&m->doc, i);
}

static void
embed(struct pt_ingest *m, uint64_t lo, uint64_t hi)
{
	for (uint64_t i = lo; i < hi; i++)
		pt_embed(m->doc.text + m->span[i].begin, m->span[i].end - m->span[i].begin,
			m->embedded[i]);
}

static uint64_t
transactions(const struct pt_ingest *m)
{
	return m->doc.chunks / m->batch + (m->doc.chunks % m->batch != 0);
}

static struct pt_span
rows_of(const struct pt_ingest *m, uint64_t transaction)
{
	uint64_t begin = transaction * m->batch, left = m->doc.chunks - begin;

	return (struct pt_span){ begin, begin + (left < m->batch ? left : m->batch) };
}

static void
store(struct pt_ingest *m, uint64_t transaction)
{
	struct pt_span rows = rows_of(m, transaction);

	for (uint64_t i = rows.begin; i < rows.end; i++)
		m->row[i] = (struct pt_row){ .id = i,
			.begin = m->span[i].begin,
			.text = m->doc.text + m->span[i].begin,
			.bytes = (int)(m->span[i].end - m->span[i].begin),
			.vector = m->embedded[i],
			.vector_bytes = sizeof(pt_vector) };
	pthread_mutex_lock(&m->lock);
	pt_store_rows(&m->store, &m->row[rows.begin], rows.end - rows.begin);
	pthread_mutex_unlock(&m->lock);
}

/* Of equal scores the first chunk comes first: chunks are offered in their order. */
static void
offer(struct pt_answer *a, struct pt_match x)
{
	uint64_t i;

	if (a->n == PT_NEAREST && a->match[PT_NEAREST - 1].score >= x.score)
		return;
	i = a->n < PT_NEAREST ? a->n++ : PT_NEAREST - 1;
	for (; i > 0 && a->match[i - 1].score < x.score; i--)
		a->match[i] = a->match[i - 1];
	a->match[i] = x;
}

/* The beginning of some chunk. */
struct pt_span
pt_ingest_query(const struct pt_ingest *m, uint64_t q)
{
	struct pt_span s = m->span[q * m->doc.chunks / PT_QUERIES];

	if (s.end - s.begin > PT_QUERY_BYTES)
		s.end = s.begin + PT_QUERY_BYTES;
	return s;
}

static void
search(struct pt_ingest *m, uint64_t q)
{
	struct pt_span s = pt_ingest_query(m, q);
	struct pt_answer a = { 0 };
	pt_vector v;

	pt_embed(m->doc.text + s.begin, s.end - s.begin, v);
	for (uint64_t i = 0; i < m->doc.chunks; i++)
		offer(&a, (struct pt_match){ i, pt_dot(v, m->embedded[i]) });
	m->answer[q] = a;
}

/* The stage that began at *at ends here. */
static void
end_stage(uint64_t ns[PT_STAGES], enum pt_stage stage, uint64_t *at)
{
	uint64_t now = pt_workload_now_ns();

	ns[stage] = now - *at;
	*at = now;
}

static int
end_run(struct pt_ingest *m, struct pt_error *e)
{
	m->ran = true;
	return pt_store_check(&m->store, e);
}

static int
sequential(void *state, struct pt_error *e)
{
	struct pt_ingest *m = state;
	uint64_t at = pt_workload_now_ns();

	m->in_parallel = false;
	split(m, 0, m->doc.chunks);
	end_stage(m->sequential_ns, PT_SPLIT, &at);
	embed(m, 0, m->doc.chunks);
	end_stage(m->sequential_ns, PT_EMBED, &at);
	for (uint64_t t = 0; t < transactions(m); t++)
		store(m, t);
	pt_store_end(&m->store);
	end_stage(m->sequential_ns, PT_STORE, &at);
	for (uint64_t q = 0; q < PT_QUERIES; q++)
		search(m, q);
	end_stage(m->sequential_ns, PT_SEARCH, &at);
	return end_run(m, e);
}

/* ---- side by side ---- */

static void
split_piece(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	split(arg, lo, hi);
}

static void
embed_piece(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	embed(arg, lo, hi);
}

static void
store_piece(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	for (uint64_t t = lo; t < hi; t++)
		store(arg, t);
}

static void
embed_and_store(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct pt_ingest *m = arg;

	for (uint64_t t = lo; t < hi; t++) {
		struct pt_span rows = rows_of(m, t);

		embed(m, rows.begin, rows.end);
		store(m, t);
	}
}

static void
search_piece(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	for (uint64_t q = lo; q < hi; q++)
		search(arg, q);
}

static void
loop(partop_worker *w, partop_task *head, struct pt_ingest *m, uint64_t n, uint64_t grain,
	partop_for_fn *fn, const char *label)
{
	partop_for(w, head, 0, n, fn, m,
		&(struct partop_range_options){ .grain = grain, .label = label });
}

static int
parallel(partop_worker *w, partop_task *head, void *state, struct pt_error *e)
{
	struct pt_ingest *m = state;
	uint64_t at = pt_workload_now_ns();

	m->in_parallel = true;
	loop(w, head, m, m->doc.chunks, 0, split_piece, "split");
	end_stage(m->ns, PT_SPLIT, &at);
	if (!m->overlap) {
		loop(w, head, m, m->doc.chunks, 0, embed_piece, "embed");
		end_stage(m->ns, PT_EMBED, &at);
		loop(w, head, m, transactions(m), 1, store_piece, "store");
	} else {
		m->ns[PT_EMBED] = 0;
		loop(w, head, m, transactions(m), 1, embed_and_store, "embed, store");
	}
	if (partop_cancelled(w))
		return 0;
	pt_store_end(&m->store);
	end_stage(m->ns, PT_STORE, &at);
	loop(w, head, m, PT_QUERIES, 1, search_piece, "search");
	end_stage(m->ns, PT_SEARCH, &at);
	return end_run(m, e);
}

/* ---- what the runner asks for ---- */

static int
verify(void *state, struct pt_error *e)
{
	struct pt_ingest *m = state;

	if (!m->ran)
		return pt_fail(e, PT_EXIT_FAILED, "nothing was ingested");
	return pt_ingest_check(m, e);
}

static void
show_stage(struct pt_result *r, const struct pt_ingest *m, enum pt_stage stage)
{
	const char *name = m->overlap && stage == PT_STORE ? "embed_store" : stage_names[stage];
	uint64_t sequential = m->sequential_ns[stage];
	char path[64];

	if (m->overlap && stage == PT_EMBED)
		return;
	if (m->overlap && stage == PT_STORE)
		sequential += m->sequential_ns[PT_EMBED];
	snprintf(path, sizeof path, "stages/%s/parallel_s", name);
	pt_result_decimal(r, path, m->ns[stage] / 1000, 6);
	if (sequential == 0 || m->ns[stage] == 0) /* was not run yet */
		return;
	snprintf(path, sizeof path, "stages/%s/sequential_s", name);
	pt_result_decimal(r, path, sequential / 1000, 6);
	snprintf(path, sizeof path, "stages/%s/speedup", name);
	pt_result_decimal(r, path, (__int128)sequential * 100 / m->ns[stage], 2);
}

static void
result(void *state, struct pt_result *r)
{
	const struct pt_ingest *m = state;

	pt_result_u64(r, "chunks", m->doc.chunks);
	pt_result_u64(r, "transactions", transactions(m));
	pt_result_u64(r, "nearest/chunk", m->answer[PT_QUERIES / 2].match[0].chunk);
	pt_result_i64(r, "nearest/score", m->answer[PT_QUERIES / 2].match[0].score);
	if (m->in_parallel)
		for (enum pt_stage stage = 0; stage < PT_STAGES; stage++)
			show_stage(r, m, stage);
}

static void
teardown(void *state)
{
	struct pt_ingest *m = state;
	uint64_t n = m->doc.chunks;

	pt_store_close(&m->store);
	if (m->lock_made)
		pthread_mutex_destroy(&m->lock);
	pt_buffer_free(m->doc.text, m->doc.len);
	pt_buffer_free(m->span, n * sizeof(*m->span));
	pt_buffer_free(m->embedded, n * sizeof(*m->embedded));
	pt_buffer_free(m->row, n * sizeof(*m->row));
}

static uint64_t
input_bytes(void *state)
{
	const struct pt_ingest *m = state;

	return m->doc.len;
}

const struct pt_workload pt_workload_ingest = {
	.name = "ingest",
	.summary = "cuts a document up, embeds the chunks, stores and searches them",
	.teaches = "one serial stage among parallel ones: the database bounds the whole",
	.knob = "--batch 1,500",
	.expect = "a transaction per row takes 1.7 x as long as one per 500 rows",
	.ratio = { 1.2, 10 },
	.work_unit = "bytes",
	.params = params,
	.params_len = sizeof params / sizeof *params,
	.variants = variants,
	.variants_len = sizeof variants / sizeof *variants,
	.state_bytes = sizeof(struct pt_ingest),
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
