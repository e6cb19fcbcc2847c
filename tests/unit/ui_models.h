/* SPDX-License-Identifier: MIT */
/*
 * Hand-made models for the screens: believable numbers for any number of workers, the same every
 * time for the same seed, and hostile ones for the fuzz.
 */
#ifndef PT_TESTS_UNIT_UI_MODELS_H
#define PT_TESTS_UNIT_UI_MODELS_H

#include "metrics/model.h"

struct fake_model {
	struct pt_model model;
	uint64_t *matrix;
	uint64_t random;
};

/* A run of `workers` on `cpus` that has run for a while.  All zero before the first call. */
void fake_model_make(struct fake_model *f, unsigned workers, unsigned cpus, uint64_t seed);
/* Gives it the plan of a measurement in its third round. */
void fake_model_plan(struct fake_model *f);
/* And what a program marks. */
void fake_model_marks(struct fake_model *f);
void fake_model_starting(struct fake_model *f);

/* The numbers move on by 0.1 s. */
void fake_model_step(struct fake_model *f);

/* Nonsense in every field that a damaged recording could bring: NAN, huge numbers, escapes. */
void fake_model_hostile(struct fake_model *f, unsigned workers, uint64_t seed);

void fake_model_fini(struct fake_model *f);

#endif
