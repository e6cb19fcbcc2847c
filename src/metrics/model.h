/* SPDX-License-Identifier: MIT */
/*
 * The numbers of a run, the same for all that show them: the live screens, the report, the
 * JSON object.  Made from snapshots of a recording (source.h) by pure functions; the clock is
 * passed in.  Seconds unless a name says otherwise.
 *
 * What was not measured is NAN and is shown as "--" (JSON null), never as 0 or 1.
 *
 *	busy		time in tasks while on a CPU: work time less run delay and blocked time in it
 *	idle		search, park and join-wait, less the run delay in them
 *	blocked		in tasks, neither on a CPU nor waiting for one: asleep, or waiting for a mutex,
 *			a disk, a page
 *	off-cpu		runnable but not running: by the program's own doing (more workers than CPUs)
 *			or because other programs had the CPU
 *	useful		T_seq / T_P = the speedup, in cores
 *	scheduling	(T_1 - T_seq) / T_P: what the parallel algorithm and its tasks cost
 *	inflation	(busy - T_1) / T_P: what the same work costs more on P workers
 *	other		what is left of P: never folded into another part
 */
#ifndef PT_METRICS_MODEL_H
#define PT_METRICS_MODEL_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "timeline/journal.h"
#include "timeline/series.h"
#include "timeline/steals.h"
#include "timeline/utilization.h"

#include "metrics/plan.h"

enum pt_model_state {
	PT_MODEL_STARTING, /* no recording yet, or nothing has run */
	PT_MODEL_RUNNING,
	PT_MODEL_DONE,
	PT_MODEL_CANCELLED,
	PT_MODEL_ERROR, /* the run failed or its process died; see model.error */
};

/* Adds up to the number of workers: useful + overhead + blocked + idle + off_cpu + other. */
struct pt_cores {
	double useful, inflation, scheduling, idle, off_cpu, other;
	double busy;          /* useful + overhead, known without any baseline */
	double blocked;       /* NAN: an older recording, where it is part of busy */
	double overhead;      /* inflation + scheduling; known without a run on one worker */
	double offcpu_own;    /* part of off_cpu: more workers than CPUs; NAN unknown */
	double offcpu_others; /* the rest of off_cpu: other programs, other guests of the host */
	double inflation_machine; /* part of inflation: independent copies lose it, too; NAN
					   not calibrated */
	double inflation_program; /* the rest of inflation: memory, caches, a lock */
};
#define PT_CORES_UNKNOWN \
	((struct pt_cores){ NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN })

/* What as many independent copies of a kernel get as the run has workers, in CPUs: 1.31 when two
 * copies together do 1.31 times the work of one alone.  NAN: not calibrated. */
struct pt_capacity {
	double compute, cache, memory;
	double read_bytes_per_s; /* that so many copies read together from memory */
	bool disturbed;          /* the machine was busy when it was calibrated */
};
#define PT_CAPACITY_UNKNOWN \
	((struct pt_capacity){ .compute = NAN, \
		.cache = NAN, \
		.memory = NAN, \
		.read_bytes_per_s = NAN })

/* How fast the median run read its input, of a workload whose time is that of reading. */
struct pt_stream {
	uint64_t bytes;     /* 0: it is no such workload, or an older recording */
	double bytes_per_s; /* by all workers */
	bool may_be_cached; /* so that the memory is no limit */
	double limit_share; /* of what as many copies read from memory; NAN: not known, or no limit */
};
#define PT_STREAM_UNKNOWN ((struct pt_stream){ .bytes_per_s = NAN, .limit_share = NAN })

/* What the recording itself cost, by estimate. */
struct pt_tracing {
	double event_ns; /* of one event, as measured at the start; NAN unknown */
	double share;    /* of the time in work of all workers, whole recording; NAN unknown */
	uint64_t events; /* written, whether they are still there or not */
};

