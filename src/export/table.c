/* SPDX-License-Identifier: MIT */
/*
 * The exporters there are: a line each.  The report is none of them: it is a text for people, see
 * exporter.h.
 */
#include <string.h>

#include "export/exporter.h"

#define EXPORTERS(X) \
	X(chrome) \
	X(csv) \
	X(json)

#define X(name) extern const struct pt_exporter pt_exporter_##name;
EXPORTERS(X)
#undef X

const struct pt_exporter *const pt_exporters[] = {
#define X(name) &pt_exporter_##name,
	EXPORTERS(X)
#undef X
	NULL,
};

const char *const pt_exporter_names[] = {
#define X(name) #name,
	EXPORTERS(X)
#undef X
	NULL,
};

const struct pt_exporter *
pt_exporter_find(const char *name)
{
	for (size_t i = 0; pt_exporters[i]; i++)
		if (strcmp(pt_exporters[i]->name, name) == 0)
			return pt_exporters[i];
	return NULL;
}
