/* SPDX-License-Identifier: MIT */
/*
 * The object "partop.scale/1".  See scale.h.
 */
#include <jansson.h>

#include "export/json.h"
#include "export/measured_json.h"
#include "export/scale.h"
#include "export/values.h"

/* ---- laws ---- */

static json_t *
part(const struct pt_fit_part *p)
{
	json_t *o = pt_json_object();

	pt_json_put(o, "value", pt_json_real(p->value));
	pt_json_put(o, "error", pt_json_real(p->error));
	pt_json_put(o, "lo", pt_json_real(p->lo));
	pt_json_put(o, "hi", pt_json_real(p->hi));
	pt_json_put(o, "at_bound", json_boolean(p->bound));
	return o;
}

static json_t *
fit(const struct pt_fit *f)
{
	json_t *o = pt_json_object();

	pt_json_put(o, "points", pt_json_u64(f->points));
	pt_json_put(o, "one_worker_s", pt_json_real(f->one_worker_s));
	pt_json_put(o, "residue", pt_json_real(f->residue));
	return o;
}

static json_t *
amdahl(const struct pt_fit_amdahl *f)
{
	json_t *o;

	if (!f->fit.known)
		return json_null();
	o = fit(&f->fit);
	pt_json_put(o, "serial", part(&f->serial));
	pt_json_put(o, "limit", pt_json_real(f->limit));
	return o;
}

static json_t *
usl(const struct pt_fit_usl *f)
{
	json_t *o;

	if (!f->fit.known)
		return json_null();
	o = fit(&f->fit);
	pt_json_put(o, "contention", part(&f->contention));
	pt_json_put(o, "coherence", part(&f->coherence));
	pt_json_put(o, "peak", pt_json_real(f->peak));
	return o;
}

static json_t *
slope(const struct pt_fit_slope *f)
{
	json_t *o;

	if (!f->known)
		return json_null();
	o = pt_json_object();
	pt_json_put(o, "per_worker", pt_json_real(f->value));
	pt_json_put(o, "lo", pt_json_real(f->lo));
	pt_json_put(o, "hi", pt_json_real(f->hi));
	pt_json_put(o, "mean", pt_json_real(f->mean));
	return o;
}

/* ---- readings ---- */

static json_t *
crossover(const struct pt_crossover *x)
{
	static const char *const kinds[] = { [PT_CROSSOVER_NEVER] = "never",
		[PT_CROSSOVER_ALWAYS] = "always",
		[PT_CROSSOVER_FROM] = "from",
		[PT_CROSSOVER_PART] = "part" };
	json_t *o;

	if (x->kind == PT_CROSSOVER_UNKNOWN)
		return json_null();
	o = pt_json_object();
	pt_json_put(o, "kind", json_string(kinds[x->kind]));
	pt_json_put(o, "at", pt_json_real(x->at));
	pt_json_put(o, "lo", pt_json_real(x->lo));
	pt_json_put(o, "hi", pt_json_real(x->hi));
	pt_json_put(o, "several", json_boolean(x->several));
	return o;
}

static json_t *
flat(const struct pt_scaling_curve *c)
{
	json_t *o;

	if (c->flat.best == PT_FLAT_NONE)
		return json_null();
	o = pt_json_object();
	pt_json_put(o, "within", pt_json_real(c->flat_share));
	pt_json_put(o, "best", pt_json_u64((uint64_t)c->point[c->flat.best].x));
	pt_json_put(o, "first", pt_json_u64((uint64_t)c->point[c->flat.first].x));
	pt_json_put(o, "last", pt_json_u64((uint64_t)c->point[c->flat.last].x));
	return o;
}

/* ---- points ---- */

static json_t *
point(const struct pt_scaling_point *p)
{
	json_t *o = pt_json_measured(p->m);

	pt_json_put(o, "place", pt_json_u64((uint64_t)p->x));
	pt_json_put(o, "sequential_s", pt_json_real(p->sequential_s));
	pt_json_put(o, "speedup", pt_json_estimate(&p->speedup));
	pt_json_put(o, "self_speedup", pt_json_estimate(&p->self_speedup));
	pt_json_put(o, "efficiency", pt_json_real(p->efficiency));
	pt_json_put(o, "karp_flatt", pt_json_real(p->karp_flatt));
	pt_json_put(o, "gustafson", pt_json_real(p->gustafson));
	pt_json_put(o, "work", pt_json_real(p->work));
	pt_json_put(o, "growth", pt_json_real(p->growth));
	pt_json_put(o, "capacity_share", pt_json_real(p->capacity_share));
	return o;
}

static json_t *
place(const struct pt_scaling_curve *c, size_t i)
{
	return i == PT_SCALING_NONE ? json_null() : pt_json_u64((uint64_t)c->point[i].x);
}

static json_t *
curve(const struct pt_scaling_curve *c)
{
	json_t *o = pt_json_object(), *points = json_array();

	for (size_t i = 0; i < c->len; i++)
		pt_json_append(points, point(&c->point[i]));
	pt_json_put(o, "label", pt_json_text(c->label));
	pt_json_put(o, "points", points);
	pt_json_put(o, "fastest", place(c, c->best));
	pt_json_put(o, "fewest_as_fast", place(c, c->fewest));
	pt_json_put(o, "amdahl", amdahl(&c->amdahl));
	pt_json_put(o, "usl", usl(&c->usl));
	pt_json_put(o, "karp_flatt", slope(&c->karp_flatt));
	pt_json_put(o, "crossover", crossover(&c->crossover));
	pt_json_put(o, "flat", flat(c));
	return o;
}

void
pt_scale_json(const struct pt_findings *p, FILE *f)
{
	json_t *o = pt_json_trials("partop.scale/1", p->interrupted, p->folder),
	       *curves = json_array();

	for (size_t i = 0; i < p->s->len; i++)
		pt_json_append(curves, curve(&p->s->curve[i]));
	pt_json_put(o, "axis", json_string(pt_scaling_axis_name(p->s->axis)));
	pt_json_put(o, "rounds", pt_json_u64(p->s->rounds));
	pt_json_put(o, "noise", pt_json_real(p->s->noise));
	pt_json_put(o, "runs", pt_json_u64(p->s->runs));
	pt_json_put(o, "disturbed", pt_json_u64(p->s->disturbed));
	pt_json_put(o, "not_known", pt_json_u64(p->s->unknown));
	pt_json_put(o, "curves", curves);
	pt_json_write(o, f);
}