struct pt_worker_summary { /* of the median run (or of the whole recording without phases) */
	uint32_t slot, cpu;
	uint64_t counter[PT_COUNTERS_USED];
	uint64_t tasks, stolen_from; /* stolen_from: tasks that others took from it */
	double work_s, search_s, park_s, wait_s, off_cpu_s, other_s, busy_s, cpu_s, blocked_s;
};

/* A pool of a user's program; the user can choose which one is shown. */
struct pt_pool_info {
	uint32_t id, workers;
	char name[32]; /* cleaned */
	uint64_t runs; /* that have ended; before format 1.2 always 0 */
	double work_s; /* of all its workers, in tasks */
	bool shown;
};

/* What a recording says about the whole run.  Strings are "" when unknown, never NULL. */
struct pt_summary {
	const char *command, *workload, *program, *variant, *policy, *simd, *version, *detail;
	struct pt_text_pair *params, *results; /* param.NAME, result.PATH, without prefix */
	size_t params_len, results_len;
	const char **warnings;
	size_t warnings_len;
	const char *error;
	enum pt_model_state state;
	uint64_t seed, peak_rss_bytes, events, events_lost, journal_lost;
	struct pt_tracing tracing;
	bool has_seed, has_phases, pinned, oversubscribed;
	uint32_t threads, cpus;
	int verified; /* 1 yes, 0 wrong, -1 not checked */
	struct pt_series sequential, one_worker, parallel;
	const char *order;       /* of the runs: rounds, blocks */
	const char *trial;       /* its place in a comparison, see PT_KEY_TRIAL; "" none */
	struct pt_series rounds; /* speedups, each of one round; none in blocks */
	double median_run_s;     /* T_P: median of the runs; without phases the time in the pool */
	double detail_run_s;     /* the run nearest to it, which the numbers of workers are from */
	double sequential_s, one_worker_s; /* T_seq, T_1: the medians, without off-cpu time where
						   the runs were disturbed */
	bool sequential_disturbed, one_worker_disturbed;
	double speedup, self_speedup, efficiency, utilization, cpus_busy, balance, karp_flatt;
	double identity_u, identity_a, identity_f;
	struct pt_cores cores;
	char cores_why[48]; /* why they are not known; "" */
	struct pt_capacity capacity;
	double capacity_share; /* speedup / capacity.compute; NAN: one of them is not known */
	struct pt_stream stream;
	uint64_t tasks, counter[PT_COUNTERS_USED]; /* of all workers; gauges: the largest */
	struct pt_worker_summary *workers;         /* threads of them */
	size_t workers_len;
	const struct pt_pool_info *pools; /* of a user's program; the rest is of the shown one */
	size_t pools_len;
	uint64_t runs;    /* that have ended; parallel has only those marked as phases */
	uint64_t *matrix; /* [thief * workers_len + victim], median run */
};

#define PT_HISTORY 512 /* columns of the whole-run curves; when full, two are joined */
#define PT_SPARK 64    /* of a worker's sparkline: one per sample period, newest last */

struct pt_worker_live {
	uint32_t slot, index; /* recording slot; number in its pool */
	uint32_t tid, cpu;
	int state;               /* enum pt_rec_state, for the name see pt_model_state_name() */
	double share[PT_SHARES]; /* over the last second */
	double steals_per_s, tasks_per_s;
	uint64_t queue;                                /* stealable tasks */
	uint64_t tasks, steals, stolen_from, attempts; /* since the measured runs began */
	uint8_t spark[PT_SPARK];                       /* busy share 0..255 */
	uint32_t spark_len;
};

struct pt_cpu_live {
	uint32_t cpu;
	double busy;      /* share of the last second in which workers ran tasks on it */
	uint32_t workers; /* that were on it last */
};

struct pt_steal_live {
	double at_s;            /* since the recording began */
	uint32_t thief, victim; /* indexes into model.workers; UINT32_MAX: another pool */
	const char *label;      /* "" unknown; foreign text */
	uint32_t tries, depth;
};

