/* SPDX-License-Identifier: MIT */
/*
 * Limits of control groups.
 *
 * /proc/self/cgroup says in which group the process is, per hierarchy ("4:memory:/a/b", "0::/a/b"
 * for version 2); /proc/self/mountinfo says where hierarchies are mounted, and which part of them:
 * in a container the mount shows only the subtree under its root. The *group's directory* is the
 * mount point plus the group's path below that root; from there up to the mount point every
 * directory may hold a limit, and the tightest counts.
 */
#include "os/cgroup.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "os/proc.h"

#define PATH_BYTES 4096
#define LINE_BYTES 8192

/* What is looked for, and the answer so far.  On the heap: a caller's stack may be small. */
struct search {
	const char *root;
	const char *controller; /* of version 1; NULL: version 2 */
	void (*visit)(struct search *s);
	double quota;
	uint64_t left_bytes;
	char own[PATH_BYTES];       /* the group's path in the hierarchy */
	char directory[PATH_BYTES]; /* that is visited */
	char path[PATH_BYTES + 64]; /* of the file that is read */
	char line[LINE_BYTES];      /* of a file of /proc */
	char text[LINE_BYTES];      /* of a file of the hierarchy */
};

struct mount {
	char *shown; /* the part of the hierarchy that is mounted */
	char *point;
	char *type;
	char *options; /* of the file system: the controllers of version 1 */
};

static struct search *
new_search(const char *root)
{
	struct search *s = calloc(1, sizeof(*s));

	if (s) {
		s->root = root;
		s->quota = NAN;
		s->left_bytes = UINT64_MAX;
	}
	return s;
}

/* ---- the two files of /proc ---- */

static FILE *
open_under(struct search *s, const char *path)
{
	if (snprintf(s->path, sizeof(s->path), "%s%s", s->root, path) >= (int)sizeof(s->path))
		return NULL;
	return fopen(s->path, "re");
}

/* Is `name` in a list like "rw,cpu,cpuacct"? */
static bool
listed(const char *list, const char *name)
{
	size_t len = strlen(name);

	while (*list) {
		size_t n = strcspn(list, ",");

		if (n == len && memcmp(list, name, len) == 0)
			return true;
		list += n + (list[n] == ',');
	}
	return false;
}

/* Into s->own; false if there is no such hierarchy. */
static bool
find_own(struct search *s)
{
	FILE *f = open_under(s, "/proc/self/cgroup");
	bool found = false;

	while (f && !found && fgets(s->line, sizeof(s->line), f)) {
		char *rest = s->line, *id = strsep(&rest, ":"), *controllers;

		controllers = strsep(&rest, ":");
		if (!rest)
			continue;
		rest[strcspn(rest, "\n")] = '\0';
		if (s->controller)
			found = listed(controllers, s->controller);
		else
			found = strcmp(id, "0") == 0 && *controllers == '\0';
		if (found)
			snprintf(s->own, sizeof(s->own), "%s", rest);
	}
	if (f)
		fclose(f);
	return found;
}

/* mountinfo writes blanks, newlines and backslashes as \ooo. */
static void
unescape(char *s)
{
	char *out = s;

	while (*s) {
		if (s[0] == '\\' && s[1] >= '0' && s[1] <= '3' && s[2] && s[3]) {
			*out++ = (char)((s[1] - '0') << 6 | (s[2] - '0') << 3 | (s[3] - '0'));
			s += 4;
		} else {
			*out++ = *s++;
		}
	}
	*out = '\0';
}

/* "ID PARENT MAJ:MIN ROOT POINT OPTIONS [TAGS...] - TYPE SOURCE SUPER" */
static bool
split_mount(char *line, struct mount *m)
{
	char *rest = line, *word = NULL, *tail = strstr(line, " - ");

	line[strcspn(line, "\n")] = '\0';
	if (!tail)
		return false;
	*tail = '\0';
	tail += 3;
	for (int i = 0; i < 4; i++)
		word = strsep(&rest, " ");
	m->shown = word;
	m->point = strsep(&rest, " ");
	m->type = strsep(&tail, " ");
	strsep(&tail, " ");
	m->options = tail;
	if (!m->shown || !m->point || !m->options)
		return false;
	unescape(m->shown);
	unescape(m->point);
	return true;
}

static bool
mount_fits(const struct search *s, const struct mount *m)
{
	if (!s->controller)
		return strcmp(m->type, "cgroup2") == 0;
	return strcmp(m->type, "cgroup") == 0 && listed(m->options, s->controller);
}

/* ---- the walk up ---- */

/* The rest of `path` below `shown`; "" if it is not below it (a namespace: "/../..", or "/"). */
static const char *
below(const char *path, const char *shown)
{
	size_t len = strcmp(shown, "/") == 0 ? 0 : strlen(shown);

	if (strncmp(path, shown, len) != 0 || (path[len] != '/' && path[len] != '\0'))
		return "";
	if (strncmp(path + len, "/..", 3) == 0 || strcmp(path + len, "/") == 0)
		return "";
	return path + len;
}

