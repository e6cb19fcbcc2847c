/* SPDX-License-Identifier: MIT */
/*
 * What is run, in words.  See title.h.
 */
#include "metrics/title.h"

#include <stdio.h>
#include <string.h>

#include "base/parse.h"
#include "base/text.h"
#include "recording/keys.h"
#include "recording/names.h"

bool
pt_title_number(char out[PT_NUM], uint64_t v)
{
	static const struct {
		uint64_t unit;
		const char *name;
	} units[] = { { UINT64_C(1000000000), "G" }, { UINT64_C(1) << 30, "Gi" }, { 1000000, "M" },
		{ UINT64_C(1) << 20, "Mi" }, { 1000, "k" }, { 1024, "Ki" } };

	for (size_t i = 0; v > 0 && i < sizeof(units) / sizeof(*units); i++)
		if (v % units[i].unit == 0) {
			snprintf(out, PT_NUM, "%llu%s", (unsigned long long)(v / units[i].unit),
				units[i].name);
			return true;
		}
	snprintf(out, PT_NUM, "%llu", (unsigned long long)v);
	return false;
}

/* A text that is no number is foreign. */
static void
short_number(char out[PT_NUM], const char *text)
{
	uint64_t v;

	if (pt_parse_u64(text, &v) != PT_PARSE_OK || !pt_title_number(out, v))
		pt_clean(out, PT_NUM, text, strlen(text));
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash && slash[1] ? slash + 1 : path;
}

static size_t
add_word(char *out, size_t used, size_t size, const char *word)
{
	if (!word || !*word || used + 3 >= size)
		return used;
	used += (size_t)snprintf(out + used, size - used, ", ");
	return used + pt_clean(out + used, size - used, word, strlen(word));
}

void
pt_title_of_run(char *out, size_t size, const struct pt_journal *j)
{
	const char *workload = pt_journal_meta(j, PT_KEY_WORKLOAD);
	const char *program = pt_journal_meta(j, PT_KEY_PROGRAM);
	const char *variant = pt_journal_meta(j, PT_KEY_VARIANT);
	const char *policy = pt_journal_meta(j, PT_KEY_POLICY);
	const char *count = pt_journal_meta(j, PT_KEY_PARAM "size");
	const char *name = workload && *workload ? workload : program ? base_name(program) : "";
	char number[PT_NUM];
	size_t used = pt_clean(out, size, name, strlen(name));

	if (!workload || !*workload)
		return;
	if (count && *count) {
		short_number(number, strncmp(count, "u:", 2) ? count : count + 2);
		used += (size_t)snprintf(out + used, size - used, " n=%s", number);
	}
	used = add_word(out, used, size, variant);
	if (policy && strcmp(policy, "steal") != 0)
		add_word(out, used, size, policy);
}

void
pt_title_of_phase(char *out, size_t size, const struct pt_phase *p, uint64_t total)
{
	const char *name = p ? pt_rec_phase_name(p->p.kind) : NULL;

	*out = '\0';
	if (!name)
		return;
	if (p->p.kind != PT_REC_PHASE_SEQUENTIAL && p->p.kind != PT_REC_PHASE_ONE_WORKER &&
		p->p.kind != PT_REC_PHASE_RUN)
		snprintf(out, size, "%s", name);
	else if (total >= p->ordinal)
		snprintf(out, size, "%s %u/%llu", name, p->ordinal, (unsigned long long)total);
	else
		snprintf(out, size, "%s %u", name, p->ordinal);
}
