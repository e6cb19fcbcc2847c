/* SPDX-License-Identifier: MIT */
/* Rayon as a peer: the table of what bench/peers/crate/lib.rs has. */
#include "bench/peers/keys.h"
#include "bench/peers/peer.h"

void rayon_open(int workers);
uint64_t rayon_fib(int workers, uint64_t size);
uint64_t rayon_queens(int workers, uint64_t size);
uint64_t rayon_tree(int workers, uint64_t size);
uint64_t rayon_loop(int workers, uint64_t size);
uint64_t rayon_reduce(int workers, uint64_t size);
uint64_t rayon_coarse_tree(int workers, uint64_t ms);
uint64_t rayon_coarse_uneven(int workers, uint64_t ms);
uint64_t rayon_coarse_for(int workers, uint64_t ms);
uint64_t rayon_filter(int workers, uint64_t size);
uint64_t rayon_find(int workers, uint64_t size);
uint64_t rayon_max(int workers, uint64_t size);
uint64_t rayon_count(int workers, uint64_t size);
uint64_t rayon_bins(int workers, uint64_t size);
uint64_t rayon_channel(int workers, uint64_t size);
uint64_t rayon_channel_std(int workers, uint64_t size);
uint64_t rayon_sort(int workers, uint64_t size);
uint64_t rayon_sort_inline(int workers, uint64_t size);
uint64_t rayon_sort_seq(int workers, uint64_t size);
uint64_t rayon_sort_seq_inline(int workers, uint64_t size);
uint64_t rayon_stable(int workers, uint64_t size);
uint64_t rayon_stable_inline(int workers, uint64_t size);
uint64_t rayon_stable_seq(int workers, uint64_t size);
uint64_t rayon_stable_seq_inline(int workers, uint64_t size);
uint64_t rayon_keys_u64(int workers, uint64_t size);
uint64_t rayon_keys_i32(int workers, uint64_t size);
uint64_t rayon_keys_f64(int workers, uint64_t size);
uint64_t rayon_keys_seq_u64(int workers, uint64_t size);
uint64_t rayon_keys_seq_i32(int workers, uint64_t size);
uint64_t rayon_keys_seq_f64(int workers, uint64_t size);
void rayon_region(int workers);
void rayon_busy(int workers, uint64_t ns);
void rayon_cycle(int workers);
void rayon_steal(int workers, unsigned gap_us, uint64_t *ns, size_t n);

static const char *
version(void)
{
	return PEER_VERSION;
}

static const struct peer_program programs[] = {
	{ "coarse-tree", rayon_coarse_tree },
	{ "coarse-uneven", rayon_coarse_uneven },
	{ "coarse-for", rayon_coarse_for },
	{ "channel", rayon_channel },
	{ "channel-std", rayon_channel_std },
	{ "fib", rayon_fib },
	{ "queens", rayon_queens },
	{ "tree", rayon_tree },
	{ "loop", rayon_loop },
	{ "reduce", rayon_reduce },
	{ "filter", rayon_filter },
	{ "find", rayon_find },
	{ "max", rayon_max },
	{ "count", rayon_count },
	{ "bins", rayon_bins },
	{ "sort", rayon_sort },
	{ "sort-inline", rayon_sort_inline },
	{ "sort-seq", rayon_sort_seq },
	{ "sort-seq-inline", rayon_sort_seq_inline },
	{ "stable", rayon_stable },
	{ "stable-inline", rayon_stable_inline },
	{ "stable-seq", rayon_stable_seq },
	{ "stable-seq-inline", rayon_stable_seq_inline },
	KEYS_ROWS(rayon_keys, ""),
	KEYS_INPUT_ROWS(rayon_keys),
	KEYS_ROWS(rayon_keys_seq, "-seq"),
	{ NULL, NULL },
};

const struct peer peer = {
	.name = "rayon",
	.version = version,
	.program = programs,
	.serial = programs,
	.open = rayon_open,
	.region = rayon_region,
	.busy = rayon_busy,
	.cycle = rayon_cycle,
	.steal = rayon_steal,
};
