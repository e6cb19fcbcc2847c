/* SPDX-License-Identifier: MIT */
/*
 * Contenders in interleaved rounds, and what may be said of them.
 *
 *	contender	a peer's program with its settings; a process of its own in every round
 *	item		what it is asked to run, "program:workers:size"; in one process items take turns
 *	series		the figures of one item of one contender, [round][repetition], mostly in ns
 *	operand		the name of a series, "contender/item"
 *	figure		a quotient of differences of operands, with a target
 *
 * A round runs every contender once (A B C A B C ...), so that a machine that slows down in phases
 * slows all alike.  A figure is computed per round from the medians of its processes; its value is
 * the median over rounds.  Its interval comes from a bootstrap that draws rounds (processes), then
 * repetitions within them: two processes of one binary differ more than two runs in one.
 */
#ifndef PT_COMPARE_COMPARE_H
#define PT_COMPARE_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ROUNDS_MAX 64
#define REPETITIONS_MAX 8
#define ITEMS_MAX 16
#define CONTENDERS_MAX 16
#define NOTE_BYTES 80

enum contender_flag {
	PINNED = 1,    /* worker i on the i-th CPU */
	OWN_STACK = 2, /* the C stack stays as the system has it; else 256 MiB */
	COLD = 4,      /* no turn before those that count */
	ALL_CPUS = 8,  /* not only the first two */
};

struct series {
	int len[ROUNDS_MAX];
	double value[ROUNDS_MAX][REPETITIONS_MAX];
};

struct contender {
	const char *name;   /* of its operands */
	const char *peer;   /* its program: a name in the peers' folder, or a path */
	const char *detail; /* level of the recording; NULL: none */
	unsigned flags;
	size_t items;
	const char *item[ITEMS_MAX];
	struct series *series; /* one per item */
	bool absent;           /* not built */
	char note[NOTE_BYTES]; /* why it ended; "" */
};

/* What else went on while a process ran. */
struct disturbance {
	double wall_s, others_s, stolen_s, delay_s;
};

struct comparison {
	const char *title, *text;
	int rounds, repetitions;
	size_t len;
	struct contender contender[CONTENDERS_MAX];
	bool disturbed[ROUNDS_MAX];
	struct disturbance worst;
};

struct options {
	const char *peers; /* folder of the programs */
	bool quick;
	bool failed; /* a contender crashed, hung or was wrong */
};
extern struct options options;

/* A new comparison; `rounds` in full, 2 when quick. */
struct comparison *comparison_new(const char *title, int rounds, int repetitions);

/* Adds a contender, a program of the same name, with items that end with NULL. */
struct contender *
comparison_add(struct comparison *c, const char *name, unsigned flags, const char *const *items);

/* The same under another name than the program's, and with a recording at a level (or NULL). */
struct contender *comparison_add_as(struct comparison *c, const char *name, const char *peer,
	const char *detail, const char *const *items);
#define ITEMS(...) \
	(const char *const[]) \
	{ \
		__VA_ARGS__, NULL \
	}
void comparison_run(struct comparison *c);
void comparison_free(struct comparison *c);
const struct series *comparison_series(const struct comparison *c, const char *operand);

/* How many values a series has; rounds that count. */
int series_count(const struct series *s);

/* ---- figures ---- */

enum target { NO_TARGET, AT_MOST, AT_LEAST };

/* (item - minus) / over, each an operand or NULL. */
struct term {
	const char *item, *minus, *over;
};

/* up / down / per; down.item NULL: up / per. */
struct figure {
	const char *what, *unit;
	struct term up, down;
	double per; /* 0: 1 */
	enum target target;
	double bound;
};

struct estimate {
	double value, lo, hi;    /* 95 % */
	int rounds, repetitions; /* that it rests on */
	bool known;
};

struct estimate figure_estimate(const struct comparison *c, const struct figure *f);
double median(double *v, int n);

#define FIGURES(...) \
	(const struct figure[]){ __VA_ARGS__ }, \
		sizeof((const struct figure[]){ __VA_ARGS__ }) / sizeof(struct figure)

/* Tables, as Markdown. */
void report_times(const struct comparison *c);
void report_figures(const struct comparison *c, const struct figure *f, size_t n);

/* ---- one process ---- */

/* Runs contender i for round r.  False: not run, or it failed; its note says why. */
bool process_run(struct comparison *c, struct contender *k, int round, struct disturbance *d);

/* Its first line of "# version", into text. */
bool process_version(const char *peer, char *text, size_t bytes);
bool process_exists(const char *peer);

/* Whether an item is read from a process's last words, not run by it. */
bool item_is_word(const char *item);

/* What an item must give: false when the result is known to be wrong. */
bool item_check(const char *item, uint64_t check);

/* ---- sections ---- */

struct section {
	const char *name, *about;
	void (*run)(void);
};
extern const struct section task_sections[], loop_sections[], algorithm_sections[], pool_sections[],
	own_sections[], coarse_sections[], channel_sections[], policy_sections[], sort_sections[],
	quicksort_sections[], sum_sections[], before_sections[];

#endif
