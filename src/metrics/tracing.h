/* SPDX-License-Identifier: MIT */
/*
 * What the recording of events cost the run: an estimate, from the cost of one event as it was
 * measured at the start of the process.
 */
#ifndef PT_METRICS_TRACING_H
#define PT_METRICS_TRACING_H

#include "timeline/events.h"
#include "metrics/model.h"
#include "timeline/journal.h"

struct pt_tracing pt_tracing_of(const struct pt_journal *j, const struct pt_events *e, uint64_t hz);

#endif
