/* SPDX-License-Identifier: MIT */
/*
 * What holds for every workload: being in the table is all that a new one needs to be tested here,
 * in all its variants, with pools of several sizes.
 */
#include "tests/unit/cm.h"
#include "tests/sanitizer.h"
#include "tests/unit/workload_case.h"

/* Of a size, when the workload does not say what it costs. */
enum { SMALL = SANITIZED ? 2000 : 20000 };

static const int pools[] = { 1, 2, 3, 8 };

/* The parameter of that name, NULL when there is none. */
static const struct pt_option *
parameter(const struct pt_workload *w, const char *name)
{
	for (size_t i = 0; i < w->params_len; i++)
		if (strcmp(w->params[i].name, name) == 0)
			return &w->params[i];
	return NULL;
}

/* A size of which a run takes no time to speak of. */
static uint64_t
small_size(const struct pt_workload *w, const struct pt_option *size)
{
	uint64_t n = size->min;

	if (!w->work)
		return n > SMALL ? n : SMALL;
	while (n < size->max && w->work(n + 1) <= SMALL)
		n++;
	return n;
}

/* Sets the size, or where there is none a choice of inputs, of which the smallest is the first. */
static void
make_small(struct wcase *c)
{
	const struct pt_workload *w = c->workload;
	const struct pt_option *size = parameter(w, "size"), *tree = parameter(w, "tree");
	static char text[24];

	if (size) {
		snprintf(text, sizeof text, "%llu", (unsigned long long)small_size(w, size));
		case_set(c, "size", text);
	} else if (tree) {
		case_set(c, "tree", tree->choices[0]);
	}
}

/* A small case with these workers, variant and policy, set up. */
static struct wcase *
small_case(const struct pt_workload *w, int workers, unsigned variant, enum partop_policy policy)
{
	struct wcase *c = case_new(w, workers);

	assert_true(w->params_len <= CASE_PARAMS);
	c->setup.variant = variant;
	c->setup.policy = policy;
	c->setup.threads = 2;
	make_small(c);
	if (case_setup(c) != 0)
		fail_msg("%s: %s", w->name, c->error.text);
	return c;
}

static void
assert_ran(struct wcase *c, int failed, const char *how)
{
	if (failed || case_verify(c) != 0)
		fail_msg("%s, %s, %d workers, variant %u: %s", c->workload->name, how,
			c->setup.workers, c->setup.variant, c->error.text);
	assert_true(c->results > 0);
	for (size_t i = 0; i < c->results; i++) {
		assert_true(c->path[i][0] != '\0');
		assert_non_null(strchr("uidfsb", c->value[i][0]));
		assert_int_equal(c->value[i][1], ':');
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(c->path[i], c->path[k]);
	}
}

/* Calls fn for every workload, pool and variant. */
static void
for_all(void (*fn)(struct wcase *c))
{
	for (size_t w = 0; pt_workloads[w]; w++) {
		size_t variants = pt_workloads[w]->variants_len;

		for (size_t i = 0; i < sizeof pools / sizeof *pools; i++)
			for (unsigned v = 0; v < (variants ? variants : 1); v++) {
				struct wcase *c =
					small_case(pt_workloads[w], pools[i], v, PARTOP_STEAL);

				fn(c);
				case_free(c);
			}
	}
}

static void
run_in_turns(struct wcase *c)
{
	for (int round = 0; round < 2; round++) {
		assert_ran(c, case_parallel(c), "parallel");
		assert_ran(c, case_sequential(c), "sequential");
		assert_ran(c, case_parallel(c), "parallel");
	}
}

static void
run_policies(const struct pt_workload *w, int workers, unsigned variant)
{
	for (enum partop_policy p = PARTOP_STATIC; pt_policy_names[p]; p++) {
		struct wcase *c;

		if (!pt_workload_allows(w, variant, p))
			continue;
		c = small_case(w, workers, variant, p);
		assert_ran(c, case_parallel(c), pt_policy_names[p]);
		case_free(c);
	}
}

static void
every_policy_gives_a_right_result(void **state)
{
	for (size_t w = 0; pt_workloads[w]; w++)
		for (size_t i = 0; i < sizeof pools / sizeof *pools; i++)
			for (unsigned v = 0; v == 0 || v < pt_workloads[w]->variants_len; v++)
				run_policies(pt_workloads[w], pools[i], v);
}

