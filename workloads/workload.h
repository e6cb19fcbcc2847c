/* SPDX-License-Identifier: MIT */
/*
 * What a built-in workload is: one file with one const struct pt_workload, named in local.mk.
 *
 * Vocabulary.  The *sequential* version is the best sequential code for the work, without any
 * runtime: it is what speedup is measured against, so it must never be weaker than what the
 * parallel version runs in its leaves.  A *variant* is another parallel version of the same work;
 * its sequential baseline is the same, unless the variant does without a means (as vectors) that
 * both versions have.  *Verify* compares a result with naive code or with an
 * answer planted in the input, never with the kernels under test.
 *
 * Order of calls, all from one thread outside of tasks unless said otherwise:
 *
 *	needs_bytes                          before anything is allocated
 *	setup                                makes or opens the input
 *	{ reset, sequential, verify }        as often as wanted, in any mixture with
 *	{ reset, parallel, verify }          parallel runs as the root task of a pool
 *	result                               of the last run
 *	teardown                             also after a failed setup
 */
#ifndef PT_WORKLOADS_WORKLOAD_H
#define PT_WORKLOADS_WORKLOAD_H

#include <partop/partop.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/options.h"
#include "workloads/lib/simd.h"

struct pt_text;
struct pt_wide;

struct pt_variant {
	const char *name, *help;
	bool only_steal; /* its work is no loop that another policy could share out */
};

/* The policies that loops can have; which of them, as bits. */
extern const char *const pt_policy_names[]; /* by enum partop_policy, NULL at the end */
enum {
	PT_POLICIES = 1 << PARTOP_STEAL | 1 << PARTOP_STATIC | 1 << PARTOP_DYNAMIC |
		1 << PARTOP_GUIDED | 1 << PARTOP_THREADS,
	PT_POLICIES_COPY = PT_POLICIES | 1 << PARTOP_THREADS_COPY, /* brings partop_chunk_copy */
};

/* What a ratio of times has to be within. */
struct pt_ratio {
	double least, most;
};

/* The levels that kernels have, as bits. */
enum {
	PT_SIMD_WIDE = 1 << PT_SIMD_NONE | 1 << PT_SIMD_AVX2 | 1 << PT_SIMD_AVX512,
	PT_SIMD_ALL = PT_SIMD_WIDE | 1 << PT_SIMD_SSE2,
};

struct pt_setup {
	const struct pt_value *values; /* by position in the workload's params */
	unsigned variant;              /* index into variants */
	enum partop_policy policy;     /* for the options of its loops */
	enum pt_simd simd;             /* the highest level that its kernels may be of */
	uint64_t seed;
	int workers;           /* of the parallel runs to come */
	int threads;           /* to make and reset the input with, see pt_spread() */
	uint64_t memory_bytes; /* what may be used; refuse (exit 3) what does not fit */
	/* Of the size that was asked for this is only a part, the preview, which is like the whole and
	 * leaves the user's files as they are.  0: it is the whole. */
	uint64_t preview_of;
};

/*
 * Results go to the recording as paths and values; "matches/ERROR" makes an object.  Components
 * that come from outside go through pt_result_path().  The sink is the caller's.  Bytes of any kind
 * are text and names: they are escaped (base/text.h), and cut at PT_RESULT_TEXT_BYTES with a mark.
 */
enum { PT_RESULT_TEXT_BYTES = 4096 };

struct pt_result {
	void (*put)(struct pt_result *r, const char *path, const char *typed_value);
	void (*warn)(struct pt_result *r, const char *text); /* NULL: without warnings */
};
void pt_result_u64(struct pt_result *r, const char *path, uint64_t v);
void pt_result_i64(struct pt_result *r, const char *path, int64_t v);
void pt_result_f64(struct pt_result *r, const char *path, double v);
/* A factor, as a predicted speedup: to a thousandth, as it is read by people, too. */
void pt_result_ratio(struct pt_result *r, const char *path, double v);
void pt_result_bool(struct pt_result *r, const char *path, bool v);
void pt_result_text(struct pt_result *r, const char *path, const char *bytes, size_t len);
/* v scaled by 10^-scale, exact: 12345, 2 is 123.45. */
void pt_result_decimal(struct pt_result *r, const char *path, __int128 v, unsigned scale);
/* A result of more than 128 bits, without zeros at the end of its decimals. */
void pt_result_wide(struct pt_result *r, const char *path, const struct pt_wide *v, unsigned scale);
/* One line on what the user should mind in this result; foreign text in it is escaped. */
void pt_result_warn(struct pt_result *r, const char *text);
/* Appends prefix/component, with '/' and '~' of the component escaped as in RFC 6901, too. */
void pt_result_path(struct pt_text *out, const char *prefix, const char *bytes, size_t len);

