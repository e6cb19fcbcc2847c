/* SPDX-License-Identifier: MIT */
/* The table of signs: see signs.h.  ▇ is 7/8 high, so that rows of neighbours do not make a wall. */
#include "ui/core/signs.h"

const struct pt_sign_info pt_signs[PT_SIGNS] = {
	[PT_SIGN_BUSY] = { 0x2587, '#', PT_ROLE_WORK, true, false, "work", "work",
		"in a task, on a CPU" },
	[PT_SIGN_USEFUL] = { 0x2588, 'U', PT_ROLE_WORK, false, true, "", "",
		"useful: what the sequential version needs too" },
	[PT_SIGN_MACHINE] = { 0x2592, 'm', PT_ROLE_INFLATION, false, true, "", "",
		"inflation, the machine's: independent copies lose it too" },
	[PT_SIGN_PROGRAM] = { 0x2593, 'p', PT_ROLE_INFLATION, false, true, "", "",
		"inflation, the program's: memory, caches, false sharing" },
	[PT_SIGN_SCHEDULING] = { 0x259a, 'o', PT_ROLE_RUNTIME, false, true, "", "",
		"scheduling: what tasks and the parallel algorithm cost" },
	[PT_SIGN_SEARCH] = { 0x2571, '/', PT_ROLE_RUNTIME, true, true, "search", "search",
		"looks for work to steal" },
	[PT_SIGN_JOIN] = { 0x2500, '-', PT_ROLE_QUIET, true, true, "join-wait", "join",
		"waits for a thief to finish a task of its own" },
	[PT_SIGN_PARK] = { 0xb7, '.', PT_ROLE_QUIET, true, true, "parked", "parked",
		"asleep, costs nothing" },
	[PT_SIGN_BLOCKED] = { 0x2550, '=', PT_ROLE_BLOCKED, true, true, "blocked", "blocked",
		"sleeps inside a task: a lock, a file, a page" },
	[PT_SIGN_OWN] = { 0x2591, ':', PT_ROLE_QUIET, true, true, "off-cpu", "off",
		"ready, but there are more workers than CPUs" },
	[PT_SIGN_TAKEN] = { 0x2573, 'x', PT_ROLE_STRONG, true, true, "taken away", "taken",
		"ready, but other programs have the CPU" },
	[PT_SIGN_OTHER] = { '?', '?', PT_ROLE_ALERT, false, true, "", "",
		"measured, not explained" },
};
