/* SPDX-License-Identifier: MIT */
/*
 * A recording as a source of numbers: live (its process runs) or finished.  One thread at a time.
 */
#ifndef PT_METRICS_SOURCE_H
#define PT_METRICS_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "metrics/model.h"

struct pt_error;
struct pt_rec_reader;
struct pt_source;
struct pt_over_time;

/*
 * Opens a live recording by descriptor (which stays the caller's).  The file may still be empty:
 * the model then says STARTING until the recording begins.  NULL with e filled.
 */
struct pt_source *pt_source_open_live(int fd, struct pt_error *e);

/* Opens a finished (or abandoned) recording by path.  NULL with e filled (PT_EXIT_ENVIRONMENT). */
struct pt_source *pt_source_open(const char *path, struct pt_error *e);

/* Live: looks at the recording again.  now_ns is CLOCK_MONOTONIC.  Returns true when the model has
 * changed.  Costs a few microseconds per worker and 10 ns per new event. */
bool pt_source_poll(struct pt_source *s, uint64_t now_ns);

/* The process has ended: how (wait status as a signal number or 0, exit code), so that a crash is
 * told from a cancelled run.  Reads what is left and makes the summary. */
void
pt_source_ended(struct pt_source *s, int signal, int exit_code, bool cancelled, uint64_t now_ns);

/* The model of the last look.  Valid until the next look, and as long as it is held. */
const struct pt_model *pt_source_model(struct pt_source *s);

/* The summary of a finished source, never NULL; of a live one NULL. */
const struct pt_summary *pt_source_summary(struct pt_source *s);

/*
 * The pools of a user's program, by number; partop's own runs have none.  A pool that is chosen is
 * shown as soon as it is there; UINT32_MAX: the one that works most.
 */
const struct pt_pool_info *pt_source_pools(struct pt_source *s, size_t *len);
void pt_source_choose_pool(struct pt_source *s, uint32_t id);

/* The queries over time, from the first call on kept up to date with every look; NULL: there is no
 * recording.  Costs a microsecond per worker and new chunk with each look. */
const struct pt_over_time *pt_source_over_time(struct pt_source *s);

/*
 * Of a finished source: the model shows what a look at `at` ticks would have shown, until the next call.
 * At the recording's end or behind it, the end is shown, with its summary.  False: there is no past.
 * Costs milliseconds.
 */
bool pt_source_seek(struct pt_source *s, uint64_t at);

/* The warning of the reader: "" or one line (salvaged, cut short, died). */
const char *pt_source_warning(const struct pt_source *s);

/* For event streams, of a finished source; NULL when there never was a recording. */
struct pt_rec_reader *pt_source_reader(struct pt_source *s);

void pt_source_close(struct pt_source *s);

#endif
