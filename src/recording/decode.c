/* SPDX-License-Identifier: MIT */
/* The decoder of events.  See decode.h. */
#include "recording/decode.h"

#include <string.h>

#include "recording/reader.h"

static void
decode_steal(struct pt_event *e, const struct pt_rec_event *raw)
{
	struct pt_rec_steal p;

	memcpy(&p, raw + 1, sizeof(p));
	e->steal.kind = raw->c;
	e->steal.victim = raw->a;
	e->steal.slot = raw->b;
	e->steal.age = p.age;
	e->steal.tries = p.tries;
	e->steal.label = p.label;
	e->steal.depth = p.depth;
}

static void
decode_task(struct pt_event *e, const struct pt_rec_event *raw)
{
	struct pt_rec_range range = { 0 };

	if (raw->type == PT_REC_EV_RANGE_BEGIN)
		memcpy(&range, raw + 1, sizeof(range));
	e->task.depth = raw->c;
	e->task.label = raw->a;
	e->task.value = raw->b;
	e->task.lo = range.lo;
	e->task.hi = range.hi;
}

static void
decode_sync(struct pt_event *e, const struct pt_rec_event *raw)
{
	bool by_other = raw->type == PT_REC_EV_SYNC_WAIT || raw->type == PT_REC_EV_STOLEN_END;

	e->sync.slot = raw->b;
	e->sync.label = by_other ? 0 : raw->a;
	e->sync.worker = by_other ? raw->a : 0;
	e->sync.stolen = raw->type == PT_REC_EV_SYNC_DONE && raw->c == 1;
}

static void
decode_phase(struct pt_event *e, const struct pt_rec_event *raw)
{
	e->phase.kind = raw->c & (uint8_t)~PT_REC_PHASE_ENDS;
	e->phase.ends = (raw->c & PT_REC_PHASE_ENDS) != 0;
	e->phase.index = raw->a;
	e->phase.id = raw->b;
}

static void
decode_state(struct pt_event *e, const struct pt_rec_event *raw)
{
	e->state.code = raw->c;
	e->state.label = raw->a;
	e->state.depth = raw->b;
}

/* Types whose meaning is two words at most. */
static void
decode_small(struct pt_event *e, const struct pt_rec_event *raw)
{
	switch (raw->type) {
	case PT_REC_EV_WAKE_SENT:
	case PT_REC_EV_WAKE_RUN:
		e->wake.worker = raw->a;
		e->wake.number = raw->b;
		break;
	case PT_REC_EV_CANCEL:
		e->cancel.label = raw->a;
		e->cancel.error = raw->b;
		break;
	case PT_REC_EV_MARK:
		e->mark.label = raw->a;
		e->mark.value = raw->b;
		break;
	case PT_REC_EV_CLOCK:
		e->clock_ns = (uint64_t)raw->c << 48 | (uint64_t)raw->a << 32 | raw->b;
		break;
	case PT_REC_EV_GAP:
		e->lost = raw->b;
		break;
	case PT_REC_EV_LEVEL:
		e->level = raw->c;
		break;
	case PT_REC_EV_REQUEST:
		e->request.thief = raw->a;
		break;
	default:
		break;
	}
}

void
pt_event_decode(struct pt_event *e, uint32_t worker, const struct pt_rec_event *raw)
{
	*e = (struct pt_event){ .ts = raw->ts, .worker = worker, .type = raw->type, .raw = raw };
	switch (raw->type) {
	case PT_REC_EV_STATE:
		decode_state(e, raw);
		break;
	case PT_REC_EV_STEAL:
		decode_steal(e, raw);
		break;
	case PT_REC_EV_PHASE:
		decode_phase(e, raw);
		break;
	case PT_REC_EV_LEAF_BEGIN:
	case PT_REC_EV_RANGE_BEGIN:
	case PT_REC_EV_TASK_END:
		decode_task(e, raw);
		break;
	case PT_REC_EV_SPAWN:
	case PT_REC_EV_SYNC_RUN:
	case PT_REC_EV_SYNC_WAIT:
	case PT_REC_EV_SYNC_DONE:
	case PT_REC_EV_SYNC_DROP:
	case PT_REC_EV_STOLEN_END:
		decode_sync(e, raw);
		break;
	default:
		decode_small(e, raw);
		break;
	}
}

bool
pt_event_label(const struct pt_event *e, uint16_t *label)
{
	*label = e->type == PT_REC_EV_STEAL ? e->steal.label : e->raw->a;
	if (e->type == PT_REC_EV_STEAL)
		return true;
	switch (e->type) {
#define PT_X(name, id, text, cc, aa, bb) \
	case PT_REC_EV_##name: \
		return strcmp(aa, "label") == 0;
		PT_EVENTS(PT_X)
#undef PT_X
	default:
		return false;
	}
}

/* An event that is not asked for costs one look at the table. */
void
pt_visit(const struct pt_visitor *v, void *arg, uint32_t worker, const struct pt_rec_event *raw)
{
	pt_visit_fn *fn = v->on[raw->type] ? v->on[raw->type] : v->other;
	struct pt_event e;

	if (!fn && !v->before && !v->after)
		return;
	pt_event_decode(&e, worker, raw);
	if (v->before)
		v->before(arg, &e);
	if (fn)
		fn(arg, &e);
	if (v->after)
		v->after(arg, &e);
}

void
pt_visit_slots(const struct pt_visitor *v, void *arg, uint32_t worker,
	const struct pt_rec_event *raw, size_t n)
{
	const struct pt_rec_event *end = raw + n;

	for (size_t m; (m = pt_rec_slots(raw, end)) > 0; raw += m)
		pt_visit(v, arg, worker, raw);
}
