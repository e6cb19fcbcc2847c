/* SPDX-License-Identifier: MIT */
/*
 * iowait: many requests to a server that takes its time (--delay), and some computing for each answer
 * (--work).  Waiting takes no CPU, only something that waits: a thread each, or an event loop for
 * all.  Computing takes a CPU, which no event loop has more than one of.
 *
 *	threads		a new thread for each request, at most --at-once of them
 *	pool		each worker waits for its request: no more at once than there are workers
 *	loop		one event loop, which computes as well: the sequential version
 *	mixed		the loop waits and hands each answer to the pool, over a channel
 *
 * The server is a thread of this process; nothing leaves 127.0.0.1.
 */
#include "config.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>

#include "base/error.h"
#include "workloads/iowait/client.h"
#include "workloads/iowait/server.h"
#include "workloads/workload.h"

#define AT_ONCE_MAX 4096
#define OTHER_DESCRIPTORS 24 /* of the program: streams, recording, pipes */
#define STACK_BYTES ((size_t)256 << 10)

struct iowait {
	uint64_t n, work, seed, delay_ns;
	uint32_t at_once;
	uint16_t port;
	unsigned variant;
	struct pt_server *server;
	uint64_t *value; /* of each request: the result */
	/* of the last run */
	bool ran;
	_Atomic int error; /* the first errno; 0 */
};

enum { SIZE, DELAY, WORK, AT_ONCE, PORT };

static const struct pt_option params[] = {
	[SIZE] = {
		.name = "size", .letter = 'n', .type = PT_OPT_SIZE, .value_name = "N", .fallback = "1k",
		.help = "how many requests",
		.min = 1, .max = UINT64_C(1) << 32,
	},
	[DELAY] = {
		.name = "delay", .type = PT_OPT_U64, .value_name = "US", .fallback = "2000",
		.help = "microseconds until the server answers",
		.min = 0, .max = 10000000,
	},
	[WORK] = {
		.name = "work", .type = PT_OPT_SIZE, .value_name = "N", .fallback = "200k",
		.help = "steps of work for each answer, about 2 ns each",
		.min = 0, .max = UINT64_C(1) << 32,
	},
	[AT_ONCE] = {
		.name = "at-once", .type = PT_OPT_SIZE, .value_name = "N", .fallback = "64",
		.help = "requests under way at a time, at most; two descriptors each",
		.min = 1, .max = AT_ONCE_MAX,
	},
	[PORT] = {
		.name = "port", .type = PT_OPT_U64, .value_name = "PORT", .fallback = "0",
		.help = "port of the server on 127.0.0.1; 0: any that is free",
		.min = 0, .max = 65535,
	},
};

static const struct pt_variant variants[] = {
	{ "mixed", "an event loop waits, the pool computes" },
	{ "loop", "an event loop waits and computes" },
	{ "pool", "each worker waits for a request, then computes" },
	{ "threads", "a new thread for each request" },
};
enum { MIXED, LOOP, POOL, THREADS };

static double
work_of(uint64_t size)
{
	return (double)size * 1000;
}

static uint64_t
needs_bytes(const struct pt_setup *s)
{
	return pt_buffer_bytes(s->values[SIZE].u64, sizeof(uint64_t));
}

/* As many at once as a run may have, workers that wait included. */
static uint64_t
most_at_once(const struct iowait *m, int workers)
{
	return m->at_once > (uint64_t)workers ? m->at_once : (uint64_t)workers;
}

static int
check_descriptors(uint64_t at_once, struct pt_error *e)
{
	uint64_t needs = 2 * at_once + PT_SERVER_DESCRIPTORS + OTHER_DESCRIPTORS;
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= needs)
		return 0;
	return pt_fail(e, PT_EXIT_ENVIRONMENT,
		"%" PRIu64 " requests at once need %" PRIu64 " descriptors, %" PRIu64
		" are allowed (ulimit -n); try a smaller --at-once",
		at_once, needs, (uint64_t)limit.rlim_cur);
}

