/* SPDX-License-Identifier: MIT */
/*
 * The keys: one table, from which come what they do, the footer, the help and (by a test) the list in
 * the manual page.  A key that would do nothing is not in the footer.  A view may have a table of its
 * own, which goes first.
 */
#ifndef PT_UI_CORE_KEYMAP_H
#define PT_UI_CORE_KEYMAP_H

#include "ui/core/state.h"

#define PT_BINDING_KEYS 9

struct pt_binding {
	int keys[PT_BINDING_KEYS]; /* ui/core/keys.h; 0 ends them; none: a signal does it */
	const char *name;          /* as the help and the manual page name them */
	const char *help;
	int rank; /* in the footer: the highest goes first when there is no room */
	/* The word in the footer; NULL: not now, or never. */
	const char *(*word)(const struct pt_ui_state *s, const struct pt_model *live);
	unsigned (*act)(struct pt_ui_state *s, int key, const struct pt_model *live);
};

extern const struct pt_binding pt_bindings[];
extern const int pt_bindings_len;

/* The binding of a key; NULL: it has none there. */
const struct pt_binding *pt_binding_of(const struct pt_binding *b, int n, int key);

/* Whether the view has another use for one of its keys. */
bool pt_binding_is_hidden(const struct pt_binding *b, const struct pt_view *v);

#endif