struct pt_workload {
	const char *name;
	const char *summary; /* one line for `list` */
	const char *teaches; /* one line: what can be learnt by watching it */
	const char *knob; /* options of `partop compare NAME` that show it: one has a list of two */
	const char *expect; /* one sentence: what they show on two CPUs, or why nothing there */
	/* Time with the first of the two over time with the second, as `make expect` keeps it; zeros:
	 * does not show on two virtual CPUs, and `expect` says so. */
	struct pt_ratio ratio;
	const char *work_unit; /* what params size counts: "numbers", "rows", "bytes" */
	/* Its own options, beside those of `run`: "size" and "grain" with its own limits, default
	   and help, if it has them.  An option that it does not list is refused.  (The seed is
	   always there.)  A name has one meaning: flag or value, letter, in all workloads. */
	const struct pt_option *params;
	size_t params_len;
	const struct pt_variant *variants; /* first: default; NULL: only one version */
	size_t variants_len;
	unsigned policies; /* that its loops can have; 0: its work is no loop */
	bool streams;  /* it reads all of its input_bytes once, and its time is that of reading */
	unsigned simd; /* levels that its kernels come in; 0: they have none */
	size_t state_bytes; /* allocated and zeroed by the caller */

	/* How much work a size is, in any unit; NULL: as much as the size.  It grows with the size, or
	 * stays. */
	double (*work)(uint64_t size);
	/* Estimated memory for these values, 0 unknown; called before setup. */
	uint64_t (*needs_bytes)(const struct pt_setup *s);
	/* 0, or -1 with e filled: bad value PT_EXIT_USAGE, bad input file PT_EXIT_ENVIRONMENT. */
	int (*setup)(void *state, const struct pt_setup *s, struct pt_error *e);
	void (*reset)(void *state); /* NULL: nothing to put back between runs */
	/* An input that fails while it is read is told through e (environment). */
	int (*sequential)(void *state, struct pt_error *e);
	int (*parallel)(partop_worker *w, partop_task *head, void *state, struct pt_error *e);
	/* 0, or -1 with e filled (PT_EXIT_FAILED): what is wrong with the last run's result. */
	int (*verify)(void *state, struct pt_error *e);
	void (*result)(void *state, struct pt_result *r);
	void (*teardown)(void *state);
	uint64_t (*input_bytes)(void *state); /* for "verify auto": up to 256 MB; and see streams */
};

extern const struct pt_workload *const pt_workloads[]; /* in the order of `list`, NULL at the end */
/* A line of `list`: the title of a chapter, or a workload of it. */
struct pt_course_line {
	const char *chapter;
	const struct pt_workload *workload;
};
extern const struct pt_course_line pt_course[]; /* neither at the end */
const struct pt_workload *pt_workload_find(const char *name);
/* The highest level of w's kernels that is no higher than `most`. */
enum pt_simd pt_workload_simd(const struct pt_workload *w, enum pt_simd most);
/* Whether a variant of w can have the policy. */
bool pt_workload_allows(const struct pt_workload *w, unsigned variant, enum partop_policy policy);

/* From here on a workload that opens the input file `name` (borrowed) gets this descriptor, which
 * stays open.  One at a time. */
void pt_input_hand_over(const char *name, int fd);

/* Memory for inputs: zeroed, huge pages asked for; NULL when there is none. */
void *pt_buffer_alloc(size_t bytes);
void pt_buffer_free(void *p, size_t bytes);
/* 0, or -1 with e filled (environment) when s does not allow `needs` bytes for `--size size`. */
int pt_buffer_check(const struct pt_setup *s, uint64_t size, uint64_t needs, struct pt_error *e);
/* count * bytes, or UINT64_MAX. */
uint64_t pt_buffer_bytes(uint64_t count, uint64_t bytes);

/*
 * Calls fn(lo, hi, arg) for pieces that make up [0, n), side by side on up to `threads` threads,
 * none less than `least`; returns when all are done.  Threads that cannot be started are not
 * missed: the caller does their pieces.
 */
typedef void pt_spread_fn(uint64_t lo, uint64_t hi, void *arg);
void pt_spread(int threads, uint64_t n, uint64_t least, pt_spread_fn *fn, void *arg);

/* The generator of all made inputs (splitmix64): pt_mix(seed + i) gives the i-th number. */
static inline uint64_t
pt_mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

#endif