static int
setup(void *state, const struct pt_setup *s, struct pt_error *e)
{
	struct iowait *m = state;
	uint64_t most;

	m->n = s->values[SIZE].u64;
	if (pt_buffer_check(s, m->n, needs_bytes(s), e))
		return -1;
	m->delay_ns = s->values[DELAY].u64 * 1000;
	m->work = s->values[WORK].u64;
	m->at_once = (uint32_t)s->values[AT_ONCE].u64;
	m->variant = s->variant;
	m->seed = s->seed;
	most = most_at_once(m, s->workers);
	if (check_descriptors(most, e))
		return -1;
	m->value = pt_buffer_alloc(needs_bytes(s));
	if (!m->value)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "--size %" PRIu64, m->n);
	m->server = pt_server_start((uint16_t)s->values[PORT].u64, most, m->delay_ns, m->seed, e);
	if (!m->server)
		return -1;
	m->port = pt_server_port(m->server);
	return 0;
}

static void
reset(void *state)
{
	struct iowait *m = state;

	m->ran = false;
	atomic_store_explicit(&m->error, 0, memory_order_relaxed);
	memset(m->value, 0, m->n * sizeof(*m->value));
}

/* ---- requests ---- */

static void
note_error(struct iowait *m, int error)
{
	int none = 0;

	if (error)
		atomic_compare_exchange_strong_explicit(&m->error, &none, -error,
			memory_order_relaxed, memory_order_relaxed);
}

static bool
has_failed(const struct iowait *m)
{
	return atomic_load_explicit(&m->error, memory_order_relaxed) != 0;
}

static void
compute(struct iowait *m, uint64_t request, uint64_t answer)
{
	uint64_t x = answer;

	for (uint64_t k = 0; k < m->work; k++)
		x = x * 6364136223846793005u + (x >> 33);
	m->value[request] = x;
}

static void
request_and_compute(struct iowait *m, uint64_t request)
{
	uint64_t answer;
	int error = pt_request(m->port, request, &answer);

	note_error(m, error);
	if (error == 0)
		compute(m, request, answer);
}

static int
end_run(struct iowait *m, struct pt_error *e)
{
	int error = atomic_load_explicit(&m->error, memory_order_relaxed);

	m->ran = true;
	if (error)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "a request failed: %s", strerror(error));
	return 0;
}

/* ---- one event loop ---- */

struct looping {
	struct iowait *m;
	partop_worker *w;        /* NULL: none */
	partop_channel *answers; /* NULL: computes itself */
	_Atomic bool stop;
};

struct answer {
	uint64_t request, value;
};

static bool
answered(void *arg, uint64_t request, uint64_t value)
{
	struct looping *l = arg;
	struct answer a = { request, value };

	if (l->answers)
		return partop_channel_send(l->answers, &a) == 0;
	compute(l->m, request, value);
	return true;
}

static bool
is_to_stop(void *arg)
{
	struct looping *l = arg;

	return atomic_load_explicit(&l->stop, memory_order_relaxed) ||
		(l->w && partop_cancelled(l->w));
}

static void
run_loop(struct looping *l)
{
	struct iowait *m = l->m;

	note_error(m,
		pt_event_loop_run(&(struct pt_event_loop){ .port = m->port,
			.requests = m->n,
			.at_once = m->at_once,
			.answered = answered,
			.stop = is_to_stop,
			.arg = l }));
}

static int
sequential(void *state, struct pt_error *e)
{
	struct iowait *m = state;

	run_loop(&(struct looping){ .m = m });
	return end_run(m, e);
}

/* ---- mixed ---- */

static void *
wait_for_answers(void *arg)
{
	struct looping *l = arg;

	run_loop(l);
	partop_channel_close(l->answers);
	return NULL;
}

static void
compute_answers(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	struct looping *l = arg;
	struct answer a;

	while (partop_channel_recv(l->answers, &a) == 0) {
		compute(l->m, a.request, a.value);
		partop_poll(w, head);
	}
}

static void
run_mixed(partop_worker *w, partop_task *head, struct iowait *m)
{
	struct looping l = { .m = m };
	struct partop_range_options o = { .grain = 1, .label = "compute" };
	pthread_t thread;
	int error = partop_channel_create(&l.answers, m->at_once, sizeof(struct answer));

	if (error == 0)
		error = -pthread_create(&thread, NULL, wait_for_answers, &l);
	note_error(m, error);
	if (error == 0) {
		partop_for(w, head, 0, (uint64_t)partop_worker_count(w), compute_answers, &l, &o);
		atomic_store_explicit(&l.stop, true, memory_order_relaxed);
		partop_channel_close(
			l.answers); /* a cancelled run leaves answers that none wants */
		pthread_join(thread, NULL);
	}
	partop_channel_destroy(l.answers);
}

