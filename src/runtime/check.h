/* SPDX-License-Identifier: MIT */
/*
 * Invariants that debug builds (PT_DEBUG) check: a broken one ends the process at the place.
 */
#ifndef PT_RUNTIME_CHECK_H
#define PT_RUNTIME_CHECK_H

#ifdef PT_DEBUG
#define PT_CHECK(condition) ((condition) ? (void)0 : __builtin_trap())
#else
#define PT_CHECK(condition) ((void)0)
#endif

#endif
