/* SPDX-License-Identifier: MIT */
/* Curves of scaling from made times, and what is said and drawn of them. */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "export/scale.h"
#include "metrics/measured.h"
#include "metrics/scaling.h"
#include "tests/unit/cm.h"

#define ROUNDS 4
#define MAX 16

/* What a made configuration is. */
struct made {
	const char *label;
	uint32_t threads, cpus;
	double sequential_s, one_worker_s, s;
	double capacity;
};

struct table {
	struct pt_measured m[MAX];
	size_t len;
	struct pt_scaling s;
};

/* Processes differ by half a percent, always in the same way. */
static void
add_times(struct pt_timings *t, double s)
{
	static const double off[ROUNDS] = { 0.002, -0.005, 0.005, -0.002 };

	for (uint32_t i = 0; i < ROUNDS && !isnan(s); i++)
		pt_timings_add(t, &(struct pt_timing){ .s = s * (1 + off[i]), .round = i });
}

static void
add(struct table *t, const struct made *made)
{
	struct pt_measured *m = &t->m[t->len++];

	pt_measured_init(m, made->label, "sum n=1k", false);
	m->workload = "sum";
	m->threads = made->threads;
	m->cpus = made->cpus;
	m->oversubscribed = made->threads > made->cpus;
	m->capacity.compute = made->capacity;
	add_times(&m->sequential, made->sequential_s);
	add_times(&m->one_worker, made->one_worker_s);
	add_times(&m->parallel, made->s);
}

static void
release(struct table *t)
{
	pt_scaling_fini(&t->s);
	for (size_t i = 0; i < t->len; i++)
		pt_measured_fini(&t->m[i]);
}

static void
make(struct table *t)
{
	pt_scaling_make(&t->s, t->m, t->len);
}

static void
assert_near(double got, double want, double share)
{
	if (!(fabs(got - want) <= share * fabs(want)))
		fail_msg("%g is not %g", got, want);
}

/* T(P) of Amdahl with a fifth serial, on 8 CPUs; 16 workers take turns. */
static void
make_threads(struct table *t)
{
	static const uint32_t threads[] = { 4, 1, 2, 3, 6, 8, 16 };
	static const char *const labels[] = { "threads=4", "threads=1", "threads=2", "threads=3",
		"threads=6", "threads=8", "threads=16" };

	for (size_t i = 0; i < 7; i++) {
		uint32_t p = threads[i];
		double s = p > 8 ? 0.9 : 0.2 + 0.8 / p;

		add(t, &(struct made){ labels[i], p, 8, 0.8, p == 1 ? NAN : 1, s, p > 8 ? 8 : p });
	}
	make(t);
}

/* ---- threads ---- */

static void
points_ascend_on_one_curve(void **state)
{
	struct table t = { 0 };
	const struct pt_scaling_curve *c;

	make_threads(&t);
	assert_int_equal(t.s.axis, PT_SCALING_THREADS);
	assert_int_equal(t.s.len, 1);
	c = &t.s.curve[0];
	assert_int_equal(c->len, 7);
	assert_string_equal(c->label, "");
	for (size_t i = 1; i < c->len; i++)
		assert_true(c->point[i].x > c->point[i - 1].x);
	assert_int_equal(t.s.rounds, ROUNDS);
	assert_int_equal(t.s.runs, 7 * ROUNDS);
	release(&t);
}

static void
speedups_are_against_the_sequential_version_and_one_worker(void **state)
{
	struct table t = { 0 };
	const struct pt_scaling_point *p;

	make_threads(&t);
	p = &t.s.curve[0].point[3];
	assert_true(p->x == 4);
	assert_near(p->speedup.value, 2, 0.01);
	assert_true(p->speedup.lo <= p->speedup.value && p->speedup.value <= p->speedup.hi);
	assert_near(p->self_speedup.value, 2.5, 0.01);
	assert_near(p->efficiency, 0.5, 0.01);
	assert_near(p->karp_flatt, (0.5 - 0.25) / 0.75, 0.02);
	assert_near(p->capacity_share, 0.5, 0.01);
	assert_true(isnan(t.s.curve[0].point[0].karp_flatt));
	release(&t);
}

