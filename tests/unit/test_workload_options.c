/* SPDX-License-Identifier: MIT */
/*
 * The options of all workloads together: words are split before it is known which workload they
 * are for, so a name must mean the same to all of them as far as splitting goes.
 */
#include "tests/unit/cm.h"

#include <stdio.h>
#include <string.h>

#include "base/options.h"
#include "workloads/workload.h"

#define ROWS_MAX 64

/* NULL, or what is wrong between two rows of the same or of different workloads. */
static const char *
quarrel(const struct pt_option *a, const struct pt_option *b, bool same_workload)
{
	if (strcmp(a->name, b->name) == 0) {
		if (same_workload)
			return "the name is there twice";
		if ((a->type == PT_OPT_FLAG) != (b->type == PT_OPT_FLAG) ||
			a->optional_value != b->optional_value)
			return "one takes a value, the other does not";
		return a->letter == b->letter ? NULL : "two letters for one name";
	}
	return a->letter && a->letter == b->letter ? "one letter for two names" : NULL;
}

static void
a_name_is_split_in_one_way_by_all_workloads(void **state)
{
	for (size_t v = 0; pt_workloads[v]; v++)
		for (size_t w = v; pt_workloads[w]; w++)
			for (size_t i = 0; i < pt_workloads[v]->params_len; i++)
				for (size_t k = v == w ? i + 1 : 0; k < pt_workloads[w]->params_len;
					k++) {
					const struct pt_option *a = &pt_workloads[v]->params[i];
					const char *why =
						quarrel(a, &pt_workloads[w]->params[k], v == w);

					if (why)
						fail_msg("%s and %s, --%s: %s",
							pt_workloads[v]->name,
							pt_workloads[w]->name, a->name, why);
				}
}

static void
a_quarrel_is_seen(void **state)
{
	static const struct pt_option size = { .name = "size", .letter = 'n', .type = PT_OPT_SIZE },
				      flag = { .name = "size", .letter = 'n', .type = PT_OPT_FLAG },
				      other = { .name = "size", .type = PT_OPT_SIZE },
				      number = { .name = "number",
					      .letter = 'n',
					      .type = PT_OPT_U64 },
				      optional = { .name = "size",
					      .letter = 'n',
					      .type = PT_OPT_SIZE,
					      .optional_value = true };

	assert_null(quarrel(&size, &size, false));
	assert_non_null(quarrel(&size, &size, true));
	assert_non_null(quarrel(&size, &flag, false));
	assert_non_null(quarrel(&size, &other, false));
	assert_non_null(quarrel(&size, &number, false));
	assert_non_null(quarrel(&size, &optional, false));
}

static void
every_option_is_explained_and_its_default_is_allowed(void **state)
{
	for (size_t w = 0; pt_workloads[w]; w++) {
		const struct pt_workload *load = pt_workloads[w];
		struct pt_value values[ROWS_MAX];
		char *argv[] = { NULL, NULL };
		struct pt_error e = { 0 };
		int first;

		assert_in_range(load->params_len, 0, ROWS_MAX);
		for (size_t i = 0; i < load->params_len; i++) {
			assert_true(load->params[i].help && load->params[i].help[0]);
			assert_true(
				load->params[i].type == PT_OPT_FLAG || load->params[i].value_name);
		}
		memcpy(&argv[0], &load->name, sizeof(argv[0]));
		if (pt_options_parse(load->params, load->params_len, PT_OPERANDS_ANYWHERE, 1, argv,
			    values, &first, &e) != 0)
			fail_msg("%s: %s", load->name, e.text);
		pt_options_fini(values, load->params_len);
	}
}

static void
what_streams_says_how_much(void **state)
{
	size_t streams = 0;

	for (size_t w = 0; pt_workloads[w]; w++) {
		if (pt_workloads[w]->streams && !pt_workloads[w]->input_bytes)
			fail_msg("%s: how much?", pt_workloads[w]->name);
		streams += pt_workloads[w]->streams;
	}
	assert_true(streams > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_is_split_in_one_way_by_all_workloads),
		cmocka_unit_test(a_quarrel_is_seen),
		cmocka_unit_test(every_option_is_explained_and_its_default_is_allowed),
		cmocka_unit_test(what_streams_says_how_much),
	};

	return cmocka_run_group_tests_name("options of workloads", tests, NULL, NULL);
}
