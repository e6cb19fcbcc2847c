/* SPDX-License-Identifier: MIT */
/* Keys to effects: see state.h.  What each key does stands in keymap.c. */
#include "ui/core/state.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "ui/core/keymap.h"

void
pt_ui_state_init(struct pt_ui_state *s)
{
	memset(s, 0, sizeof(*s));
	for (int i = 0; i < PT_VIEWS_MAX; i++)
		s->selection[i].row = -1;
	for (int i = 0; i < pt_views_len; i++)
		if (pt_views[i]->own_bytes > 0)
			s->own[i] = pt_xcalloc(1, pt_views[i]->own_bytes);
}

void
pt_ui_state_fini(struct pt_ui_state *s)
{
	pt_model_release(s->frozen);
	s->frozen = NULL;
	for (int i = 0; i < PT_VIEWS_MAX; i++)
		free(s->own[i]);
	memset(s->own, 0, sizeof(s->own));
}

const struct pt_model *
pt_ui_state_model(const struct pt_ui_state *s, const struct pt_model *live)
{
	return s->frozen ? s->frozen : live;
}

unsigned
pt_ui_state_key(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	const struct pt_view *v = pt_views[s->view];
	const struct pt_binding *b = NULL;

	if (!s->help)
		b = pt_binding_of(v->bindings, v->bindings_len, key);
	if (!b)
		b = pt_binding_of(pt_bindings, pt_bindings_len, key);
	return b ? b->act(s, key, live) : PT_UI_EFFECT_NONE;
}
