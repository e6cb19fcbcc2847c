/* SPDX-License-Identifier: MIT */
/* Command lines as configurations.  See trial_commands.h. */
#include "cmd/trial_commands.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/text.h"
#include "cmd/trial_words.h"
#include "session/trials.h"

#define TITLE_BYTES 512

int
pt_trial_commands_begin(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--") == 0)
			return i;
	return 0;
}

/* As a shell would have to be told. */
static void
add_word(struct pt_text *t, const char *word)
{
	bool plain = *word != 0 && strpbrk(word, " \t\n\"'\\$`*?[]|&;<>(){}#~") == NULL;

	if (plain) {
		pt_text_add(t, "%s", word);
		return;
	}
	pt_text_add(t, "'");
	for (; *word != 0; word++)
		if (*word == '\'')
			pt_text_add(t, "'\\''");
		else
			pt_text_put(t, word, 1);
	pt_text_add(t, "'");
}

/* The words with blanks between them, cleaned. */
static char *
joined(int n, char **words)
{
	struct pt_text t = { 0 };
	char *clean = pt_xcalloc(TITLE_BYTES, 1);

	for (int i = 0; i < n; i++) {
		if (i > 0)
			pt_text_put(&t, " ", 1);
		add_word(&t, words[i]);
	}
	pt_clean(clean, TITLE_BYTES, pt_text_string(&t), t.len);
	pt_text_fini(&t);
	return clean;
}

static char **
copied(int n, char **words)
{
	char **v = pt_xcalloc((size_t)n + 1, sizeof(*v));

	for (int i = 0; i < n; i++)
		v[i] = pt_xstrdup(words[i]);
	return v;
}

static bool
is_run(int n, char **words)
{
	const char *slash = strrchr(words[0], '/');

	return n > 2 && strcmp(slash != NULL ? slash + 1 : words[0], "partop") == 0 &&
		strcmp(words[1], "run") == 0;
}

/* Other timers take a command as one word for a shell. */
static int
check_word(const char *word, struct pt_error *e)
{
	char shown[128];

	if (strchr(word, ' ') == NULL || access(word, F_OK) == 0)
		return 0;
	pt_clean(shown, sizeof(shown), word, strlen(word));
	return pt_fail(e, PT_EXIT_USAGE,
		"compare: '%s' is one word; without the quotes it is a command, or: "
		"sh -c '%s'",
		shown, shown);
}

static int
add(struct pt_trial_configs *c, int n, char **words, struct pt_error *e)
{
	struct pt_trial_config *to;

	if (n == 0)
		return pt_fail(e, PT_EXIT_USAGE,
			"compare: there is an empty command between two --");
	if (c->len == PT_TRIALS_MAX)
		return pt_fail(e, PT_EXIT_USAGE, "compare: more than %d commands", PT_TRIALS_MAX);
	if (n == 1 && check_word(words[0], e) < 0)
		return -1;
	c->config = pt_xrealloc(c->config, c->len + 1, sizeof(*c->config));
	to = &c->config[c->len++];
	*to = (struct pt_trial_config){ .kind = PT_TRIAL_COMMAND,
		.label = joined(n, words),
		.title = joined(n, words) };
	if (is_run(n, words))
		return pt_trial_configs_of_run(to, n - 2, words + 2, e);
	to->name = pt_xstrdup(words[0]);
	to->argv = copied(n, words);
	return 0;
}

static int
check(const struct pt_trial_configs *c, struct pt_error *e)
{
	if (c->len < 2)
		return pt_fail(e, PT_EXIT_USAGE,
			"compare: one command only; another one stands behind "
			"another --");
	for (size_t i = 1; i < c->len; i++)
		if (c->config[i].kind != c->config[0].kind)
			return pt_fail(e, PT_EXIT_USAGE,
				"compare: the runs of a workload and whole processes "
				"are not alike");
	return 0;
}

int
pt_trial_commands_read(struct pt_trial_configs *c, int argc, char **argv, struct pt_error *e)
{
	int rc = 0;

	*c = (struct pt_trial_configs){ 0 };
	for (int i = 0; i <= argc && rc == 0;) {
		int n = 0;

		while (i + n < argc && strcmp(argv[i + n], "--") != 0)
			n++;
		rc = add(c, n, argv + i, e);
		i += n + 1;
	}
	if (rc == 0)
		rc = check(c, e);
	if (rc == 0)
		pt_trial_configs_label(c);
	return rc;
}
