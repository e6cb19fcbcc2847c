/* SPDX-License-Identifier: MIT */
/*
 * Metadata of a run, written by the child into the recording.
 */
#ifndef PT_RUNNER_METADATA_H
#define PT_RUNNER_METADATA_H

#include <stdint.h>

#include "base/error.h"
#include "recording/keys.h"

struct pt_rec_writer;
struct pt_job;

void pt_metadata_u64(struct pt_rec_writer *w, const char *key, uint64_t v);
void pt_metadata_warning(struct pt_rec_writer *w, const char *fmt, ...) PT_PRINTF(2, 3);

/* What is to be run, and on what machine; warns where that makes numbers hard to read. */
void pt_metadata_run(struct pt_rec_writer *w, const struct pt_job *j);

/* The workload's values, as they are after set-up. */
void pt_metadata_params(struct pt_rec_writer *w, const struct pt_job *j);

/* That the runs' time is that of reading so many bytes, and what caches there are for them. */
void pt_metadata_stream(struct pt_rec_writer *w, uint64_t bytes);

/* The results of the last run. */
void pt_metadata_results(struct pt_rec_writer *w, const struct pt_job *j, void *state);

#endif
