/* SPDX-License-Identifier: MIT */
/* See exported.h. */
#include "tests/unit/exported.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "export/result.h"
#include "metrics/source.h"
#include "tests/unit/cm.h"

const struct pt_exporter *
exporter_named(const char *name)
{
	for (size_t i = 0; pt_exporters[i]; i++)
		if (strcmp(pt_exporters[i]->name, name) == 0)
			return pt_exporters[i];
	fail_msg("there is no exporter %s", name);
	return NULL;
}

char *
exported(const char *path, const struct pt_exporter *x, const struct pt_export_options *o)
{
	struct pt_error e;
	struct pt_source *s = pt_source_open(path, &e);
	char *text;
	size_t len;

	if (!s)
		fail_msg("%s", e.text);
	FILE *f = open_memstream(&text, &len);

	assert_int_equal(x->write(s, o, f, &e), 0);
	fclose(f);
	pt_source_close(s);
	return text;
}

json_t *
exported_parsed(char *text)
{
	json_error_t e;
	json_t *v = json_loads(text, 0, &e);

	if (!v)
		fail_msg("line %d: %s in\n%s", e.line, e.text, text);
	free(text);
	return v;
}

json_t *
exported_json(const struct made *m, const char *trace)
{
	return exported_parsed(exported(m->path, &pt_exporter_json,
		&(struct pt_export_options){ .trace = trace }));
}

json_t *
exported_at(json_t *v, const char *path)
{
	char *name;

	for (const char *rest = path; rest && v; free(name)) {
		rest = pt_result_component(rest, &name);
		v = json_is_array(v) ? json_array_get(v, (size_t)atoi(name)) :
				       json_object_get(v, name);
	}
	if (!v)
		fail_msg("there is no %s", path);
	return v;
}