/* Far more than there are CPUs: where a worker waits for another one, that one has no CPU. */
static void
sixty_four_workers_give_a_right_result(void **state)
{
	for (size_t w = 0; pt_workloads[w]; w++)
		for (unsigned v = 0; v == 0 || v < pt_workloads[w]->variants_len; v++) {
			struct wcase *c = small_case(pt_workloads[w], 64, v, PARTOP_STEAL);

			assert_ran(c, case_parallel(c), "parallel");
			case_free(c);
			run_policies(pt_workloads[w], 64, v);
		}
}

static void
every_version_gives_a_right_result_in_any_order(void **state)
{
	for_all(run_in_turns);
}

static void
every_level_of_instructions_gives_a_right_result(void **state)
{
	unsigned tried = 0;

	for (size_t w = 0; pt_workloads[w]; w++)
		for (enum pt_simd level = 0; pt_workloads[w]->simd && level <= pt_simd_best();
			level++) {
			struct wcase *c = case_new(pt_workloads[w], 3);

			c->setup.simd = level;
			c->setup.threads = 2;
			make_small(c);
			if (case_setup(c) != 0)
				fail_msg("%s: %s", c->workload->name, c->error.text);
			run_in_turns(c);
			case_free(c);
			tried++;
		}
	assert_true(tried > 0);
}

static void
refuse_nothing(struct wcase *c)
{
	if (case_verify(c) != -1)
		fail_msg("%s verifies what was not computed", c->workload->name);
	assert_int_equal(c->error.exit, PT_EXIT_FAILED);
	assert_ran(c, case_sequential(c), "sequential");
	if (!c->workload->reset)
		return;
	c->workload->reset(c->state);
	if (case_verify(c) != -1)
		fail_msg("%s verifies the run before its reset", c->workload->name);
}

static void
no_verifier_takes_a_run_that_was_not_made(void **state)
{
	for_all(refuse_nothing);
}

/* The smallest ones, too. */
static void
other_seeds_and_sizes_work_too(void **state)
{
	for (size_t w = 0; pt_workloads[w]; w++)
		for (uint64_t seed = 2; seed < 12; seed++) {
			const struct pt_workload *load = pt_workloads[w];
			const struct pt_option *size = parameter(load, "size");
			struct wcase *c = case_new(load, 3);
			char text[24];

			c->setup.seed = seed * UINT64_C(0x123456789);
			c->setup.threads = 3;
			if (!size) {
				make_small(c);
			} else {
				snprintf(text, sizeof text, "%llu",
					(unsigned long long)(size->min + seed - 2));
				case_set(c, "size", text);
			}
			assert_int_equal(case_setup(c), 0);
			assert_ran(c, case_sequential(c), "sequential");
			assert_ran(c, case_parallel(c), "parallel");
			case_free(c);
		}
}

static void
what_does_not_fit_into_the_memory_is_refused_at_setup(void **state)
{
	for (size_t w = 0; pt_workloads[w]; w++) {
		const struct pt_workload *load = pt_workloads[w];
		const struct pt_option *size = parameter(load, "size");
		struct wcase *c;
		char text[24];

		if (!load->needs_bytes || !size)
			continue;
		c = case_new(load, 2);
		snprintf(text, sizeof text, "%llu", (unsigned long long)(size->min + (1u << 22)));
		case_set(c, "size", text);
		assert_true(load->needs_bytes(&c->setup) > 0);
		c->setup.memory_bytes = 1;
		assert_int_equal(case_setup(c), -1);
		assert_int_equal(c->error.exit, PT_EXIT_ENVIRONMENT);
		assert_non_null(strstr(c->error.text, text));
		case_free(c); /* also after a failed setup */
	}
}

/* Of a larger size there is no less work. */
static void
work_does_not_fall(void **state)
{
	for (size_t w = 0; pt_workloads[w]; w++) {
		const struct pt_option *size = parameter(pt_workloads[w], "size");

		if (!pt_workloads[w]->work || !size)
			continue;
		for (uint64_t n = size->min; n < size->max && n < size->min + 1000; n++)
			assert_true(pt_workloads[w]->work(n) <= pt_workloads[w]->work(n + 1));
	}
}