/* ---- pool, threads ---- */

static void
request_each(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
{
	for (uint64_t i = lo; i < hi && !has_failed(arg); i++)
		request_and_compute(arg, i);
}

struct caller {
	pthread_t thread;
	struct iowait *m;
	uint64_t request;
};

static void *
call(void *arg)
{
	const struct caller *c = arg;

	request_and_compute(c->m, c->request);
	return NULL;
}

static void
run_threads(partop_worker *w, struct iowait *m)
{
	struct caller *caller = pt_buffer_alloc(m->at_once * sizeof(*caller));
	pthread_attr_t small;
	uint64_t begun = 0, ended = 0;
	int error = caller ? 0 : -ENOMEM;

	pthread_attr_init(&small);
	pthread_attr_setstacksize(&small, STACK_BYTES);
	for (; begun < m->n && !error && !has_failed(m) && !partop_cancelled(w); begun += !error) {
		struct caller *c = &caller[begun % m->at_once];

		if (begun - ended == m->at_once)
			pthread_join(caller[ended++ % m->at_once].thread, NULL);
		c->m = m;
		c->request = begun;
		error = -pthread_create(&c->thread, &small, call, c);
	}
	while (ended < begun)
		pthread_join(caller[ended++ % m->at_once].thread, NULL);
	pthread_attr_destroy(&small);
	note_error(m, error);
	pt_buffer_free(caller, m->at_once * sizeof(*caller));
}

static int
parallel(partop_worker *w, partop_task *head, void *state, struct pt_error *e)
{
	struct iowait *m = state;
	struct partop_range_options o = { .grain = 1, .label = "request" };

	if (m->variant == MIXED)
		run_mixed(w, head, m);
	else if (m->variant == LOOP)
		run_loop(&(struct looping){ .m = m, .w = w });
	else if (m->variant == POOL)
		partop_for(w, head, 0, m->n, request_each, m, &o);
	else
		run_threads(w, m);
	return end_run(m, e);
}

/* ---- checking ---- */

static uint64_t
scramble(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

static int
verify(void *state, struct pt_error *e)
{
	struct iowait *m = state;

	if (!m->ran)
		return pt_fail(e, PT_EXIT_FAILED, "no request was made");
	for (uint64_t i = 0; i < m->n; i++) {
		uint64_t x = scramble(scramble(i) ^ m->seed);

		for (uint64_t k = m->work; k > 0; k--)
			x = (x >> 33) + 6364136223846793005u * x;
		if (m->value[i] != x)
			return pt_fail(e, PT_EXIT_FAILED, "request %" PRIu64 " has a wrong result",
				i);
	}
	return 0;
}

static void
result(void *state, struct pt_result *r)
{
	const struct iowait *m = state;
	uint64_t sum = 0;

	for (uint64_t i = 0; i < m->n; i++)
		sum += m->value[i];
	pt_result_u64(r, "requests", m->n);
	pt_result_u64(r, "checksum", sum);
}

static void
teardown(void *state)
{
	struct iowait *m = state;

	pt_server_stop(m->server);
	pt_buffer_free(m->value, m->n * sizeof(*m->value));
}

const struct pt_workload pt_workload_iowait = {
	.name = "iowait",
	.summary = "requests to a slow server, and work on the answers",
	.teaches = "an event loop is for waiting, a pool is for computing (--delay, --work)",
	.knob = "--variant loop,mixed",
	.expect =
		"a loop that also computes takes 1.2 to 2 x as long as one that hands computing to the pool",
	.ratio = { 1.05, 3 },
	.work_unit = "requests",
	.params = params,
	.params_len = sizeof params / sizeof *params,
	.variants = variants,
	.variants_len = sizeof variants / sizeof *variants,
	.state_bytes = sizeof(struct iowait),
	.work = work_of,
	.needs_bytes = needs_bytes,
	.setup = setup,
	.reset = reset,
	.sequential = sequential,
	.parallel = parallel,
	.verify = verify,
	.result = result,
	.teardown = teardown,
};
