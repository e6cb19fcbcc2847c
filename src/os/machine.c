/* SPDX-License-Identifier: MIT */
/* Which machine this is: see machine.h. */
#include "os/machine.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>

#include "os/proc.h"

#define CPUINFO_BYTES 4096 /* the first processor stands in it */

static void
clean(char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < ' ' || (unsigned char)*s > '~' || *s == ';')
			*s = '_';
}

/* The value of the first line "KEY   : VALUE"; NULL when there is none. */
static char *
value(char *text, const char *key)
{
	char *at = strstr(text, key), *end;

	at = at ? strchr(at, ':') : NULL;
	if (!at)
		return NULL;
	at += 1 + strspn(at + 1, " \t");
	end = strchr(at, '\n');
	if (end)
		*end = '\0';
	return *at ? at : NULL;
}

char *
pt_machine_model(char *out, size_t size)
{
	char text[CPUINFO_BYTES], *name = NULL;
	struct utsname u;

	if (pt_proc_slurp("/proc/cpuinfo", text, sizeof(text)) > 0) {
		name = value(text, "model name");             /* x86 */
		name = name ? name : value(text, "CPU part"); /* arm */
	}
	if (name)
		snprintf(out, size, "%s", name);
	else
		snprintf(out, size, "%s", uname(&u) == 0 ? u.machine : "unknown");
	clean(out);
	return out;
}

char *
pt_machine_boot(char *out, size_t size)
{
	uint8_t id[16];

	snprintf(out, size, "unknown");
	if (pt_proc_boot_id(id) != 0)
		return out;
	for (size_t i = 0; i < sizeof(id) && 2 * i + 2 < size; i++)
		snprintf(out + 2 * i, size - 2 * i, "%02x", id[i]);
	return out;
}
