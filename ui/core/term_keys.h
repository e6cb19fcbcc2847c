/* SPDX-License-Identifier: MIT */
/* The keys of the terminal that ncurses has open. */
#ifndef PT_UI_CORE_TERM_KEYS_H
#define PT_UI_CORE_TERM_KEYS_H

struct _win_st; /* a WINDOW of ncurses */

/* A pad that reads keys: reading from it never refreshes the screen.  NULL: no memory. */
struct _win_st *pt_term_keys_open(void);

/* The next key that was typed (ui/core/keys.h), PT_KEY_NONE when there is none. */
int pt_term_keys_next(struct _win_st *pad);

#endif
