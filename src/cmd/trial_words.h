/* SPDX-License-Identifier: MIT */
/*
 * The words of a command that measures a workload in several configurations: options of its own,
 * and those of `run` that say what is measured, each of which may have a list of values.
 */
#ifndef PT_CMD_TRIAL_WORDS_H
#define PT_CMD_TRIAL_WORDS_H

#include <stddef.h>

#include "base/option_list.h"
#include "base/options.h"
#include "session/trial.h"

struct pt_args;
struct pt_error;

struct pt_trial_words {
	const struct pt_workload *workload;
	struct pt_args *args;  /* options of the command; those of run and the workload as texts */
	size_t own;            /* rows of the command's own, which come first */
	struct pt_option *row; /* all, as their tables have them */
};

/* `own`: tables of the command, NULL at the end.  0, or -1 with e filled; fini also after that. */
int pt_trial_words_read(struct pt_trial_words *w, const struct pt_options *const *own, int argc,
	char **argv, struct pt_error *e);
void pt_trial_words_fini(struct pt_trial_words *w);

/* For a command's add_options: the others, as far as words are split by them. */
void pt_trial_words_add_all(struct pt_args *a);

/* An option that takes several values. */
struct pt_trial_axis {
	const char *option;
	struct pt_option_list values;
};

struct pt_trial_axes {
	struct pt_trial_axis *axis;
	size_t len;
};

/* The lists among the words.  0, or -1 with e filled. */
int pt_trial_axes_read(struct pt_trial_axes *x, const struct pt_trial_words *w, struct pt_error *e);
/* One more, whose values are copied; it takes the place of what the words say of this option. */
void
pt_trial_axes_add(struct pt_trial_axes *x, const char *option, const struct pt_option_list *values);
void pt_trial_axes_fini(struct pt_trial_axes *x);

struct pt_trial_configs {
	struct pt_trial_config *config;
	size_t len;
};

/*
 * All products, the first axis slowest; each is checked as `run` does it.  0, or -1 with e filled
 * (a value that there is not, more than PT_TRIALS_MAX); pt_trial_configs_fini() after success only.
 */
int pt_trial_configs_make(struct pt_trial_configs *c, const struct pt_trial_words *w,
	const struct pt_trial_axes *x, struct pt_error *e);
/* Of the words behind `partop run`, into one that is made but for kind, name and argv. */
int pt_trial_configs_of_run(struct pt_trial_config *c, int argc, char **argv, struct pt_error *e);
void pt_trial_configs_fini(struct pt_trial_configs *c);

/* Labels that are the same get a number: "fold", "fold#2". */
void pt_trial_configs_label(struct pt_trial_configs *c);

#endif
