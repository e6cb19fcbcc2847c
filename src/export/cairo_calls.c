/* SPDX-License-Identifier: MIT */
/* Loads libcairo.  See cairo_calls.h. */
#include <config.h>
#ifdef HAVE_CAIRO
#include "export/cairo_calls.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <string.h>

#include "base/error.h"

#define LIBRARY "libcairo.so.2"

static bool
find_calls(struct pt_cairo_calls *c, void *library)
{
	bool all = true;
	void *found;

#define X(name) \
	found = dlsym(library, "cairo_" #name); \
	memcpy(&c->name, &found, sizeof(found)); \
	all = all && found != NULL;
	PT_CAIRO_CALLS(X)
#undef X
	found = dlsym(library, "FcFini"); /* of what it is linked with */
	memcpy(&c->fonts_fini, &found, sizeof(found));
	return all;
}

/* Fontconfig finds its memory by offsets, in which a leak checker sees no pointers. */
void
pt_cairo_forget(const struct pt_cairo_calls *c)
{
	c->debug_reset_static_data();
	if (c->fonts_fini != NULL)
		c->fonts_fini();
}

const struct pt_cairo_calls *
pt_cairo_load(struct pt_error *e)
{
	static struct pt_cairo_calls calls;
	static bool loaded;
	void *library;

	if (loaded)
		return &calls;
	library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	if (library == NULL) {
		pt_fail(e, PT_EXIT_ENVIRONMENT, "pictures need cairo (Debian: libcairo2): %s",
			dlerror());
		return NULL;
	}
	loaded = find_calls(&calls, library);
	if (loaded)
		return &calls;
	pt_fail(e, PT_EXIT_ENVIRONMENT, "pictures need a newer cairo: %s lacks a function",
		LIBRARY);
	return NULL;
}
#endif
