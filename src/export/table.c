/* SPDX-License-Identifier: MIT */
/*
 * The exporters there are.  The report is none of them: it is a text for people, see exporter.h.
 */
#include <string.h>

#include "export/exporter.h"

const struct pt_exporter *const pt_exporters[] = {
	&pt_exporter_chrome,
	&pt_exporter_json,
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
