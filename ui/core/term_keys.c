/* SPDX-License-Identifier: MIT */
/* Keys by ncurses: see term_keys.h. */
#define NCURSES_WIDECHAR 1
#include "ui/core/term_keys.h"

#include <curses.h>
#include <stdlib.h>

#include "ui/core/keys.h"

/* The screens' keys, also as terminals send them that do not switch to application mode. */
WINDOW *
pt_term_keys_open(void)
{
	static const struct {
		const char *sequence;
		int key;
	} more[] = {
		{ "\033[A", KEY_UP },
		{ "\033[B", KEY_DOWN },
		{ "\033[C", KEY_RIGHT },
		{ "\033[D", KEY_LEFT },
		{ "\033[H", KEY_HOME },
		{ "\033[F", KEY_END },
		{ "\033OH", KEY_HOME },
		{ "\033OF", KEY_END },
		{ "\033[1~", KEY_HOME },
		{ "\033[4~", KEY_END },
		{ "\033[Z", KEY_BTAB },
	};
	WINDOW *pad;

	pad = newpad(1, 1);
	if (!pad)
		return NULL;
	(void)keypad(pad, TRUE);
	(void)nodelay(pad, TRUE);
	(void)set_escdelay(25);
	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++)
		if (key_defined(more[i].sequence) == 0)
			(void)define_key(more[i].sequence, more[i].key);
	return pad;
}

int
pt_term_keys_next(WINDOW *pad)
{
	static const struct {
		int curses, key;
	} map[] = {
		{ KEY_UP, PT_KEY_UP },
		{ KEY_DOWN, PT_KEY_DOWN },
		{ KEY_LEFT, PT_KEY_LEFT },
		{ KEY_RIGHT, PT_KEY_RIGHT },
		{ KEY_HOME, PT_KEY_HOME },
		{ KEY_END, PT_KEY_END },
		{ KEY_PPAGE, PT_KEY_PAGE_UP },
		{ KEY_NPAGE, PT_KEY_PAGE_DOWN },
		{ KEY_BTAB, PT_KEY_BACK_TAB },
		{ KEY_F(1), PT_KEY_F1 },
	};
	wint_t c;
	int kind = pad ? wget_wch(pad, &c) : ERR;

	if (kind == ERR)
		return PT_KEY_NONE;
	if (kind != KEY_CODE_YES)
		return c ? (int)c : PT_KEY_OTHER;
	for (size_t i = 0; i < sizeof(map) / sizeof(map[0]); i++)
		if (map[i].curses == (int)c)
			return map[i].key;
	return PT_KEY_OTHER;
}
