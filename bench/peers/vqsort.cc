// SPDX-License-Identifier: MIT
// Highway's vqsort as a peer: sequential, by the library that Debian builds.
#include <hwy/contrib/sort/vqsort.h>
#include <hwy/highway.h>
#include <string>

#include "bench/peers/keys.h"
#include "bench/peers/peer.h"

namespace {

template <typename T>
uint64_t
sort(int, uint64_t size)
{
	static const hwy::Sorter sorter;

	if (peer_is_pinned())
		peer_pin(0);
	sorter(static_cast<T *>(keys_array()), size, hwy::SortAscending());
	if (peer_is_pinned())
		peer_pin(-1);
	return 0;
}

constexpr auto sort_u64 = sort<uint64_t>;
constexpr auto sort_i32 = sort<int32_t>;
constexpr auto sort_f64 = sort<double>;

const char *
version()
{
	static const std::string text = "Highway " + std::to_string(HWY_MAJOR) + "." +
		std::to_string(HWY_MINOR) + "." + std::to_string(HWY_PATCH) +
		", shared library, sequential";

	return text.c_str();
}

const struct peer_program programs[] = {
	KEYS_ROWS(sort, ""),
	KEYS_INPUT_ROWS(sort),
	{ nullptr, nullptr },
};

} // namespace

extern const struct peer peer = { "vqsort", version, programs, programs, nullptr, nullptr, nullptr,
	nullptr, nullptr, nullptr };
