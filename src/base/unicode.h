/* SPDX-License-Identifier: MIT */
/*
 * Classes of Unicode characters that matter to a terminal, as sorted tables of ranges.
 * partop does not use the C library's wcwidth(), which depends on the locale.
 */
#ifndef PT_BASE_UNICODE_H
#define PT_BASE_UNICODE_H

#include <stdbool.h>
#include <stdint.h>

/* Controls, format characters, invisible, private, unassigned ones and surrogates. */
bool pt_unicode_hidden(uint32_t character);

/* Marks drawn over the character before them. */
bool pt_unicode_combining(uint32_t character);

/* Two columns: East Asian wide and full-width characters, emoji. */
bool pt_unicode_wide(uint32_t character);

#endif
