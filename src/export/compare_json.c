/* SPDX-License-Identifier: MIT */
/*
 * The object "partop.compare/1".  See compare.h.
 */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "export/compare.h"
#include "export/json.h"
#include "export/measured_json.h"
#include "export/values.h"

static json_t *
name(const struct pt_comparison *c, size_t row)
{
	return row == PT_COMPARISON_NONE ? json_null() : pt_json_text(c->row[row].m->label);
}

static const char *
verdict(const struct pt_comparison *c)
{
	if (c->winner != PT_COMPARISON_NONE)
		return "difference";
	if (isnan(c->lead.lo))
		return "unknown";
	for (size_t i = 0; i < c->len; i++)
		if (c->row[i].out)
			return "failed";
	return "no difference shown";
}

static json_t *
configuration(const struct pt_comparison *c, size_t i)
{
	const struct pt_comparison_row *r = &c->row[i];
	json_t *o = pt_json_measured(r->m);

	pt_json_put(o, "ratio", pt_json_estimate(&r->ratio));
	pt_json_put(o, "verdict", json_string(pt_comparison_word(c, i)));
	pt_json_put(o, "speedup", pt_json_estimate(&r->speedup));
	pt_json_put(o, "capacity_share", pt_json_real(r->capacity_share));
	return o;
}

static json_t *
configurations(const struct pt_comparison *c)
{
	json_t *all = json_array();

	for (size_t i = 0; i < c->len; i++)
		if (json_array_append_new(all, configuration(c, i)) != 0)
			pt_out_of_memory();
	return all;
}

void
pt_compare_json(const struct pt_findings *p, FILE *f)
{
	const struct pt_comparison *c = p->c;
	json_t *o = pt_json_trials("partop.compare/1", p->interrupted, p->folder);

	pt_json_put(o, "rounds", pt_json_u64(c->rounds));
	pt_json_put(o, "baseline", name(c, c->baseline));
	pt_json_put(o, "fastest", name(c, c->fastest));
	pt_json_put(o, "winner", name(c, c->winner));
	pt_json_put(o, "verdict", json_string(verdict(c)));
	pt_json_put(o, "lead", pt_json_estimate(&c->lead));
	pt_json_put(o, "noise", pt_json_real(c->noise));
	pt_json_put(o, "runs", pt_json_u64(c->runs));
	pt_json_put(o, "disturbed", pt_json_u64(c->disturbed));
	pt_json_put(o, "not_known", pt_json_u64(c->unknown));
	pt_json_put(o, "configurations", configurations(c));
	pt_json_write(o, f);
}
