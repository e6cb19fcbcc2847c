/* SPDX-License-Identifier: MIT */
/*
 * Limits of control groups.
 *
 * /proc/self/cgroup says in which group we are, per hierarchy ("4:memory:/a/b", "0::/a/b" for
 * version 2); /proc/self/mountinfo says where hierarchies are mounted, and which part of them: in a
 * container the mount shows only the subtree under its root. The *group's directory* is the mount
 * point plus our path below that root; from there up to the mount point every directory may hold a
 * limit, and the tightest counts.
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

/* What is looked for, and the answer so far. */
struct search {
	const char *root;
	const char *controller; /* of version 1; NULL: version 2 */
	void (*visit)(struct search *s, const char *directory);
	double quota;
	uint64_t left_bytes;
};

struct mount {
	char *shown; /* the part of the hierarchy that is mounted */
	char *point;
	char *type;
	char *options; /* of the file system: the controllers of version 1 */
};

/* ---- the two files of /proc ---- */

static FILE *
open_under(const char *root, const char *path)
{
	char full[PATH_BYTES];

	if (snprintf(full, sizeof(full), "%s%s", root, path) >= (int)sizeof(full))
		return NULL;
	return fopen(full, "re");
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

/* Our path in the hierarchy; false if there is no such hierarchy. */
static bool
own_path(const struct search *s, char path[PATH_BYTES])
{
	char line[LINE_BYTES];
	FILE *f = open_under(s->root, "/proc/self/cgroup");
	bool found = false;

	while (f && !found && fgets(line, sizeof(line), f)) {
		char *rest = line, *id = strsep(&rest, ":"), *controllers;

		controllers = strsep(&rest, ":");
		if (!rest)
			continue;
		rest[strcspn(rest, "\n")] = '\0';
		if (s->controller)
			found = listed(controllers, s->controller);
		else
			found = strcmp(id, "0") == 0 && *controllers == '\0';
		if (found)
			snprintf(path, PATH_BYTES, "%s", rest);
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
walk_up(struct search *s, const struct mount *m, const char *path)
{
	char directory[PATH_BYTES];
	size_t top = strlen(s->root) + strlen(m->point);

	if (snprintf(directory, sizeof(directory), "%s%s%s", s->root, m->point,
		below(path, m->shown)) >= (int)sizeof(directory))
		return;
	for (;;) {
		char *slash;

		s->visit(s, directory);
		slash = strrchr(directory, '/');
		if (!slash || (size_t)(slash - directory) < top)
			return;
		*slash = '\0';
	}
}

/* Every fitting mount is walked: one that shows less of the hierarchy only adds nothing. */
static void
run_search(struct search *s)
{
	char path[PATH_BYTES], line[LINE_BYTES];
	struct mount m;
	FILE *f;

	if (!own_path(s, path))
		return;
	f = open_under(s->root, "/proc/self/mountinfo");
	while (f && fgets(line, sizeof(line), f))
		if (split_mount(line, &m) && mount_fits(s, &m))
			walk_up(s, &m, path);
	if (f)
		fclose(f);
}

static bool
read_text(const char *directory, const char *name, char *text, size_t size)
{
	char path[PATH_BYTES + 64];

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	return pt_proc_slurp(path, text, size) > 0;
}

/* A number alone in a file; false for "max", "-1" and what cannot be read. */
static bool
read_u64(const char *directory, const char *name, uint64_t *out)
{
	char text[64];

	return read_text(directory, name, text, sizeof(text)) && text[0] != '-' &&
	    sscanf(text, "%" SCNu64, out) == 1;
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
visit_cpu_v1(struct search *s, const char *directory)
{
	uint64_t quota, period;

	if (read_u64(directory, "cpu.cfs_quota_us", &quota) &&
	    read_u64(directory, "cpu.cfs_period_us", &period))
		note_quota(s, quota, period);
}

static void
visit_cpu_v2(struct search *s, const char *directory)
{
	uint64_t quota, period;
	char text[64];

	if (read_text(directory, "cpu.max", text, sizeof(text)) &&
	    sscanf(text, "%" SCNu64 " %" SCNu64, &quota, &period) == 2)
		note_quota(s, quota, period);
}

double
pt_cgroup_cpu_quota(const char *root)
{
	struct search s = { .root = root, .controller = "cpu", .visit = visit_cpu_v1,
		.quota = NAN };

	run_search(&s);
	s.controller = NULL;
	s.visit = visit_cpu_v2;
	run_search(&s);
	return s.quota;
}

/* ---- memory ---- */

/* The value of a line "name 123" of memory.stat. */
static uint64_t
read_stat(const char *directory, const char *name)
{
	char text[LINE_BYTES];
	size_t len = strlen(name);

	if (!read_text(directory, "memory.stat", text, sizeof(text)))
		return 0;
	for (const char *line = text; line; line = strchr(line, '\n')) {
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
visit_memory_v1(struct search *s, const char *directory)
{
	uint64_t limit, used;

	if (read_u64(directory, "memory.limit_in_bytes", &limit) &&
	    read_u64(directory, "memory.usage_in_bytes", &used))
		note_memory(s, limit, used, read_stat(directory, "total_inactive_file"));
}

static void
visit_memory_v2(struct search *s, const char *directory)
{
	uint64_t limit, used;

	if (read_u64(directory, "memory.max", &limit) &&
	    read_u64(directory, "memory.current", &used))
		note_memory(s, limit, used, read_stat(directory, "inactive_file"));
}

uint64_t
pt_cgroup_memory_left_bytes(const char *root)
{
	struct search s = { .root = root, .controller = "memory", .visit = visit_memory_v1,
		.left_bytes = UINT64_MAX };

	run_search(&s);
	s.controller = NULL;
	s.visit = visit_memory_v2;
	run_search(&s);
	/* version 1 says "no limit" with a huge number */
	return s.left_bytes > UINT64_MAX / 4 ? UINT64_MAX : s.left_bytes;
}
