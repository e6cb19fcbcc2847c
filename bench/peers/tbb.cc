/* SPDX-License-Identifier: MIT */
/* oneTBB as a peer: task_group for tasks, parallel_for and parallel_reduce with no grain given. */
#include <algorithm>
#include <alloca.h>
#include <array>
#include <execution>
#include <memory>
#include <numeric>
#include <string>
#include <tbb/blocked_range2d.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_reduce.h>
#include <tbb/parallel_sort.h>
#include <tbb/parallel_scan.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>
#include <tbb/task_scheduler_observer.h>
#include <tbb/version.h>

#include "bench/peers/keys.h"
#include "bench/peers/sums.h"
#include "bench/peers/work.h"

namespace {

constexpr int workers_max = 65;
constexpr size_t stack_bytes = size_t(64) << 20;

/* Who enters a slot of the arena is pinned as that slot's number says. */
class pinner : public tbb::task_scheduler_observer {
	bool fits;

public:
	pinner(tbb::task_arena &arena, bool fits) : task_scheduler_observer(arena), fits(fits)
	{
		observe(true);
	}
	void on_scheduler_entry(bool) override
	{
		peer_pin(fits ? tbb::this_task_arena::current_thread_index() : -1);
	}
	void on_scheduler_exit(bool) override
	{
		peer_pin(-1);
	}
};

struct place {
	tbb::task_arena arena;
	std::unique_ptr<pinner> pin;

