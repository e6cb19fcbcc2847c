/* SPDX-License-Identifier: MIT */
/* What a machine can give, as a table and as text.  See capacity.h. */
#include "os/capacity.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/parse.h"
#include "base/text.h"

#define WITHOUT_READ "1"
#define WITH_READ "2"
#define THOUSAND 1000
#define READ "read="
#define MB 1e6
#define MB_PER_S_MAX UINT64_C(1000000000)
#define CPUS_MAX 8192
#define GAIN_MAX 4 /* more per copy than alone is an error of measuring, and there are limits */

unsigned
pt_capacity_levels(uint32_t cpus, uint32_t levels[PT_CAPACITY_LEVELS])
{
	unsigned n = 0;

	for (uint32_t p = 1; p < cpus && n < PT_CAPACITY_LEVELS - 1; p *= 2)
		levels[n++] = p;
	levels[n++] = cpus > 0 ? cpus : 1;
	return n;
}

bool
pt_capacity_has_read(const struct pt_capacity_table *t)
{
	for (unsigned i = 0; i < t->len; i++)
		if (!(t->read_bytes_per_s[i] >= MB))
			return false;
	return t->len > 0;
}

/* ---- text ---- */

static uint64_t
thousandths(double v)
{
	return (uint64_t)(v * THOUSAND + 0.5);
}

static void
print_head(struct pt_text *text, const struct pt_capacity_table *t)
{
	pt_text_add(text, "%s cpus=%u quota=", pt_capacity_has_read(t) ? WITH_READ : WITHOUT_READ,
		(unsigned)t->cpus);
	if (isnan(t->quota))
		pt_text_add(text, "none");
	else
		pt_text_add(text, "%llu", (unsigned long long)thousandths(t->quota));
	pt_text_add(text, " busy=%d copies", t->disturbed);
	for (unsigned i = 0; i < t->len; i++)
		pt_text_add(text, "%c%u", i ? ',' : '=', (unsigned)t->copies[i]);
}

static void
print_read(struct pt_text *text, const struct pt_capacity_table *t)
{
	for (unsigned i = 0; i < t->len; i++)
		pt_text_add(text, "%s%.0f", i ? "," : " " READ, t->read_bytes_per_s[i] / MB);
}

bool
pt_capacity_print(const struct pt_capacity_table *t, char *out, size_t size)
{
	struct pt_text text = { 0 };
	bool fits;

	print_head(&text, t);
	for (unsigned k = 0; k < PT_KERNELS; k++) {
		pt_text_add(&text, " %s", pt_kernel_name((enum pt_kernel)k));
		for (unsigned i = 0; i < t->len; i++)
			pt_text_add(&text, "%c%llu", i ? ',' : '=',
				(unsigned long long)thousandths(t->got[k][i]));
	}
	if (pt_capacity_has_read(t))
		print_read(&text, t);
	fits = t->len > 0 && text.len < size;
	snprintf(out, size, "%s", fits ? pt_text_string(&text) : "");
	pt_text_fini(&text);
	return fits;
}

/* "key=" at the front of *at is passed over. */
static bool
take_word(const char **at, const char *word)
{
	size_t len = strlen(word);

	if (strncmp(*at, word, len) != 0)
		return false;
	*at += len;
	return true;
}

/* Digits up to something else. */
static bool
take_number(const char **at, uint64_t max, uint64_t *v)
{
	char digits[24];
	size_t len = strspn(*at, "0123456789");

	if (len == 0 || len >= sizeof(digits))
		return false;
	memcpy(digits, *at, len);
	digits[len] = '\0';
	*at += len;
	return pt_parse_u64(digits, v) == PT_PARSE_OK && *v <= max;
}

/* Numbers separated by commas: as many as there are (*len 0), or *len of them. */
static bool
take_list(const char **at, uint64_t max, uint64_t *list, unsigned *len)
{
	unsigned n = 0;

	do {
		if (n == PT_CAPACITY_LEVELS || !take_number(at, max, &list[n]))
			return false;
		n++;
	} while (take_word(at, ","));
	if (*len > 0 && n != *len)
		return false;
	*len = n;
	return true;
}

static bool
take_copies(const char **at, struct pt_capacity_table *t)
{
	uint64_t list[PT_CAPACITY_LEVELS];

	if (!take_word(at, " copies=") || !take_list(at, t->cpus, list, &t->len) || list[0] != 1)
		return false;
	for (unsigned i = 0; i < t->len; i++) {
		if (i > 0 && list[i] <= list[i - 1])
			return false;
		t->copies[i] = (uint32_t)list[i];
	}
	return true;
}

static bool
take_kernel(const char **at, struct pt_capacity_table *t, enum pt_kernel k)
{
	uint64_t list[PT_CAPACITY_LEVELS];

	if (!take_word(at, " ") || !take_word(at, pt_kernel_name(k)) || !take_word(at, "=") ||
		!take_list(at, (uint64_t)CPUS_MAX * GAIN_MAX * THOUSAND, list, &t->len) ||
		list[0] != THOUSAND)
		return false;
	for (unsigned i = 0; i < t->len; i++) {
		if (list[i] == 0 || list[i] > (uint64_t)t->copies[i] * GAIN_MAX * THOUSAND)
			return false;
		t->got[k][i] = (double)list[i] / THOUSAND;
	}
	return true;
}

static bool
take_read(const char **at, struct pt_capacity_table *t)
{
	uint64_t list[PT_CAPACITY_LEVELS];

	if (!take_word(at, " " READ) || !take_list(at, MB_PER_S_MAX, list, &t->len))
		return false;
	for (unsigned i = 0; i < t->len; i++) {
		if (list[i] == 0)
			return false;
		t->read_bytes_per_s[i] = (double)list[i] * MB;
	}
	return true;
}

static bool
take_head(const char **at, struct pt_capacity_table *t)
{
	uint64_t cpus, quota, busy;

	if (!take_word(at, " cpus=") || !take_number(at, CPUS_MAX, &cpus) || cpus == 0 ||
		!take_word(at, " quota="))
		return false;
	t->cpus = (uint32_t)cpus;
	t->quota = NAN;
	if (!take_word(at, "none")) {
		if (!take_number(at, (uint64_t)CPUS_MAX * THOUSAND, &quota) || quota == 0)
			return false;
		t->quota = (double)quota / THOUSAND;
	}
	if (!take_word(at, " busy=") || !take_number(at, 1, &busy))
		return false;
	t->disturbed = busy == 1;
	return true;
}

bool
pt_capacity_parse(struct pt_capacity_table *t, const char *text)
{
	bool ok, reads;

	*t = (struct pt_capacity_table){ .quota = NAN };
	reads = text && take_word(&text, WITH_READ);
	ok = text && (reads || take_word(&text, WITHOUT_READ)) && take_head(&text, t) &&
		take_copies(&text, t);
	for (unsigned k = 0; ok && k < PT_KERNELS; k++)
		ok = take_kernel(&text, t, (enum pt_kernel)k);
	ok = ok && (!reads || take_read(&text, t));
	if (ok && *text == '\0')
		return true;
	*t = (struct pt_capacity_table){ .quota = NAN };
	return false;
}
