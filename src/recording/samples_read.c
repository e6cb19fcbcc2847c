/* SPDX-License-Identifier: MIT */
/* Reading samples of the workers' pages: see reader.h; samples.c writes them. */
#include "recording/reader.h"

#include <string.h>

/* A number of at most ten bytes; NULL: it is cut, or longer. */
static const uint8_t *
take_number(const uint8_t *at, const uint8_t *end, uint64_t *v)
{
	*v = 0;
	for (unsigned shift = 0; at < end && shift < 64; shift += 7) {
		uint8_t byte = *at++;

		*v |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return at;
	}
	return NULL;
}

static const uint8_t *
take_sample(const struct pt_rec_sample *head, const uint8_t *at, const uint8_t *end,
	struct pt_rec_sampled *to)
{
	for (unsigned i = 0; i < 32 && at; i++) {
		uint64_t v;

		if (!(head->mask >> i & 1))
			continue;
		at = take_number(at, end, &v);
		if (i == PT_REC_SAMPLE_CPU)
			to->cpu = (uint32_t)v;
		else
			to->counter[i] += v;
	}
	to->ticks = head->ticks;
	to->slot = head->slot;
	return at;
}

size_t
pt_rec_samples(const void *chunk, size_t used, struct pt_rec_sampled *by_slot, uint32_t slots,
	pt_rec_sampled_fn *fn, void *arg)
{
	const uint8_t *begin = chunk, *at = begin + sizeof(struct pt_rec_chunk),
		      *end = begin + used;
	struct pt_rec_sample head;
	size_t n = 0;

	memset(by_slot, 0, slots * sizeof(*by_slot));
	while (at && used >= sizeof(struct pt_rec_chunk) && (size_t)(end - at) >= sizeof(head)) {
		memcpy(&head, at, sizeof(head));
		if (head.slot >= slots)
			break;
		at = take_sample(&head, at + sizeof(head), end, &by_slot[head.slot]);
		if (!at)
			break;
		fn(arg, &by_slot[head.slot]);
		n++;
		at += (8 - (size_t)(at - begin) % 8) % 8;
		if (at > end)
			break;
	}
	return n;
}
