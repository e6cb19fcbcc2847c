/* SPDX-License-Identifier: MIT */
/*
 * The recording's ring of chunks: a worker that laps and a reader that follows, in the steps of
 * src/recording/lap.h.  RING chunks of SLOTS events; event k of chunk number n has value 10 n + k.
 * The bytes of chunks are copied by a system call, so here they are relaxed words.
 *
 * Checked: what the reader accepts is what was written, in order, and a jump in the numbers comes
 * only where it knows that it was lapped.  Variant "seqlock": the state words of a worker's page,
 * in the steps of pt_rec_enter() and its reader, typed again.
 */
#include "relacy_shim.h"

#define RING 2
#define SLOTS 2
#define CHUNKS 4	/* written in all */
#define POLLS 3

#define PT_LAP_WORD rl::atomic<uint64_t>
#define PT_LAP_LD PT_LD
#define PT_LAP_ST PT_ST
#define PT_LAP_FENCE PT_FENCE

#include "recording/lap.h"

struct chunk {
	rl::atomic<uint64_t> content_bits, seq, event[SLOTS];
};

struct ring_model : rl::test_suite<ring_model, 2> {
	rl::atomic<uint64_t> position, chunk_seq;
	rl::atomic<uint64_t> lock, since, spent;
	chunk ring[RING];

	void before()
	{
		for (rl::atomic<uint64_t> *x : {&position, &chunk_seq, &lock, &since, &spent})
			x->store(0, rl::mo_relaxed, $);
		for (chunk &c : ring) {
			c.content_bits.store(0, rl::mo_relaxed, $);
			c.seq.store(99, rl::mo_relaxed, $);
			for (auto &e : c.event)
				e.store(99, rl::mo_relaxed, $);
		}
	}

	/* position: chunk number in the ring, from 1, and events in it */
	void writer()
	{
		for (uint64_t n = 0; n < CHUNKS; n++) {
			chunk *c = &ring[n % RING];

			if (n > 0)
				pt_lap_close(&ring[(n - 1) % RING].content_bits, SLOTS);
			if (!MUTANT("late-begin"))
				pt_lap_begin(&chunk_seq, n + 1, &c->content_bits);
			PT_ST(c->seq, n, relaxed);
			for (uint64_t k = 0; k < SLOTS; k++) {
				PT_ST(c->event[k], 10 * n + k, relaxed);
				if (MUTANT("late-begin") && k == 0)
					pt_lap_begin(&chunk_seq, n + 1, &c->content_bits);
				pt_lap_commit(&position, (n % RING + 1) << 8 | (k + 1));
			}
		}
	}

	/* How many events of chunk number n are there; 0: it is being recycled. */
	uint64_t valid(chunk *c, uint64_t n, uint64_t at, uint64_t begun)
	{
		if (at >> 8 == n % RING + 1 && n + 1 >= begun)
			return at & 255;
		if (!pt_lap_left(begun, n, RING) && !MUTANT("head-of-newest"))
			return 0;
		uint64_t bits = PT_LD(c->content_bits, acquire);	/* the copy of the head */

		return PT_LD(c->seq, relaxed) == n || MUTANT("head-unchecked") ? bits : 0;
	}

	void reader()
	{
		uint64_t n = 0, off = 0;

		for (int polls = 0; polls < POLLS; polls++) {
			uint64_t at, begun, copy[SLOTS], again;

			pt_lap_place(&position, &chunk_seq, &at, &begun);
			if (begun == 0 || at == 0)
				continue;
			if (pt_lap_lapped(begun, n, RING)) {
				n = begun - (RING - 1);
				off = 0;
			}
			uint64_t len = valid(&ring[n % RING], n, at, begun);

			for (uint64_t k = off; k < len; k++)
				copy[k] = PT_LD(ring[n % RING].event[k], relaxed);
			pt_lap_copied();
			again = PT_LD(chunk_seq, acquire);
			if (pt_lap_lapped(again, n, MUTANT("one-too-many") ? RING + 1 : RING) &&
				!MUTANT("no-lap-look"))
				continue;
			for (uint64_t k = off; k < len; k++)
				RL_ASSERT(copy[k] == 10 * n + k);
			if (off < len)
				off = len;
			if (off == SLOTS && n + 1 < begun) {
				n++;
				off = 0;
			}
		}
	}

	void state_writer()
	{
		for (uint64_t n = 1; n <= 2; n++) {
			uint64_t seq = PT_LD(lock, relaxed);

			PT_ST(lock, seq + 1, relaxed);
			if (!MUTANT("q1-missing"))
				PT_FENCE(release);
			PT_ST(spent, n, relaxed);
			PT_ST(since, n, relaxed);
			if (MUTANT("q2-relaxed"))
				PT_ST(lock, seq + 2, relaxed);
			else
				PT_ST(lock, seq + 2, release);
		}
	}

	void state_reader()
	{
		uint64_t seq = MUTANT("q3-relaxed") ? PT_LD(lock, relaxed) : PT_LD(lock, acquire);
		uint64_t a = PT_LD(since, relaxed), b = PT_LD(spent, relaxed);

		if (!MUTANT("q4-missing"))
			PT_FENCE(acquire);
		if ((!(seq & 1) || MUTANT("odd-ignored")) && PT_LD(lock, relaxed) == seq)
			RL_ASSERT(a == b);
	}

	void thread(unsigned id)
	{
		bool seqlock = variant("seqlock");

		if (id == 0)
			seqlock ? state_writer() : writer();
		else
			seqlock ? state_reader() : reader();
	}
};

int
main(int argc, char **argv)
{
	return simulate<ring_model>(argc, argv);
}