static void
runs_of_one_worker_are_those_of_the_point_at_one(void **state)
{
	struct table t = { 0 };

	add(&t, &(struct made){ "threads=1", 1, 2, NAN, NAN, 1, NAN });
	add(&t, &(struct made){ "threads=2", 2, 2, NAN, NAN, 0.5, NAN });
	make(&t);
	assert_near(t.s.curve[0].point[1].self_speedup.value, 2, 0.01);
	assert_true(isnan(t.s.curve[0].point[1].speedup.value));
	assert_true(isnan(t.s.curve[0].point[1].efficiency));
	release(&t);
}

static void
laws_are_fitted_to_points_on_cpus(void **state)
{
	struct table t = { 0 };
	const struct pt_scaling_curve *c;

	make_threads(&t);
	c = &t.s.curve[0];
	assert_true(c->amdahl.fit.known && c->usl.fit.known);
	assert_int_equal(c->amdahl.fit.points, 6);
	assert_near(c->amdahl.serial.value, 0.2, 0.01);
	assert_near(c->usl.contention.value, 0.2, 0.02);
	assert_true(c->best == 5 && c->fewest == 5);
	release(&t);
}

static void
inside_the_noise_more_workers_are_no_gain(void **state)
{
	struct table t = { 0 };

	add(&t, &(struct made){ "threads=1", 1, 4, 1, NAN, 1, NAN });
	add(&t, &(struct made){ "threads=2", 2, 4, 1, 1, 0.5, NAN });
	add(&t, &(struct made){ "threads=4", 4, 4, 1, 1, 0.499, NAN });
	for (uint32_t i = 0; i < ROUNDS; i++) /* in half of the rounds the other one is faster */
		t.m[2].parallel.v[i].s *= i % 2 == 0 ? 1.01 : 0.99;
	make(&t);
	assert_int_equal(t.s.curve[0].best, 2);
	assert_int_equal(t.s.curve[0].fewest, 1);
	release(&t);
}

static void
three_points_on_cpus_have_no_law(void **state)
{
	struct table t = { 0 };

	for (uint32_t p = 1; p <= 6; p++) {
		char label[32];

		snprintf(label, sizeof(label), "threads=%u", p);
		add(&t, &(struct made){ label, p, 3, 1, 1, 1.0 / p, NAN });
	}
	make(&t);
	assert_false(t.s.curve[0].amdahl.fit.known || t.s.curve[0].usl.fit.known);
	assert_true(isnan(t.s.curve[0].amdahl.limit));
	release(&t);
}

/* ---- the other axes ---- */

static void
curves_are_named_by_what_stands_before_the_place(void **state)
{
	struct table t = { 0 };

	add(&t, &(struct made){ "static size=1k", 2, 2, 1, 1, 2, NAN });
	add(&t, &(struct made){ "static size=100k", 2, 2, 100, 100, 50, NAN });
	add(&t, &(struct made){ "a b size=1k", 2, 2, 1, 1, 0.5, NAN });
	add(&t, &(struct made){ "a b size=100k", 2, 2, 100, 100, 50, NAN });
	add(&t, &(struct made){ "a b size=100k#2", 2, 2, 100, 100, 50, NAN });
	add(&t, &(struct made){ "elsewhere", 2, 2, 100, 100, 50, NAN });
	add(&t, &(struct made){ "threads=2", 2, 2, 100, 100, 50, NAN });
	make(&t);
	assert_int_equal(t.s.axis, PT_SCALING_SIZE);
	assert_int_equal(t.s.len, 2);
	assert_string_equal(t.s.curve[0].label, "static");
	assert_string_equal(t.s.curve[1].label, "a b");
	assert_int_equal(t.s.curve[0].len, 2);
	assert_int_equal(t.s.curve[1].len, 3);
	assert_int_equal(t.s.curve[0].crossover.kind, PT_CROSSOVER_FROM);
	assert_near(t.s.curve[0].crossover.at, 10e3, 0.02);
	assert_int_equal(t.s.curve[1].crossover.kind, PT_CROSSOVER_ALWAYS);
	release(&t);
}