/* What the program marks under one label: how long a queue is, how far it has come. */
struct pt_mark_live {
	const char *label; /* foreign text */
	uint32_t last, most;
	uint64_t count;
	float mean[PT_SPARK]; /* by PT_LIVE_PERIOD_S, newest last; NAN: not marked meanwhile */
};

struct pt_history { /* whole run, oldest first */
	uint32_t len;
	double period_s;               /* seconds per column */
	float utilization[PT_HISTORY]; /* 0..1, NAN: nothing ran */
	float steals_per_s[PT_HISTORY];
};

enum pt_advice_level { PT_ADVICE_INFO, PT_ADVICE_WARNING };
struct pt_advice {
	enum pt_advice_level level;
	int screen;           /* 1 overview, 2 steals, 0 none */
	const char *rule;     /* its name for programs: "oversubscribed"; never NULL */
	double number;        /* what the rule compared */
	char text[160];       /* one sentence with the number */
	char suggestion[120]; /* what to try next; "" nothing to try */
};
#define PT_ADVICE_MAX 20 /* more than there are rules */

/*
 * One look at a recording: a value that never changes.  All it points to lives as long as it does.
 * Holding it keeps it beyond the next look; it belongs to one thread, like its source.
 */
struct pt_model {
	struct pt_model_made *made; /* NULL: not from a source, its maker owns it */
	enum pt_model_state state;
	char title[128];        /* "quicksort n=100M": cleaned, ready to print */
	char phase[48];         /* "sequential 2/3", "one worker 1/3", "run 3/5", "verify" */
	double elapsed_s;       /* since the recording began */
	double progress;        /* 0..1 of the whole measurement, NAN unknown */
	struct pt_plan plan;    /* stage NONE: nothing was planned */
	uint32_t threads, cpus; /* workers of the measured pool; CPUs they may use */
	bool oversubscribed, pinned;
	/* the last second (or less) of the measured pool */
	double utilization, cpus_busy, balance, steals_per_s, attempts_per_s, tasks_per_s;
	double speedup, efficiency;                      /* NAN until known */
	bool speedup_estimated;                          /* while running: shown with `*` */
	double sequential_s, one_worker_s, run_s;        /* medians so far */
	bool sequential_disturbed, one_worker_disturbed; /* they are without off-cpu time */
	uint32_t runs_done;
	struct pt_cores cores; /* of the finished runs' median, else of the last second */
	char cores_why[48]; /* why they are not known: "run too short to divide (38 us)"; or "" */
	struct pt_capacity capacity;
	double capacity_share; /* speedup / capacity.compute; NAN: one of them is not known */
	bool cores_estimated;
	uint64_t steals, attempts, tasks, events, events_lost;
	const struct pt_pool_info *pools; /* of a user's program; the rest is of the shown one */
	size_t pools_len;
	struct pt_worker_live *workers;
	size_t workers_len;
	struct pt_cpu_live *per_cpu;
	size_t per_cpu_len;
	const uint64_t *matrix; /* [thief * workers_len + victim] over the measured runs so far */
	struct pt_steal_live last_steals[PT_LAST_STEALS]; /* newest first */
	uint32_t last_steals_len;
	struct pt_mark_live *marks; /* in the order in which their labels appeared */
	size_t marks_len;
	struct pt_history history;
	struct pt_advice advice[PT_ADVICE_MAX];
	uint32_t advice_len;
	char error[256];
	const struct pt_summary *summary; /* when DONE, CANCELLED or ERROR; else NULL */
};

/* Adds a holder, takes one away (NULL is fine); O(1), no copy. */
const struct pt_model *pt_model_hold(const struct pt_model *m);
void pt_model_release(const struct pt_model *m);

/* Names for the screen; "?" for what this version does not know. */
const char *pt_model_state_name(int worker_state);    /* "work", "search", "park", "wait", ... */
const char *pt_model_share_name(enum pt_share share); /* "busy", "search", ..., "off-cpu" */

#endif
