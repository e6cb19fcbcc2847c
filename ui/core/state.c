/* SPDX-License-Identifier: MIT */
/* Keys to effects: see state.h.  What each key does stands in keymap.c. */
#include "ui/core/state.h"

#include <string.h>

#include "ui/core/keymap.h"

void
pt_ui_state_init(struct pt_ui_state *s)
{
	memset(s, 0, sizeof(*s));
	for (int i = 0; i < PT_VIEWS_MAX; i++)
		s->selection[i].row = -1;
}

void
pt_ui_state_fini(struct pt_ui_state *s)
{
	pt_model_release(s->frozen);
	s->frozen = NULL;
}

const struct pt_model *
pt_ui_state_model(const struct pt_ui_state *s, const struct pt_model *live)
{
	return s->frozen ? s->frozen : live;
}

static bool
has_key(const struct pt_binding *b, int key)
{
	for (int i = 0; i < PT_BINDING_KEYS && b->keys[i]; i++)
		if (b->keys[i] == key)
			return true;
	return false;
}

unsigned
pt_ui_state_key(struct pt_ui_state *s, int key, const struct pt_model *live)
{
	for (int i = 0; i < pt_bindings_len; i++)
		if (has_key(&pt_bindings[i], key))
			return pt_bindings[i].act(s, key, live);
	return PT_UI_EFFECT_NONE;
}