static void
each_size_has_its_own_baseline(void **state)
{
	struct table t = { 0 };

	add(&t, &(struct made){ "size=1k", 2, 2, 1, 1, 2, NAN });
	add(&t, &(struct made){ "size=100k", 2, 2, 100, 100, 50, NAN });
	make(&t);
	assert_near(t.s.curve[0].point[0].speedup.value, 0.5, 0.01);
	assert_near(t.s.curve[0].point[1].speedup.value, 2, 0.01);
	assert_near(t.s.curve[0].point[1].sequential_s, 100, 0.01);
	release(&t);
}

static void
weak_scaling_grows(void **state)
{
	struct table t = { 0 };
	const struct pt_scaling_point *p;

	add(&t, &(struct made){ "weak=1", 1, 4, 1, NAN, 1, NAN });
	add(&t, &(struct made){ "weak=4", 4, 4, 4, 4, 1.25, NAN });
	make(&t);
	p = &t.s.curve[0].point[1];
	assert_int_equal(t.s.axis, PT_SCALING_WEAK);
	assert_near(p->speedup.value, 3.2, 0.01);
	assert_near(p->growth, 1.25, 0.01);
	assert_near(p->work, 1, 0.01);
	assert_near(p->gustafson, 0.8 / 3, 0.02);
	assert_true(isnan(p->karp_flatt));
	release(&t);
}

static void
the_flat_part_of_grains_is_found(void **state)
{
	static const double s[] = { 4, 1.05, 1, 1.08, 3 };
	struct table t = { 0 };

	for (size_t i = 0; i < 5; i++) {
		char label[32];

		snprintf(label, sizeof(label), "grain=%zu", (size_t)1 << (2 * i));
		add(&t, &(struct made){ label, 2, 2, 2, NAN, s[i], NAN });
	}
	make(&t);
	assert_int_equal(t.s.axis, PT_SCALING_GRAIN);
	assert_int_equal(t.s.curve[0].flat.first, 1);
	assert_int_equal(t.s.curve[0].flat.best, 2);
	assert_int_equal(t.s.curve[0].flat.last, 3);
	assert_true(t.s.curve[0].flat_share == PT_SCALING_FLAT);
	release(&t);
}

static void
noise_is_flat(void **state)
{
	static const double s[] = { 4, 1.25, 1, 1.15, 3 };
	struct table t = { 0 };

	for (size_t i = 0; i < 5; i++) {
		char label[32];

		snprintf(label, sizeof(label), "grain=%zu", (size_t)1 << (2 * i));
		add(&t, &(struct made){ label, 2, 2, 2, NAN, s[i], NAN });
		for (size_t k = 0; k < ROUNDS; k++) /* processes differ by 20 % to both sides */
			t.m[i].parallel.v[k].s *= 0.8 + 0.4 * (double)k / (ROUNDS - 1);
	}
	make(&t);
	assert_true(t.s.curve[0].flat_share > 0.1);
	assert_int_equal(t.s.curve[0].flat.best, 2);
	assert_int_equal(t.s.curve[0].flat.last, 3);
	release(&t);
}

/* ---- failures ---- */

static void
what_failed_has_a_place_but_no_numbers(void **state)
{
	struct table t = { 0 };

	make_threads(&t);
	pt_scaling_fini(&t.s);
	pt_measured_fail(&t.m[0], "no memory");
	t.m[2].verified = 0;
	make(&t);
	assert_int_equal(t.s.curve[0].len, 7);
	assert_true(t.s.curve[0].point[3].out && t.s.curve[0].point[1].out);
	assert_true(isnan(t.s.curve[0].point[3].speedup.value));
	assert_int_equal(t.s.curve[0].amdahl.fit.points, 4);
	release(&t);
}