static bool
has_variant(const struct pt_workload *w, const char *name, size_t len)
{
	for (size_t i = 0; i < w->variants_len; i++)
		if (strlen(w->variants[i].name) == len && !memcmp(w->variants[i].name, name, len))
			return true;
	return false;
}

static bool
has_policy(const struct pt_workload *w, const char *name, size_t len)
{
	for (unsigned p = 0; pt_policy_names[p]; p++)
		if (strlen(pt_policy_names[p]) == len && !memcmp(pt_policy_names[p], name, len))
			return pt_workload_allows(w, 0, (enum partop_policy)p);
	return false;
}

/* --OPTION VALUE or --OPTION VALUE,VALUE of the knob: of `run`, or the workload's own. */
static void
assert_option(const struct pt_workload *w, const char *option, const char *values)
{
	bool variant = !strcmp(option, "--variant"), policy = !strcmp(option, "--policy");

	if (!variant && !policy) {
		assert_true(!strcmp(option, "--threads") || parameter(w, option + 2));
		return;
	}
	for (size_t len; *values; values += len + (values[len] == ',')) {
		len = strcspn(values, ",");
		assert_true((variant ? has_variant : has_policy)(w, values, len));
	}
}

/* Returns how many values the options have more than one each: lists of two are one. */
static int
assert_options(const struct pt_workload *w)
{
	char *words = strdup(w->knob), *rest, *option, *values;
	int lists = 0;

	assert_non_null(words);
	for (option = strtok_r(words, " ", &rest); option; option = strtok_r(NULL, " ", &rest)) {
		assert_int_equal(strncmp(option, "--", 2), 0);
		values = strtok_r(NULL, " ", &rest);
		assert_non_null(values);
		assert_option(w, option, values);
		for (const char *c = values; *c; c++)
			lists += *c == ',';
	}
	free(words);
	return lists;
}

/* A sentence, options to compare by, and a ratio unless the sentence takes it back. */
static void
assert_says_what_to_expect(const struct pt_workload *w)
{
	assert_non_null(w->knob);
	assert_int_equal(assert_options(w), 1);
	assert_non_null(w->expect);
	if (w->ratio.most > 0) {
		assert_true(w->ratio.least > 0 && w->ratio.least < w->ratio.most);
		assert_non_null(strstr(w->expect, " x"));
	} else {
		assert_non_null(strstr(w->expect, "not on two virtual CPUs"));
	}
}

/* What all code that reads the table takes for granted. */
static void
every_workload_is_complete(void **state)
{
	for (const struct pt_workload *const *w = pt_workloads; *w; w++) {
		assert_non_null((*w)->name);
		assert_ptr_equal(pt_workload_find((*w)->name), *w);
		assert_non_null((*w)->summary);
		assert_non_null((*w)->teaches);
		assert_says_what_to_expect(*w);
		assert_non_null((*w)->work_unit);
		assert_non_null((*w)->setup);
		assert_non_null((*w)->sequential);
		assert_non_null((*w)->parallel);
		assert_non_null((*w)->verify);
		assert_non_null((*w)->result);
		assert_true((*w)->state_bytes > 0);
		for (size_t i = 0; i < (*w)->params_len; i++) {
			assert_non_null((*w)->params[i].name);
			assert_non_null((*w)->params[i].help);
		}
		for (size_t i = 0; i < (*w)->variants_len; i++)
			assert_non_null((*w)->variants[i].help);
	}
	assert_null(pt_workload_find("quiksort"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_workload_is_complete),
		cmocka_unit_test(every_version_gives_a_right_result_in_any_order),
		cmocka_unit_test(every_policy_gives_a_right_result),
		cmocka_unit_test(sixty_four_workers_give_a_right_result),
		cmocka_unit_test(every_level_of_instructions_gives_a_right_result),
		cmocka_unit_test(no_verifier_takes_a_run_that_was_not_made),
		cmocka_unit_test(other_seeds_and_sizes_work_too),
		cmocka_unit_test(what_does_not_fit_into_the_memory_is_refused_at_setup),
		cmocka_unit_test(work_does_not_fall),
	};

	return cmocka_run_group_tests_name("workloads", tests, NULL, NULL);
}
