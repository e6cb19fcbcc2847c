/* SPDX-License-Identifier: MIT */
/*
 * Writing the recordings of a comparison, see trials_folder.h, and reading them, see trials.h.
 */
#include "session/trials_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/array.h"
#include "base/error.h"
#include "metrics/source.h"
#include "session/output.h"
#include "session/trials.h"

/* ---- writing ---- */

static bool
is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* 1, 0, or -1 with errno. */
static int
is_empty(const char *name)
{
	DIR *d = opendir(name);
	const struct dirent *entry;
	int empty = 1;

	if (d == NULL)
		return -1;
	while ((entry = readdir(d)) != NULL)
		if (!is_dots(entry->d_name))
			empty = 0;
	closedir(d);
	return empty;
}

static int
check_old(const char *name, struct pt_error *e)
{
	int empty = is_empty(name);

	if (empty < 0)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot open the folder %s", name);
	if (!empty)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "%s is not empty: --save wants a new folder",
			name);
	if (faccessat(AT_FDCWD, name, W_OK | X_OK, AT_EACCESS) < 0)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot write into %s", name);
	return 0;
}

int
pt_trials_folder_begin(struct pt_trials_folder *f, const char *name, struct pt_error *e)
{
	*f = (struct pt_trials_folder){ .name = name };
	if (name == NULL)
		return 0;
	f->made = mkdir(name, 0777) == 0;
	if (f->made)
		return 0;
	if (errno == EEXIST)
		return check_old(name, e);
	return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot create the folder %s", name);
}

void
pt_trials_folder_end(struct pt_trials_folder *f)
{
	if (f->made)
		(void)rmdir(f->name); /* only if it is empty */
}

/* Characters that some file system does not take in a name become '_'. */
static void
plain(char *out, size_t size, const char *label)
{
	static const char good[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.=+#-";
	size_t n = 0;

	for (; label[n] != 0 && n + 1 < size; n++)
		out[n] = strchr(good, label[n]) != NULL ? label[n] : '_';
	out[n] = 0;
}

const char *
pt_trials_folder_path(struct pt_trials_folder *f, size_t config, uint32_t round, const char *label)
{
	char name[81];

	if (f->name == NULL)
		return NULL;
	plain(name, sizeof(name), label);
	snprintf(f->path, sizeof(f->path), "%s/%zu-%s-%u.ptrace", f->name, config + 1, name,
		round + 1);
	return f->path;
}

void
pt_trials_folder_mark(char *out, size_t size, const char *command, size_t config, uint32_t round,
	const char *label)
{
	snprintf(out, size, "%s %zu %u %s", command, config, round, label);
}

/* ---- reading ---- */

/* A recording, and what it says of itself. */
struct entry {
	char *path;
	unsigned config;
	uint32_t round;
	char command[16], label[200];
};

struct entries {
	struct entry *entry;
	size_t len, cap;
};

static void
free_entries(struct entries *all)
{
	for (size_t i = 0; i < all->len; i++)
		free(all->entry[i].path);
	free(all->entry);
}

static bool
read_mark(struct entry *x, const char *mark)
{
	return sscanf(mark, "%15s %u %u %199[^\n]", x->command, &x->config, &x->round, x->label) ==
		4 &&
		x->config < PT_TRIALS_MAX && x->round < PT_TRIALS_ROUNDS_MAX;
}

/* Takes the path over.  0, also for a file that belongs to no comparison, or -1 with e filled. */
static int
add_entry(struct entries *all, char *path, struct pt_error *e)
{
	struct pt_source *s = pt_source_open(path, e);
	struct entry x = { .path = path };
	bool good;

	if (s == NULL) {
		free(path);
		return -1;
	}
	good = read_mark(&x, pt_source_summary(s)->trial);
	pt_source_close(s);
	if (!good) {
		free(path);
		return 0;
	}
	all->entry = pt_array_room(all->entry, &all->cap, all->len + 1, sizeof(x));
	all->entry[all->len++] = x;
	return 0;
}

static bool
is_recording(const char *name)
{
	size_t len = strlen(name), end = strlen(".ptrace");

	return len > end && strcmp(name + len - end, ".ptrace") == 0;
}

static char *
joined(const char *folder, const char *name)
{
	size_t size = strlen(folder) + strlen(name) + 2;
	char *path = pt_xcalloc(size, 1);

	snprintf(path, size, "%s/%s", folder, name);
	return path;
}

static int
list(struct entries *all, const char *folder, struct pt_error *e)
{
	DIR *d = opendir(folder);
	const struct dirent *entry;
	int rc = 0;

	if (d == NULL)
		return pt_fail_errno(e, PT_EXIT_ENVIRONMENT, "cannot open the folder %s", folder);
	while (rc == 0 && (entry = readdir(d)) != NULL)
		if (is_recording(entry->d_name))
			rc = add_entry(all, joined(folder, entry->d_name), e);
	closedir(d);
	return rc;
}

static int
by_round(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->round != y->round)
		return x->round < y->round ? -1 : 1;
	return (x->config > y->config) - (x->config < y->config);
}