	explicit place(int workers) : arena(workers, 1)
	{
		arena.initialize();
		if (peer_is_pinned())
			pin.reset(new pinner(arena, workers <= peer_cpus()));
	}
};

place *places[workers_max];

void
open_arena(int workers)
{
	static tbb::global_control threads(tbb::global_control::max_allowed_parallelism, workers_max);
	static tbb::global_control stack(tbb::global_control::thread_stack_size, stack_bytes);

	if (!places[workers])
		places[workers] = new place(workers);
}

template <typename F>
auto
run(int workers, F f)
{
	return places[workers]->arena.execute(f);
}

/* ---- tasks ---- */

long
fib(long n)
{
	if (n < 2)
		return n;

	long a, b;
	tbb::task_group g;

	g.run([&a, n] { a = fib(n - 1); });
	b = fib(n - 2);
	g.wait();
	return a + b;
}

uint64_t
queens(unsigned all, unsigned columns, unsigned left, unsigned right)
{
	if (columns == all)
		return 1;

	uint64_t result[32], sum = 0;
	int spawned = 0;
	tbb::task_group g;

	for (unsigned free = all & ~(columns | left | right), bit; free; free ^= bit, spawned++) {
		bit = free & -free;
		g.run([=, r = &result[spawned]] {
			*r = queens(all, columns | bit, (left | bit) << 1, (right | bit) >> 1);
		});
	}
	g.wait();
	while (spawned--)
		sum += result[spawned];
	return sum;
}

uint64_t
tree(int kind, const uts_node &node)
{
	int children = uts_children(kind, &node);
	uint64_t *result = static_cast<uint64_t *>(alloca(size_t(children) * sizeof *result));
	uint64_t sum = 1;
	tbb::task_group g;

	for (int i = 0; i < children; i++) {
		uts_node child;

		uts_child(kind, &node, i, &child);
		g.run([=] { result[i] = tree(kind, child); });
	}
	g.wait();
	for (int i = 0; i < children; i++)
		sum += result[i];
	return sum;
}

uint64_t
run_fib(int workers, uint64_t size)
{
	return run(workers, [=] { return uint64_t(fib(long(size))); });
}

uint64_t
run_queens(int workers, uint64_t size)
{
	return run(workers, [=] { return queens((1u << size) - 1, 0, 0, 0); });
}

uint64_t
run_tree(int workers, uint64_t size)
{
	uts_node root;

	uts_root(int(size), &root);
	return run(workers, [&] { return tree(int(size), root); });
}

/* ---- loops ---- */

uint64_t
run_loop(int workers, uint64_t size)
{
	uint32_t *out = peer_out(size);

	run(workers, [=] {
		tbb::parallel_for(tbb::blocked_range<uint64_t>(0, size), [=](const auto &r) {
			for (uint64_t i = r.begin(); i < r.end(); i++)
				out[i] = work_irregular(i, size);
		});
	});
	return 0;
}

uint64_t
run_reduce(int workers, uint64_t size)
{
	const uint32_t *numbers = peer_numbers(size);

	return run(workers, [=] {
		return tbb::parallel_reduce(tbb::blocked_range<uint64_t>(0, size), uint64_t(0),
			[=](const auto &r, uint64_t sum) {
				for (uint64_t i = r.begin(); i < r.end(); i++)
					sum += numbers[i];
				return sum;
			},
			[](uint64_t a, uint64_t b) { return a + b; });
	});
}

/* Of what a plain loop adds up. */
template <typename T, typename Number>
T
sum(int workers, const Number *x, uint64_t size, T (*loop)(const Number *, uint64_t, uint64_t))
{
	T total = 0;

	run(workers, [&] {
		total = tbb::parallel_reduce(tbb::blocked_range<uint64_t>(0, size), T(0),
			[=](const auto &r, T sum) { return sum + loop(x, r.begin(), r.end()); },
			[](T a, T b) { return a + b; });
		return uint64_t(0);
	});
	return total;
}

uint64_t
run_sum_u64(int workers, uint64_t size)
{
	return sum(workers, sums_u64(size), size, sum_loop_u64);
}

uint64_t
run_sum_i32(int workers, uint64_t size)
{
	return uint64_t(sum(workers, sums_i32(size), size, sum_loop_i32));
}

uint64_t
run_sum_f64(int workers, uint64_t size)
{
	return sums_check_f64(sum(workers, sums_f64(size), size, sum_loop_f64));
}

/* ---- algorithms ---- */

using range = tbb::blocked_range<uint64_t>;

uint64_t
run_scan(int workers, uint64_t size)
{
	const uint32_t *x = peer_numbers(size);
	uint64_t *out = peer_sums(size);

	return run(workers, [=] {
		return tbb::parallel_scan(range(0, size), uint64_t(0),
			[=](const range &r, uint64_t sum, bool final) {
				return final ? algo_scan(x, out, sum, r.begin(), r.end()) :
					sum + algo_add(x, r.begin(), r.end());
			},
			[](uint64_t a, uint64_t b) { return a + b; });
	});
}

uint64_t
run_max(int workers, uint64_t size)
{
	const uint32_t *x = peer_numbers(size);
	auto greater = [=](uint64_t a, uint64_t b) { return b == size || (a != size && x[a] >= x[b]) ? a : b; };

	return run(workers, [=] {
		return tbb::parallel_reduce(range(0, size), size,
			[=](const range &r, uint64_t best) {
				return greater(best, algo_max(x, r.begin(), r.end()));
			},
			greater);
	});
}

uint64_t
run_count(int workers, uint64_t size)
{
	const uint32_t *x = peer_numbers(size);

	return run(workers, [=] {
		return tbb::parallel_reduce(range(0, size), uint64_t(0),
			[=](const range &r, uint64_t n) { return n + algo_count(x, r.begin(), r.end()); },
			[](uint64_t a, uint64_t b) { return a + b; });
	});
}

uint64_t
run_bins(int workers, uint64_t size)
{
	using table = std::array<uint64_t, ALGO_BINS>;
	const uint32_t *x = peer_numbers(size);

	return run(workers, [=] {
		tbb::enumerable_thread_specific<table> bins([] { return table{}; });
		table total{};

		tbb::parallel_for(range(0, size), [&](const range &r) {
			algo_bins(x, bins.local().data(), r.begin(), r.end());
		});
		bins.combine_each([&](const table &t) {
			for (size_t i = 0; i < t.size(); i++)
				total[i] += t[i];
		});
		return algo_bins_check(total.data());
	});
}

uint64_t
run_grid(int workers, uint64_t side)
{
	const uint32_t *x = peer_numbers(side * side);
	uint32_t *out = peer_out(side * side);

	run(workers, [=] {
		tbb::parallel_for(tbb::blocked_range2d<uint64_t>(0, side, 0, side), [=](const auto &r) {
			algo_transpose(x, out, side, r.rows().begin(), r.rows().end(), r.cols().begin(),
				r.cols().end());
		});
	});
	return 0;
}

/* The parallel algorithms of the standard library, which run on oneTBB. */
uint64_t
run_scan_std(int workers, uint64_t size)
{
	const uint32_t *x = peer_numbers(size);
	uint64_t *out = peer_sums(size);

	run(workers, [=] {
		std::inclusive_scan(std::execution::par, x, x + size, out, std::plus<uint64_t>(), uint64_t(0));
	});
	return 0;
}

uint64_t
run_filter_std(int workers, uint64_t size)
{
	const uint32_t *x = peer_numbers(size);
	uint32_t *out = peer_out(size);

	return run(workers, [=] {
		return uint64_t(std::copy_if(std::execution::par, x, x + size, out,
			[](uint32_t n) { return algo_is_kept(n) != 0; }) - out);
	});
}

uint64_t
run_find_std(int workers, uint64_t size)
{
	const uint32_t *x = peer_numbers(size);

	return run(workers, [=] {
		return uint64_t(std::find(std::execution::par, x, x + size, x[size / 4 * 3]) - x);
	});
}

uint64_t
run_max_std(int workers, uint64_t size)
{
	const uint32_t *x = peer_numbers(size);

	return run(workers, [=] {
		return uint64_t(std::max_element(std::execution::par, x, x + size) - x);
	});
}

/* ---- sorts ---- */

bool
less_by_pointer(const uint64_t &a, const uint64_t &b)
{
	return a < b;
}

/* Read from memory, so that no compiler knows what is called. */
bool (*volatile pointed)(const uint64_t &, const uint64_t &) = less_by_pointer;

#define SORT(name, call, less)                                                                     \
	uint64_t name(int workers, uint64_t size)                                                  \
	{                                                                                          \
		uint64_t *x = peer_sums(size);                                                     \
		auto by = less;                                                                    \
                                                                                                   \
		run(workers, [=] { call(x, x + size, by); });                                      \
		return 0;                                                                          \
	}
#define STABLE_PAR(first, last, by) std::stable_sort(std::execution::par, first, last, by)
SORT(run_sort, tbb::parallel_sort, pointed)
SORT(run_sort_inline, tbb::parallel_sort, std::less<uint64_t>())
SORT(run_sort_seq, std::sort, pointed)
SORT(run_sort_seq_inline, std::sort, std::less<uint64_t>())
SORT(run_stable, STABLE_PAR, pointed)
SORT(run_stable_inline, STABLE_PAR, std::less<uint64_t>())
SORT(run_stable_seq, std::stable_sort, pointed)
SORT(run_stable_seq_inline, std::stable_sort, std::less<uint64_t>())

template <typename T, bool parallel>
uint64_t
sort_keys(int workers, uint64_t size)
{
	T *x = static_cast<T *>(keys_array());

	run(workers, [=] { parallel ? tbb::parallel_sort(x, x + size) : std::sort(x, x + size); });
	return 0;
}
constexpr auto keys_u64 = sort_keys<uint64_t, true>, keys_seq_u64 = sort_keys<uint64_t, false>;
constexpr auto keys_i32 = sort_keys<int32_t, true>, keys_seq_i32 = sort_keys<int32_t, false>;
constexpr auto keys_f64 = sort_keys<double, true>, keys_seq_f64 = sort_keys<double, false>;

/* ---- hooks ---- */

void
region(int workers)
{
	run(workers, [] {});
}

void
busy(int workers, uint64_t ns)
{
	run(workers, [=] { peer_spin(ns); });
}

void
cycle(int workers)
{
	tbb::task_scheduler_handle handle{tbb::attach{}};
	{
		tbb::task_arena arena(workers, 1);

		arena.execute([] { return fib(10); });
	}
	tbb::finalize(handle, std::nothrow);
}

void
steal(int workers, unsigned gap_us, uint64_t *ns, size_t n)
{
	run(workers, [=] {
		for (size_t i = 0; i < n; i++) {
			tbb::task_group g;

			peer_steal_begin(gap_us);
			g.run([] { peer_steal_hit(); });
			ns[i] = peer_steal_wait();
			g.wait();
		}
	});
}

const char *
version()
{
	static std::string text = std::string("oneTBB ") + TBB_runtime_version() + ", " PEER_COMPILER;

	return text.c_str();
}

/* ---- coarse leaves ---- */

void
coarse(uint64_t lo, uint64_t hi, uint64_t ms, int uneven)
{
	if (hi - lo == 1) {
		work_coarse(lo, ms, uneven);
		return;
	}

	uint64_t middle = lo + (hi - lo) / 2;
	tbb::task_group g;

	g.run([=] { coarse(middle, hi, ms, uneven); });
	coarse(lo, middle, ms, uneven);
	g.wait();
}

uint64_t
run_coarse_tree(int workers, uint64_t ms)
{
	run(workers, [=] { coarse(0, uint64_t(workers), ms, 0); return 0; });
	return ms;
}

uint64_t
run_coarse_uneven(int workers, uint64_t ms)
{
	run(workers, [=] { coarse(0, uint64_t(workers), ms, 1); return 0; });
	return ms;
}

uint64_t
run_coarse_for(int workers, uint64_t ms)
{
	run(workers, [=] {
		tbb::parallel_for(0, workers, [=](int i) { work_coarse(uint64_t(i), ms, 0); });
		return 0;
	});
	return ms;
}

const peer_program programs[] = {
	{ "coarse-tree", run_coarse_tree },
	{ "coarse-uneven", run_coarse_uneven },
	{ "coarse-for", run_coarse_for },
	{ "fib", run_fib },
	{ "queens", run_queens },
	{ "tree", run_tree },
	{ "loop", run_loop },
	{ "reduce", run_reduce },
	{ "sum.u64", run_sum_u64 },
	{ "sum.i32", run_sum_i32 },
	{ "sum.f64", run_sum_f64 },
	{ "scan", run_scan },
	{ "scan-std", run_scan_std },
	{ "filter-std", run_filter_std },
	{ "find-std", run_find_std },
	{ "max", run_max },
	{ "max-std", run_max_std },
	{ "count", run_count },
	{ "bins", run_bins },
	{ "grid", run_grid },
	{ "sort", run_sort },
	{ "sort-inline", run_sort_inline },
	{ "sort-seq", run_sort_seq },
	{ "sort-seq-inline", run_sort_seq_inline },
	{ "stable", run_stable },
	{ "stable-inline", run_stable_inline },
	{ "stable-seq", run_stable_seq },
	{ "stable-seq-inline", run_stable_seq_inline },
	KEYS_ROWS(keys, ""),
	KEYS_INPUT_ROWS(keys),
	KEYS_ROWS(keys_seq, "-seq"),
	{ nullptr, nullptr },
};

} // namespace

extern const struct peer peer = { "tbb", version, programs, work_serial, open_arena, region, busy,
	cycle, steal, nullptr };
