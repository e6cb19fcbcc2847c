// SPDX-License-Identifier: MIT
//
// lambdas [N]: sorts N words, from C++.
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
#include <vector>

namespace parallel
{

// The first exception of a run.
struct Failure {
	std::mutex lock;
	std::exception_ptr first;
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
			std::lock_guard<std::mutex> hold(failure->lock);
			if (!failure->first)
				failure->first = std::current_exception();
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

int main(int argc, char **argv)
{
	Words words(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 100000);

	Task::run([&](const Task &task) {
		task.for_each(0, words.size(),
			[&](uint64_t i) { words[i] = "word" + std::to_string(i * 7919 % 1000003); });
		sort(task, words.begin(), words.end());
	});
	bool sorted = std::is_sorted(words.begin(), words.end());
	std::printf("%zu words %s\n", words.size(), sorted ? "sorted" : "NOT SORTED");

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