static void
of_nothing_there_is_nothing(void **state)
{
	struct pt_scaling s;

	pt_scaling_make(&s, NULL, 0);
	assert_int_equal(s.len, 0);
	assert_null(pt_scale_plot_new(&s));
	pt_scaling_fini(&s);
}

/* ---- what is said ---- */

static char *
said(const struct table *t, void (*say)(const struct pt_findings *p, FILE *f))
{
	char *text;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	if (say != NULL)
		say(&(struct pt_findings){ .s = &t->s }, f);
	else
		pt_scale_text(&(struct pt_findings){ .s = &t->s },
			&(struct pt_look){ .utf8 = true, .width = 80 }, f);
	fclose(f);
	return text;
}

static void
assert_says(const char *text, const char *what)
{
	if (strstr(text, what) == NULL)
		fail_msg("'%s' is not in: %s", what, text);
}

static void
the_text_names_laws_machine_and_turns(void **state)
{
	struct table t = { 0 };
	char *text;

	make_threads(&t);
	text = said(&t, NULL);
	assert_says(text, "sum n=1k on 8 CPUs (which can give 8.00)");
	assert_says(text, "16 o");
	assert_says(text, "fastest with 8 workers");
	assert_says(text, "Amdahl: serial part 20.0 %");
	assert_says(text, "USL: contention");
	assert_says(text, "Karp-Flatt, ");
	assert_says(text, "more workers than the 8 CPUs");
	assert_says(text, "linear");
	free(text);
	release(&t);
}

static void
the_object_has_every_point(void **state)
{
	struct table t = { 0 };
	char *text;
	json_t *o, *c;

	make_threads(&t);
	text = said(&t, pt_scale_json);
	o = json_loads(text, 0, NULL);
	assert_non_null(o);
	assert_string_equal(json_string_value(json_object_get(o, "schema")), "partop.scale/1");
	c = json_array_get(json_object_get(o, "curves"), 0);
	assert_int_equal(json_array_size(json_object_get(c, "points")), 7);
	assert_true(json_is_null(json_object_get(c, "crossover")));
	assert_near(json_number_value(
			    json_object_get(json_object_get(json_object_get(c, "amdahl"), "serial"),
				    "value")),
		0.2, 0.01);
	json_decref(o);
	free(text);
	release(&t);
}

static void
csv_has_a_field_for_each_name(void **state)
{
	struct table t = { 0 };
	char *text, *rest, *line;
	size_t commas = 0, lines = 0;

	make_threads(&t);
	rest = text = said(&t, pt_scale_csv);
	while ((line = strsep(&rest, "\n")) != NULL && *line != 0) {
		size_t n = 0;

		for (const char *c = line; *c; c++)
			n += *c == ',';
		assert_true(lines++ == 0 || n == commas);
		commas = n;
	}
	assert_int_equal(lines, 8);
	free(text);
	release(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(points_ascend_on_one_curve),
		cmocka_unit_test(speedups_are_against_the_sequential_version_and_one_worker),
		cmocka_unit_test(runs_of_one_worker_are_those_of_the_point_at_one),
		cmocka_unit_test(laws_are_fitted_to_points_on_cpus),
		cmocka_unit_test(inside_the_noise_more_workers_are_no_gain),
		cmocka_unit_test(three_points_on_cpus_have_no_law),
		cmocka_unit_test(curves_are_named_by_what_stands_before_the_place),
		cmocka_unit_test(each_size_has_its_own_baseline),
		cmocka_unit_test(weak_scaling_grows),
		cmocka_unit_test(the_flat_part_of_grains_is_found),
		cmocka_unit_test(noise_is_flat),
		cmocka_unit_test(what_failed_has_a_place_but_no_numbers),
		cmocka_unit_test(of_nothing_there_is_nothing),
		cmocka_unit_test(the_text_names_laws_machine_and_turns),
		cmocka_unit_test(the_object_has_every_point),
		cmocka_unit_test(csv_has_a_field_for_each_name),
	};

	return cmocka_run_group_tests_name("scaling", tests, NULL, NULL);
}
