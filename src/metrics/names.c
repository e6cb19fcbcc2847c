/* SPDX-License-Identifier: MIT */
/*
 * Names that go on the screen.  The recording's own names (states, phases) come from its layout.
 */
#include "metrics/model.h"
#include "recording/layout.h"
#include "recording/names.h"

const char *
pt_model_state_name(int worker_state)
{
	const char *name = worker_state < 0 ? NULL : pt_rec_state_name((unsigned)worker_state);

	return name ? name : "?";
}

const char *
pt_model_share_name(enum pt_share share)
{
	static const char *const name[PT_SHARES] = {
		[PT_SHARE_BUSY] = "busy",
		[PT_SHARE_SEARCH] = "search",
		[PT_SHARE_PARK] = "park",
		[PT_SHARE_WAIT] = "wait",
		[PT_SHARE_OFF_CPU] = "off-cpu",
		[PT_SHARE_OTHER] = "other",
		[PT_SHARE_BLOCKED] = "blocked",
	};

	return (unsigned)share < PT_SHARES ? name[share] : "?";
}
