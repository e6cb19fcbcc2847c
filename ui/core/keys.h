/* SPDX-License-Identifier: MIT */
/* Keys as the screens see them: characters as themselves, the others from PT_KEY_UP on. */
#ifndef PT_UI_CORE_KEYS_H
#define PT_UI_CORE_KEYS_H

enum pt_key {
	PT_KEY_NONE = 0,
	PT_KEY_TAB = '\t',
	PT_KEY_CTRL_L = 12,
	PT_KEY_CTRL_Z = 26,
	PT_KEY_ESCAPE = 27,
	PT_KEY_UP = 0x110000, /* beyond Unicode */
	PT_KEY_DOWN,
	PT_KEY_LEFT,
	PT_KEY_RIGHT,
	PT_KEY_HOME,
	PT_KEY_END,
	PT_KEY_PAGE_UP,
	PT_KEY_PAGE_DOWN,
	PT_KEY_BACK_TAB,
	PT_KEY_F1,
	PT_KEY_OTHER /* a key without a meaning here */
};

#endif