static int
check(const struct entries *all, const char *folder, struct pt_error *e)
{
	if (all->len == 0)
		return pt_fail(e, PT_EXIT_ENVIRONMENT, "%s has no recordings of compare or scale",
			folder);
	for (size_t i = 1; i < all->len; i++)
		if (strcmp(all->entry[i].command, all->entry[0].command) != 0 ||
			by_round(&all->entry[i - 1], &all->entry[i]) == 0)
			return pt_fail(e, PT_EXIT_ENVIRONMENT,
				"%s has recordings of several comparisons", folder);
	return 0;
}

static int
take(struct pt_trials *t, const struct entry *x, struct pt_error *e)
{
	struct pt_source *s = pt_source_open(x->path, e);
	struct pt_measured *m = &t->measured[x->config];

	if (s == NULL)
		return -1;
	if (m->label == NULL)
		pt_measured_init(m, x->label, x->label, false);
	pt_measured_add_run(m, s,
		&(struct pt_measured_process){ .round = x->round,
			.wall_s = NAN,
			.user_s = NAN,
			.system_s = NAN });
	if (pt_source_model(s)->state == PT_MODEL_ERROR)
		pt_measured_fail(m, pt_source_model(s)->error);
	pt_source_close(s);
	return 0;
}

/* A configuration without recordings in the folder is left out: not even its name is known. */
static void
close_gaps(struct pt_trials *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->len; i++)
		if (t->measured[i].label != NULL)
			t->measured[n++] = t->measured[i];
	t->len = n;
}

/* The rounds that all configurations have; those that failed are not asked. */
static uint32_t
complete_rounds(const struct pt_trials *t)
{
	uint32_t rounds = UINT32_MAX;

	for (size_t i = 0; i < t->len; i++) {
		const struct pt_measured *m = &t->measured[i];
		uint32_t own = 0;

		while (own < m->processes_len && m->process[own].round == own)
			own++;
		if (m->error == NULL && own < rounds)
			rounds = own;
	}
	return rounds == UINT32_MAX ? 0 : rounds;
}

static int
fill(struct pt_trials *t, const struct entries *all, struct pt_error *e)
{
	t->measured = pt_xcalloc(PT_TRIALS_MAX, sizeof(*t->measured));
	for (size_t i = 0; i < all->len; i++) {
		t->len = all->entry[i].config >= t->len ? all->entry[i].config + 1 : t->len;
		if (take(t, &all->entry[i], e) < 0)
			return -1;
	}
	close_gaps(t);
	t->rounds = complete_rounds(t);
	for (size_t i = 0; i < t->len; i++)
		pt_measured_cut(&t->measured[i], t->rounds);
	return 0;
}

int
pt_trials_open(struct pt_trials *t, const char *folder, char command[16], struct pt_error *e)
{
	struct entries all = { 0 };
	int rc;

	*t = (struct pt_trials){ 0 };
	rc = list(&all, folder, e);
	if (all.len > 0)
		qsort(all.entry, all.len, sizeof(*all.entry), by_round);
	if (rc == 0)
		rc = check(&all, folder, e);
	if (rc == 0) {
		memcpy(command, all.entry[0].command, 16);
		rc = fill(t, &all, e);
	}
	free_entries(&all);
	if (rc < 0)
		pt_trials_fini(t);
	return rc;
}
