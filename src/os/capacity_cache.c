/* SPDX-License-Identifier: MIT */
/* The file that keeps what was calibrated: see capacity_cache.h. */
#include "os/capacity_cache.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/parse.h"
#include "base/text.h"
#include "os/cpus.h"
#include "os/machine.h"

#define FIRST_LINE "partop capacity 1\n"
#define FILE_BYTES 4096
#define PATH_BYTES 4096
#define BUSY_S 600
#define BOOT "; boot="

/* ---- the key ---- */

/* "0-3,8" of the CPUs that may be used. */
static void
add_cpus(struct pt_text *t)
{
	int n = pt_cpus_list(NULL, 0), *list = calloc((size_t)n + 1, sizeof(*list));

	n = list ? pt_cpus_list(list, n) : 0;
	for (int i = 0, k; i < n; i = k) {
		for (k = i + 1; k < n && list[k] == list[k - 1] + 1; k++)
			continue;
		pt_text_add(t, "%s%d", i ? "," : "", list[i]);
		if (k > i + 1)
			pt_text_add(t, "-%d", list[k - 1]);
	}
	free(list);
}

char *
pt_capacity_key(char *out, size_t size)
{
	struct pt_text t = { 0 };
	double quota = pt_cpus_quota();
	char model[128], boot[64];

	pt_text_add(&t, "model=%s; cpus=", pt_machine_model(model, sizeof(model)));
	add_cpus(&t);
	pt_text_add(&t, "; online=%d; quota=", pt_cpus_online());
	if (isnan(quota))
		pt_text_add(&t, "none");
	else
		pt_text_add(&t, "%u", (unsigned)(quota * 1000 + 0.5));
	pt_text_add(&t, BOOT "%s", pt_machine_boot(boot, sizeof(boot)));
	snprintf(out, size, "%s", pt_text_string(&t));
	pt_text_fini(&t);
	return out;
}

/* ---- the path ---- */

static uint64_t
hash(const char *s, size_t len)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)s[i]) * UINT64_C(0x100000001b3);
	return h;
}

/* The folder above ours; "" when there is none. */
static void
cache_home(char *out, size_t size)
{
	const char *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	int n = 0;

	out[0] = '\0';
	if (xdg && xdg[0] == '/')
		n = snprintf(out, size, "%s", xdg);
	else if (home && home[0] == '/')
		n = snprintf(out, size, "%s/.cache", home);
	if (n < 0 || (size_t)n >= size)
		out[0] = '\0';
}

bool
pt_capacity_path(char *out, size_t size, const char *key)
{
	const char *boot = strstr(key, BOOT);
	size_t len = boot ? (size_t)(boot - key) : strlen(key);
	char home[PATH_BYTES];
	int n;

	cache_home(home, sizeof(home));
	n = snprintf(out, size, "%s/partop/capacity-%016llx", home,
		(unsigned long long)hash(key, len));
	return home[0] && n > 0 && (size_t)n < size;
}

/* ---- reading ---- */

/* The user's own regular file, whole and without NUL; false otherwise. */
static bool
slurp_own(const char *path, char text[FILE_BYTES])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct stat st;
	ssize_t n = -1;

	if (fd < 0)
		return false;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
		st.st_size < FILE_BYTES)
		n = read(fd, text, FILE_BYTES - 1);
	close(fd);
	if (n < 0 || n != st.st_size)
		return false;
	text[n] = '\0';
	return strlen(text) == (size_t)n;
}

/* Takes "WORD rest\n" off the text; NULL when it does not begin so. */
static char *
take_line(char **at, const char *word)
{
	char *line = *at, *end = strchr(line, '\n');
	size_t len = strlen(word);

	if (!end || strncmp(line, word, len) != 0)
		return NULL;
	*end = '\0';
	*at = end + 1;
	return line + len;
}

static bool
is_believed(const struct pt_capacity_table *t, uint64_t when_s, uint64_t now_s)
{
	return !t->disturbed || (when_s <= now_s && now_s - when_s < BUSY_S);
}

bool
pt_capacity_load(struct pt_capacity_table *t, const char *key, uint64_t now_s)
{
	char path[PATH_BYTES], text[FILE_BYTES], *at = text, *line;
	uint64_t when_s = 0;

	*t = (struct pt_capacity_table){ .quota = NAN };
	if (!pt_capacity_path(path, sizeof(path), key) || !slurp_own(path, text) ||
		strncmp(text, FIRST_LINE, strlen(FIRST_LINE)) != 0)
		return false;
	at += strlen(FIRST_LINE);
	line = take_line(&at, "key ");
	if (!line || strcmp(line, key) != 0)
		return false;
	line = take_line(&at, "when ");
	if (!line || pt_parse_u64(line, &when_s) != PT_PARSE_OK)
		return false;
	line = take_line(&at, "");
	if (line && *at == '\0' && pt_capacity_parse(t, line) && is_believed(t, when_s, now_s))
		return true;
	*t = (struct pt_capacity_table){ .quota = NAN };
	return false;
}

/* ---- writing ---- */

/* The folders that are ours to make: the last two. */
static void
make_folders(const char *path)
{
	char folder[PATH_BYTES];
	char *slash, *above;

	snprintf(folder, sizeof(folder), "%s", path);
	slash = strrchr(folder, '/');
	*slash = '\0';
	above = strrchr(folder, '/');
	*above = '\0';
	if (*folder)
		(void)mkdir(folder, 0700);
	*above = '/';
	(void)mkdir(folder, 0700);
}

static bool
write_all(int fd, const char *text, size_t len)
{
	ssize_t n;

	do
		n = write(fd, text, len);
	while (n < 0 && errno == EINTR);
	return n == (ssize_t)len;
}

/* A new file in its place: a reader sees the old one or the new one. */
static void
replace(const char *path, const char *text)
{
	char temporary[PATH_BYTES + 32];
	int fd;
	bool ok;

	snprintf(temporary, sizeof(temporary), "%s.%ld", path, (long)getpid());
	fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return;
	ok = write_all(fd, text, strlen(text));
	ok = close(fd) == 0 && ok;
	if (!ok || rename(temporary, path) != 0)
		(void)unlink(temporary);
}

void
pt_capacity_store(const struct pt_capacity_table *t, const char *key, uint64_t now_s)
{
	char path[PATH_BYTES], line[PT_CAPACITY_TEXT];
	struct pt_text text = { 0 };

	if (!pt_capacity_print(t, line, sizeof(line)) || !pt_capacity_path(path, sizeof(path), key))
		return;
	make_folders(path);
	pt_text_add(&text, FIRST_LINE "key %s\nwhen %llu\n%s\n", key, (unsigned long long)now_s,
		line);
	if (text.len < FILE_BYTES)
		replace(path, pt_text_string(&text));
	pt_text_fini(&text);
}
