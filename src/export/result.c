/* SPDX-License-Identifier: MIT */
/*
 * Results of a run as a tree.  See result.h.
 */
#include "export/result.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "export/values.h"

#define DEPTH_MAX 16 /* of a tree; the rest of a deeper path is one name */

const char *
pt_result_component(const char *path, char **component)
{
	size_t len = strcspn(path, "/"), n = 0;
	char *raw = pt_xmemdup(path, len);

	for (size_t i = 0; i < len; i++)
		if (raw[i] == '~' && (raw[i + 1] == '0' || raw[i + 1] == '1'))
			raw[n++] = raw[++i] == '0' ? '~' : '/';
		else
			raw[n++] = raw[i];
	*component = pt_json_key(raw, n);
	free(raw);
	return path[len] ? path + len + 1 : NULL;
}

/* The member of a name as an object, made if need be; NULL when it is a value already. */
static json_t *
child(json_t *parent, const char *name)
{
	json_t *v = json_object_get(parent, name);

	if (v)
		return json_is_object(v) ? v : NULL;
	v = json_object();
	pt_json_put(parent, name, v);
	return v;
}

static void
put(json_t *root, const char *path, const char *typed)
{
	json_t *at = root;

	for (int depth = 1; at; depth++) {
		char *name;
		const char *rest = NULL;

		if (depth == DEPTH_MAX)
			name = pt_json_key(path, strlen(path));
		else
			rest = pt_result_component(path, &name);
		if (!rest && !json_object_get(at, name))
			pt_json_put(at, name, pt_json_typed(typed));
		at = rest ? child(at, name) : NULL;
		free(name);
		path = rest;
	}
}

/* Objects named 0 .. n-1 are the elements of an array. */
static bool
is_array(json_t *v)
{
	size_t n = json_object_size(v);
	char name[24];

	for (size_t i = 0; i < n; i++) {
		snprintf(name, sizeof(name), "%zu", i);
		if (!json_is_object(json_object_get(v, name)))
			return false;
	}
	return n > 0;
}

static json_t *
as_array(json_t *v)
{
	json_t *array = json_array();
	char name[24];

	for (size_t i = 0; i < json_object_size(v); i++) {
		snprintf(name, sizeof(name), "%zu", i);
		if (json_array_append(array, json_object_get(v, name)) != 0)
			pt_out_of_memory();
	}
	return array;
}

/* Children first: what was an object of objects may have become one of arrays. */
static void
make_arrays(json_t *v)
{
	const char *key;
	json_t *member;
	void *next;

	json_object_foreach_safe(v, next, key, member)
	{
		if (!json_is_object(member))
			continue;
		make_arrays(member);
		if (is_array(member))
			pt_json_put(v, key, as_array(member));
	}
}

json_t *
pt_json_result(const struct pt_text_pair *results, size_t n)
{
	json_t *root = json_object();

	if (!root)
		pt_out_of_memory();
	for (size_t i = 0; i < n; i++)
		put(root, results[i].key, results[i].value);
	make_arrays(root);
	return root;
}