static void
walk_up(struct search *s, const struct mount *m)
{
	size_t top = strlen(s->root) + strlen(m->point);

	if (snprintf(s->directory, sizeof(s->directory), "%s%s%s", s->root, m->point,
		    below(s->own, m->shown)) >= (int)sizeof(s->directory))
		return;
	for (;;) {
		char *slash;

		s->visit(s);
		slash = strrchr(s->directory, '/');
		if (!slash || (size_t)(slash - s->directory) < top)
			return;
		*slash = '\0';
	}
}

/* Every fitting mount is walked: one that shows less of the hierarchy does no harm. */
static void
run_search(struct search *s)
{
	struct mount m;
	FILE *f;

	if (!find_own(s))
		return;
	f = open_under(s, "/proc/self/mountinfo");
	while (f && fgets(s->line, sizeof(s->line), f))
		if (split_mount(s->line, &m) && mount_fits(s, &m))
			walk_up(s, &m);
	if (f)
		fclose(f);
}

/* A file of the visited directory, into s->text. */
static bool
read_text(struct search *s, const char *name)
{
	snprintf(s->path, sizeof(s->path), "%s/%s", s->directory, name);
	return pt_proc_slurp(s->path, s->text, sizeof(s->text)) > 0;
}

/* A number alone in a file; false for "max", "-1" and what cannot be read. */
static bool
read_u64(struct search *s, const char *name, uint64_t *out)
{
	return read_text(s, name) && s->text[0] != '-' && sscanf(s->text, "%" SCNu64, out) == 1;
}

/* ---- CPU ---- */

static void
note_quota(struct search *s, uint64_t quota, uint64_t period)
{
	double cpus;

	if (quota == 0 || period == 0)
		return;
	cpus = (double)quota / (double)period;
	if (isnan(s->quota) || cpus < s->quota)
		s->quota = cpus;
}

static void
visit_cpu_v1(struct search *s)
{
	uint64_t quota, period;

	if (read_u64(s, "cpu.cfs_quota_us", &quota) && read_u64(s, "cpu.cfs_period_us", &period))
		note_quota(s, quota, period);
}

static void
visit_cpu_v2(struct search *s)
{
	uint64_t quota, period;

	if (read_text(s, "cpu.max") &&
		sscanf(s->text, "%" SCNu64 " %" SCNu64, &quota, &period) == 2)
		note_quota(s, quota, period);
}

double
pt_cgroup_cpu_quota(const char *root)
{
	struct search *s = new_search(root);
	double quota;

	if (!s)
		return NAN;
	s->controller = "cpu";
	s->visit = visit_cpu_v1;
	run_search(s);
	s->controller = NULL;
	s->visit = visit_cpu_v2;
	run_search(s);
	quota = s->quota;
	free(s);
	return quota;
}

/* ---- memory ---- */

/* The value of a line "name 123" of memory.stat. */
static uint64_t
read_stat(struct search *s, const char *name)
{
	size_t len = strlen(name);

	if (!read_text(s, "memory.stat"))
		return 0;
	for (const char *line = s->text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, name, len) == 0 && line[len] == ' ')
			return strtoull(line + len, NULL, 10);
	}
	return 0;
}

/* The page cache that was not touched for a while counts as used, but is given back on demand. */
static void
note_memory(struct search *s, uint64_t limit, uint64_t used, uint64_t cache)
{
	uint64_t left;

	used -= cache < used ? cache : used;
	left = limit > used ? limit - used : 0;
	if (left < s->left_bytes)
		s->left_bytes = left;
}

static void
visit_memory_v1(struct search *s)
{
	uint64_t limit, used;

	if (read_u64(s, "memory.limit_in_bytes", &limit) &&
		read_u64(s, "memory.usage_in_bytes", &used))
		note_memory(s, limit, used, read_stat(s, "total_inactive_file"));
}

static void
visit_memory_v2(struct search *s)
{
	uint64_t limit, used;

	if (read_u64(s, "memory.max", &limit) && read_u64(s, "memory.current", &used))
		note_memory(s, limit, used, read_stat(s, "inactive_file"));
}

uint64_t
pt_cgroup_memory_left_bytes(const char *root)
{
	struct search *s = new_search(root);
	uint64_t left;

	if (!s)
		return UINT64_MAX;
	s->controller = "memory";
	s->visit = visit_memory_v1;
	run_search(s);
	s->controller = NULL;
	s->visit = visit_memory_v2;
	run_search(s);
	left = s->left_bytes;
	free(s);
	/* version 1 says "no limit" with a huge number */
	return left > UINT64_MAX / 4 ? UINT64_MAX : left;
}
