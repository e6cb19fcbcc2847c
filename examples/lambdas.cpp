// SPDX-License-Identifier: MIT
//
// lambdas [N]: sorts N words, and asks some questions about them, from C++.
//
// Shows the plain API behind a thin wrapper: a lambda is called through a pointer to it, and an
// exception, which must not leave a task, is kept, cancels the run and is thrown again where the
// run was started.  Nothing is allocated per task.
#include <partop/partop.h>
#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iterator>
#include <mutex>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace parallel
{

// The first exception of a run.
struct Failure {
	std::mutex lock;
	std::exception_ptr first;

	void keep()
	{
		std::lock_guard<std::mutex> hold(lock);
		if (!first)
			first = std::current_exception();
	}
};

// What a task has: its worker, its first free slot, and where exceptions go.
class Task {
	partop_worker *w;
	partop_task *head;
	Failure *failure;

	template <class F> struct Closure {
		F *f;
		Failure *failure;
	};

	template <class Body> void guard(Body body) const noexcept
	{
		try {
			body();
		} catch (...) {
			failure->keep();
			partop_fail(w, -ECANCELED);
		}
	}

	template <class F> static void call(partop_worker *w, partop_task *head, void *arg)
	{
		auto *c = static_cast<Closure<F> *>(arg);
		Task task(w, head, c->failure);

		task.guard([&] { (*c->f)(task); });
	}

	template <class F>
	static void chunk(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
	{
		auto *c = static_cast<Closure<F> *>(arg);
		Task task(w, head, c->failure);

		task.guard([&] {
			for (uint64_t i = lo; i < hi; i++)
				(*c->f)(i);
		});
	}

	// What a scan needs: T is plain data, op(a, b) is associative.
	template <class T, class Op> struct Scan {
		T *x;
		T none;
		Op *op;

		static void identity(void *acc, void *arg)
		{
			*static_cast<T *>(acc) = static_cast<Scan *>(arg)->none;
		}
		static void combine(void *left, const void *right, void *arg)
		{
			auto *l = static_cast<T *>(left);

			*l = (*static_cast<Scan *>(arg)->op)(*l, *static_cast<const T *>(right));
		}
		static void fold(partop_worker *, partop_task *, void *acc, uint64_t lo, uint64_t hi, void *arg)
		{
			auto *s = static_cast<Scan *>(arg);
			auto *sum = static_cast<T *>(acc);

			for (uint64_t i = lo; i < hi; i++)
				*sum = (*s->op)(*sum, s->x[i]);
		}
		static void scan(partop_worker *, partop_task *, void *acc, uint64_t lo, uint64_t hi, void *arg)
		{
			auto *s = static_cast<Scan *>(arg);
			auto *sum = static_cast<T *>(acc);

			for (uint64_t i = lo; i < hi; i++)
				s->x[i] = *sum = (*s->op)(*sum, s->x[i]);
		}
	};

	template <class F>
	static uint64_t search(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *arg)
	{
		auto *c = static_cast<Closure<F> *>(arg);
		uint64_t i = lo;

		Task(w, head, c->failure).guard([&] {
			while (i < hi && !(*c->f)(i))
				i++;
		});
		return i;
	}

	template <class F>
	static uint64_t collect(partop_worker *w, partop_task *head, uint64_t lo, uint64_t hi, void *out,
		void *arg)
	{
		auto *c = static_cast<Closure<F> *>(arg);
		auto *to = static_cast<uint64_t *>(out);
		uint64_t n = 0;

		Task(w, head, c->failure).guard([&] {
			for (uint64_t i = lo; i < hi; i++)
				if ((*c->f)(i))
					to[n++] = i;
		});
		return n;
	}

	// Any worker may call it, so it does not know which: what it throws cancels the whole run.
	template <class T, class Less> static int compare(const void *a, const void *b, void *arg)
	{
		auto *c = static_cast<Closure<Less> *>(arg);
		auto &x = *static_cast<const T *>(a), &y = *static_cast<const T *>(b);

		try {
			return (*c->f)(x, y) ? -1 : (*c->f)(y, x);
		} catch (...) {
			c->failure->keep();
			partop_pool_cancel(partop_pool_default(), -ECANCELED);
			return 0;
		}
	}

public:
	Task(partop_worker *w_, partop_task *head_, Failure *failure_)
		: w(w_), head(head_), failure(failure_)
	{
	}

	// f(task) and g(task), in parallel when a worker has time.
	template <class F, class G> void join(F f, G g) const
	{
		Closure<F> a = { &f, failure };
		Closure<G> b = { &g, failure };

		partop_join(w, head, call<F>, &a, call<G>, &b);
	}

	// f(i) for every i of [lo, hi).
	template <class F> void for_each(uint64_t lo, uint64_t hi, F f) const
	{
		Closure<F> c = { &f, failure };

		partop_for(w, head, lo, hi, chunk<F>, &c, nullptr);
	}

	// The first i of [lo, hi) with f(i), PARTOP_NONE if there is none.
	template <class F> uint64_t find_first(uint64_t lo, uint64_t hi, F f) const
	{
		Closure<F> c = { &f, failure };

		return partop_find_first(w, head, lo, hi, search<F>, &c, nullptr, nullptr);
	}

	// All i of [lo, hi) with f(i), in order.
	template <class F> std::vector<uint64_t> filter(uint64_t lo, uint64_t hi, F f) const
	{
		Closure<F> c = { &f, failure };
		std::vector<uint64_t> kept(hi - lo);
		uint64_t count = 0;

		partop_filter(w, head, lo, hi, sizeof(uint64_t), collect<F>, kept.data(), &count, &c, nullptr);
		kept.resize(count);
		return kept;
	}

	// x[i] becomes op of all up to x[i]; returns op of all.  op must not throw.
	template <class T, class Op> T scan(std::vector<T> &x, T none, Op op) const
	{
		Scan<T, Op> s = { x.data(), none, &op };
		partop_scanner scanner = { sizeof(T), Scan<T, Op>::identity, Scan<T, Op>::fold,
			Scan<T, Op>::combine, Scan<T, Op>::scan };
		T total = none;

		partop_scan(w, head, 0, x.size(), &scanner, &total, &s, nullptr);
		return total;
	}

	// Sorts plain data; less(x, y) is called by several workers at a time.
	template <class T, class Less> void sort(T *a, size_t n, Less less) const
	{
		static_assert(std::is_trivially_copyable<T>::value, "moved byte by byte");
		Closure<Less> c = { &less, failure };

		partop_sort(w, head, a, n, sizeof(T), compare<T, Less>, &c, nullptr);
	}

	// f(task) in the default pool; throws what a task threw.
	template <class F> static void run(F f)
	{
		Failure failure;
		Closure<F> c = { &f, &failure };
		int error = partop_run(nullptr, call<F>, &c);

		if (failure.first)
			std::rethrow_exception(failure.first);
		if (error)
			throw std::runtime_error("partop_run");
	}
};

} // namespace parallel

using parallel::Task;
using Words = std::vector<std::string>;

static void sort(const Task &task, Words::iterator first, Words::iterator last)
{
	if (last - first < 256) {
		std::sort(first, last);
		return;
	}
	std::string pivot = *(first + (last - first) / 2);
	auto less = std::partition(first, last, [&](const std::string &s) { return s < pivot; });
	auto more = std::partition(less, last, [&](const std::string &s) { return s == pivot; });

	task.join([=](const Task &t) { sort(t, first, less); },
		[=](const Task &t) { sort(t, more, last); });
}

// Which words end in 7, and in which one the middle letter of all is.
static void ask(const Task &task, const Words &words)
{
	auto sevens = task.filter(0, words.size(), [&](uint64_t i) { return words[i].back() == '7'; });
	std::vector<uint64_t> ends(words.size());

	task.for_each(0, words.size(), [&](uint64_t i) { ends[i] = words[i].size(); });
	uint64_t letters = task.scan(ends, uint64_t(0), [](uint64_t a, uint64_t b) { return a + b; });
	uint64_t middle = task.find_first(0, words.size(), [&](uint64_t i) { return ends[i] > letters / 2; });

	std::printf("%zu end in 7; of %llu letters the middle one is in %s\n", sevens.size(),
		static_cast<unsigned long long>(letters), middle == PARTOP_NONE ? "none" : words[middle].c_str());
}

int main(int argc, char **argv)
{
	Words words(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100000);

	Task::run([&](const Task &task) {
		task.for_each(0, words.size(),
			[&](uint64_t i) { words[i] = "word" + std::to_string(i * 7919 % 1000003); });
		sort(task, words.begin(), words.end());
		ask(task, words);
	});
	bool sorted = std::is_sorted(words.begin(), words.end());
	std::printf("%zu words %s\n", words.size(), sorted ? "sorted" : "NOT SORTED");

	// The library's sort moves bytes, which a string does not survive; pointers to them do.
	std::vector<const std::string *> last_first(words.size());
	Task::run([&](const Task &task) {
		task.for_each(0, words.size(), [&](uint64_t i) { last_first[i] = &words[i]; });
		task.sort(last_first.data(), last_first.size(),
			[](const std::string *a, const std::string *b) { return *a > *b; });
	});
	sorted = sorted && std::is_sorted(last_first.begin(), last_first.end(),
				   [](const std::string *a, const std::string *b) { return *a > *b; });

	try {
		Task::run([&](const Task &task) {
			task.for_each(0, words.size(), [](uint64_t i) {
				if (i == 777)
					throw std::out_of_range("no word 777");
			});
		});
	} catch (const std::out_of_range &e) {
		std::printf("caught: %s\n", e.what());
	}
	return sorted ? 0 : 1;
}
