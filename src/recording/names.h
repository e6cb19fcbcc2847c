/* SPDX-License-Identifier: MIT */
/* Names of what layout.h numbers, from its tables. */
#ifndef PT_RECORDING_NAMES_H
#define PT_RECORDING_NAMES_H

#include "recording/layout.h"

/* Names of ids; NULL for one that this version does not know. */
static inline const char *
pt_rec_state_name(unsigned state)
{
	static const char *const name[] = {
#define PT_X(id, text, what) text,
		PT_STATES(PT_X)
#undef PT_X
	};

	return state < PT_REC_STATES ? name[state] : NULL;
}

/* Levels of detail, in their order. */
#define PT_REC_LEVEL_NAMES "counters", "steals", "tasks", "full"

static inline const char *
pt_rec_level_name(unsigned level)
{
	static const char *const name[] = { PT_REC_LEVEL_NAMES };

	return level <= PT_REC_LEVEL_FULL ? name[level] : NULL;
}

static inline const char *
pt_counter_name(unsigned counter)
{
	static const char *const name[] = {
#define PT_X(id, text, gauge, unit, help) text,
		PT_COUNTERS(PT_X)
#undef PT_X
	};

	return counter < PT_COUNTERS_USED ? name[counter] : NULL;
}

/* "ns", "bytes", "" for a number of things. */
static inline const char *
pt_counter_unit(unsigned counter)
{
	static const char *const unit[] = {
#define PT_X(id, text, gauge, unit, help) unit,
		PT_COUNTERS(PT_X)
#undef PT_X
	};

	return counter < PT_COUNTERS_USED ? unit[counter] : NULL;
}

/* What it counts, in words. */
static inline const char *
pt_counter_help(unsigned counter)
{
	static const char *const help[] = {
#define PT_X(id, text, gauge, unit, help) help,
		PT_COUNTERS(PT_X)
#undef PT_X
	};

	return counter < PT_COUNTERS_USED ? help[counter] : NULL;
}

static inline int
pt_counter_is_gauge(unsigned counter)
{
	static const uint8_t is[] = {
#define PT_X(id, text, gauge, unit, help) gauge,
		PT_COUNTERS(PT_X)
#undef PT_X
	};

	return counter < PT_COUNTERS_USED && is[counter];
}

static inline const char *
pt_rec_event_name(unsigned type)
{
	switch (type) {
#define PT_X(name, id, text, c, a, b) \
	case PT_REC_EV_##name: \
		return text;
		PT_EVENTS(PT_X)
#undef PT_X
	default:
		return NULL;
	}
}

static inline const char *
pt_rec_phase_name(unsigned kind)
{
	switch (kind) {
#define PT_X(name, id, text) \
	case PT_REC_PHASE_##name: \
		return text;
		PT_PHASES(PT_X)
#undef PT_X
	default:
		return NULL;
	}
}

#endif
