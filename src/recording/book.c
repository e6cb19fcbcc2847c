/* SPDX-License-Identifier: MIT */
/*
 * Bookings: what the kernel says of a worker's thread, added to the worker's counters.
 *
 * Time in WORK is on a CPU, or runnable (run delay), or neither: asleep in a task, waiting for a
 * mutex, a disk, a page.  The third is what the first two leave.  A gap in which the thread never
 * gave its CPU away is none of these: the host took the CPU from the whole machine (steal time),
 * and so it was runnable but not running.
 */
#include <string.h>

#include "os/clock.h"
#include "os/proc.h"
#include "recording/writer_internal.h"

/* Between two bookings. */
struct part {
	uint64_t cpu_ns, delay_ns;
	bool slept;                 /* in a task, as far as the counters tell */
	uint64_t ns[PT_REC_STATES]; /* time in each state */
};

static uint64_t
since(uint64_t now, uint64_t was)
{
	return now > was ? now - was : 0;
}

static uint64_t
parks(const struct pt_rec_pen *p)
{
	return atomic_load_explicit(&p->page->counter[PT_COUNTER_PARKS], memory_order_relaxed);
}

/* Time in each state up to `now`, from the pen's own page. */
static void
read_spent(const struct pt_rec_pen *p, uint64_t now, uint64_t spent[PT_REC_STATES])
{
	const struct pt_rec_worker *g = p->page;
	uint32_t state = atomic_load_explicit(&g->state, memory_order_relaxed);

	for (int i = 0; i < PT_REC_STATES; i++)
		spent[i] = atomic_load_explicit(&g->spent[i], memory_order_relaxed);
	spent[state & (PT_REC_STATES - 1)] +=
		since(now, atomic_load_explicit(&g->since, memory_order_relaxed));
}

/* The kernel's numbers now are the base of the next booking. */
static void
remember(struct pt_rec_pen *p, const struct pt_usage *u, const uint64_t spent[PT_REC_STATES],
	uint64_t now)
{
	atomic_store_explicit(&p->booked_cpu_ns, u->cpu_ns, memory_order_relaxed);
	atomic_store_explicit(&p->booked_delay_ns, u->delay_ns, memory_order_relaxed);
	p->booked_sleeps = u->sleeps;
	p->booked_parks = parks(p);
	p->lent_cpu_ns = p->lent_sleeps = p->lent_times = 0;
	memcpy(p->booked_spent, spent, sizeof(p->booked_spent));
	p->booked_at = now;
}

void
pt_rec_book_begin(struct pt_rec_pen *p)
{
	struct pt_usage u;
	uint64_t spent[PT_REC_STATES], now = pt_rec_ticks();

	read_spent(p, now, spent);
	if (pt_proc_own_usage(&u) == 0)
		remember(p, &u, spent, now);
}

void
pt_rec_book_from_birth(struct pt_rec_pen *p)
{
	atomic_store_explicit(&p->booked_cpu_ns, 0, memory_order_relaxed);
	atomic_store_explicit(&p->booked_delay_ns, 0, memory_order_relaxed);
}

void
pt_rec_pen_lend(struct pt_rec_pen *p)
{
	p->is_lent = true;
}

void
pt_rec_pen_keep(struct pt_rec_pen *p)
{
	p->is_lent = false;
}

void
pt_rec_pen_give_back(struct pt_rec_pen *p)
{
	uint64_t cpu_ns, sleeps;

	p->is_lent = false;
	p->lent_times++;
	if (pt_proc_own_cpu(&cpu_ns, &sleeps))
		return;
	p->lent_cpu_ns += cpu_ns;
	p->lent_sleeps += sleeps;
}

/* A sleep of the runtime's own (parked, at a join, until a thread gives the pen back) does not say
 * that a task slept. */
static struct part
part_since_booking(const struct pt_rec_pen *p, const struct pt_usage *u,
	const uint64_t spent[PT_REC_STATES])
{
	uint64_t hz = pt_clock_hz(), sleeps = since(u->sleeps, p->booked_sleeps) + p->lent_sleeps;
	struct part b = {
		.cpu_ns = since(u->cpu_ns,
				  atomic_load_explicit(&p->booked_cpu_ns, memory_order_relaxed)) +
			p->lent_cpu_ns,
		.delay_ns = since(u->delay_ns,
			atomic_load_explicit(&p->booked_delay_ns, memory_order_relaxed)),
		.slept = sleeps > since(parks(p), p->booked_parks) + p->lent_times,
	};

	for (int i = 0; i < PT_REC_STATES; i++)
		b.ns[i] = pt_ticks_to_ns(since(spent[i], p->booked_spent[i]), hz);
	return b;
}

/*
 * Time in WORK that neither CPU time nor run delay explains.  States in which a worker never
 * sleeps share it by their lengths; a join may have slept or not, so it counts only when it was
 * too short to be the state that is left.
 */
static uint64_t
unexplained_ns(const struct part *b, enum pt_rec_state left)
{
	uint64_t awake = b->ns[PT_REC_WORK] + b->ns[PT_REC_SEARCH] + b->ns[PT_REC_RUNTIME] +
		(left == PT_REC_WAIT ? 0 : b->ns[PT_REC_WAIT]);
	uint64_t gap = since(awake, b->cpu_ns + b->delay_ns);

	return awake ? (uint64_t)((double)gap * ((double)b->ns[PT_REC_WORK] / (double)awake)) : 0;
}

/* Up to parked_ns of the delay are counted for PARK, the rest for `left`. */
static void
count(struct pt_rec_pen *p, const struct part *b, enum pt_rec_state left, uint64_t parked_ns)
{
	uint64_t gap_ns = unexplained_ns(b, left);

	parked_ns = parked_ns < b->delay_ns ? parked_ns : b->delay_ns;
	pt_rec_count(p, PT_COUNTER_CPU_NS, b->cpu_ns);
	pt_rec_count(p, pt_rec_delay_counter(PT_REC_PARK), parked_ns);
	pt_rec_count(p, pt_rec_delay_counter(left), b->delay_ns - parked_ns);
	pt_rec_count(p, b->slept ? PT_COUNTER_BLOCKED_NS : PT_COUNTER_DELAY_WORK_NS, gap_ns);
}

static void
book(struct pt_rec_pen *p, enum pt_rec_state left, uint64_t parked_ns)
{
	struct pt_usage u;
	uint64_t spent[PT_REC_STATES], now = pt_rec_ticks();
	uint32_t seq = atomic_load_explicit(&p->booking, memory_order_relaxed);

	read_spent(p, now, spent);
	if (p->is_lent || pt_proc_own_usage(&u) != 0)
		return;
	struct part b = part_since_booking(p, &u, spent);

	/* a seqlock: a phase's end reads counters and bookings together */
	atomic_store_explicit(&p->booking, seq + 1, memory_order_relaxed);
	pt_rec_fence(memory_order_release);
	count(p, &b, left, parked_ns);
	remember(p, &u, spent, now);
	atomic_store_explicit(&p->booking, seq + 2, memory_order_release);
}

void
pt_rec_book(struct pt_rec_pen *p, enum pt_rec_state left)
{
	book(p, left, 0);
}

void
pt_rec_book_woken(struct pt_rec_pen *p, enum pt_rec_state left, uint64_t wake_ns)
{
	book(p, left, wake_ns);
}
