/* SPDX-License-Identifier: MIT */
/* Options and copies of loops below ours: see wrap.h. */
#include "config.h"

#include "algorithms/wrap.h"

#include <stdlib.h>
#include <string.h>

static void *
make(uint64_t lo, uint64_t hi, void *arg)
{
	const struct pt_wrap *all = arg;
	struct pt_wrap *own = malloc(all->bytes);

	if (!own)
		return NULL;
	memcpy(own, all, all->bytes);
	own->arg = all->copy->make(lo, hi, all->arg);
	if (own->arg)
		return own;
	free(own);
	return NULL;
}

static void
end(void *copy, uint64_t lo, uint64_t hi, void *arg)
{
	const struct pt_wrap *all = arg;
	struct pt_wrap *own = copy;

	all->copy->end(own->arg, lo, hi, all->arg);
	free(own);
}

struct partop_range_options
pt_wrap_options(struct pt_wrap *wrap, size_t bytes, void *arg,
	const struct partop_range_options *options, const char *label)
{
	static const struct partop_chunk_copy wrapped = { make, end };
	struct partop_range_options o = { .label = label };

	*wrap = (struct pt_wrap){ .arg = arg, .bytes = bytes };
	if (!options)
		return o;
	o.grain = options->grain;
	o.policy = options->policy;
	o.label = options->label ? options->label : label;
	if (o.policy != PARTOP_THREADS_COPY || !options->copy)
		return o;
	wrap->copy = options->copy;
	o.copy = &wrapped;
	return o;
}
