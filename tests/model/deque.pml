/* SPDX-License-Identifier: MIT */
/*
 * Split deque and gates.  The owner's x86-TSO store buffer is explicit: channel sb, drained at any
 * time, empty before every locked instruction.  The owner does any sequence of spawns and syncs of
 * NT tasks in NS slots, THIEVES thieves try STEALS times each.
 *
 * A passage may be an eager one or not, whatever came before.
 *
 * Checked: each task runs once, each sync gets its own task's result, no slot is touched while
 * somebody else owns it, a join of a stolen task always ends (no deadlock).
 *
 * Mutants, each must fail: RETRACT_NOCAS (the owner takes shared slots back by a store), SGATE_OLD
 * (sync gate one too low), READ_FIRST (the thief reads the slot before its CAS), NO_RESET (the
 * state word is not cleared), NO_SETTLE (after a join the public word is never pulled down),
 * LAZY_ALWAYS (it is put off even when limit is open), TOUCH_AFTER (the thief writes after
 * finishing).
 */
#ifndef NT
#define NT 4
#endif
#ifndef NS
#define NS 3
#endif
#ifndef THIEVES
#define THIEVES 2
#endif
#ifndef STEALS
#define STEALS 2
#endif
#define ARMED 15
#define DONE 1

byte tail, split;		/* the public word: always read and CASed together */
byte sgate, limit = 0;		/* sync is slow if h < sgate, spawn if h >= limit */
byte slot[NS], st[NS], res[NS];
byte ran[NT + 1];
byte live;

/* Addresses: 0..NS-1 slot, NS..2NS-1 st, 2NS both halves of the public word. */
chan sb = [4] of { byte, byte };
#define FENCE (len(sb) == 0)

proctype drain()
{
	byte a, v;
end:
	do
	:: atomic {
		sb?a,v ->
		if
		:: a < NS -> slot[a] = v
		:: a >= NS && a < 2 * NS -> st[a - NS] = v
		:: else -> tail = v; split = v
		fi;
		a = 0; v = 0
	   }
	od
}

/* The owner's registers: head, own copy of split, what it has put into its slots. */
byte h, my, spawned;
byte mine[NS];
bool work, tsbuf, eager;

inline exec(q)
{
	atomic {
		assert(q > 0 && q <= NT);
		ran[q]++;
		assert(ran[q] == 1)
	}
}

/* Store forwarding: a buffered public word is {i, i}. */
inline has_shared()
{
	if
	:: tsbuf && len(sb) > 0 -> work = false
	:: else -> tsbuf = false; work = (tail < split)
	fi
}

/* Makes [my, ns) stealable. */
inline publish()
{
	k = my;
	do
	:: k < ns ->
#ifndef NO_RESET
		sb!NS + k,0;
#endif
		k++
	:: else -> break
	od;
	atomic { FENCE -> split = ns };			/* lock xadd on the high half */
	my = ns; work = true; k = 0; ns = 0
}

inline serve(hd)
{
	has_shared();
	if
	:: hd > my -> ns = (my + hd + 1) / 2; publish()
	:: else
	fi;
	eager = false;
	if
	:: work -> eager = true
	:: true
	fi;
	if
	:: eager && hd > my -> ns = hd; publish()
	:: else
	fi;
#ifdef SGATE_OLD
	atomic { FENCE -> sgate = (my > 0 -> my - 1 : 0) };
#else
	atomic { FENCE -> sgate = my };			/* xchg */
#endif
	atomic { FENCE -> limit = (work && !eager -> NS : 0) };	/* xchg */
	eager = false
}

inline settle(low)
{
	sb!2 * NS,low;
	tsbuf = true;
	my = low
}

inline spawn()
{
	atomic { spawned++; mine[h] = spawned };
	sb!h,mine[h];
	if
	:: h >= limit ->
#ifndef NO_SETTLE
		if
		:: my > h -> settle(h)
		:: else
		fi;
#endif
		serve(h + 1)
	:: else
	fi;
	h++
}

inline join()
{
	(st[h] == DONE);
	assert(res[h] == mine[h]);
	if
#ifdef LAZY_ALWAYS
	:: true -> skip
#else
	:: limit == 0 -> skip		/* put off: nothing can be spawned before settle */
	:: else -> settle(h); serve(h)
#endif
	fi
}

inline sync_shared()
{
	t = tail; s = split;
again:	if
	:: t > h -> join()
	:: else ->
		ns = t + (s - t) / 2;
#ifdef RETRACT_NOCAS
		atomic { FENCE -> split = ns };
		my = ns; ns = 0; serve(h); exec(mine[h])
#else
		if
		:: atomic { (FENCE && tail == t && split == s) -> split = ns };
			my = ns; ns = 0; serve(h); exec(mine[h])
		:: atomic { (FENCE && !(tail == t && split == s)) -> t = tail; s = split; ns = 0 };
			goto again
		fi
#endif
	fi;
	t = 0; s = 0
}

proctype owner()
{
	byte k, ns, t, s;

	do
	:: spawned < NT && h < NS -> spawn()
	:: h > 0 ->
		h--;
		if
		:: h >= sgate -> exec(mine[h])
		:: else ->
			if
			:: h >= my -> serve(h); exec(mine[h])
			:: else -> sync_shared()
			fi
		fi
	:: spawned == NT && h == 0 -> break
	od;
	FENCE;
	live--
}

proctype thief()
{
	byte n, t, s, v;

	do
	:: n < STEALS ->
		n++;
		atomic { t = tail; s = split };
		if
		:: t < s ->
#ifdef READ_FIRST
			v = slot[t];
#endif
			if
			:: atomic { (tail == t && split == s) -> tail = t + 1 };
#ifndef READ_FIRST
				v = slot[t];
#endif
				exec(v);
				res[t] = v;
				st[t] = DONE;
#ifdef TOUCH_AFTER
				res[t] = v
#endif
			:: atomic { !(tail == t && split == s) -> skip }
			fi
		:: else ->
			if
			:: limit != 0 -> sgate = ARMED; limit = 0
			:: else
			fi
		fi;
		t = 0; s = 0; v = 0
	:: n >= STEALS -> break
	od;
	live--
}

init
{
	byte i;

	atomic {
		live = THIEVES + 1;
		run drain();
		run owner();
		do
		:: i < THIEVES -> run thief(); i++
		:: else -> break
		od;
		i = 0
	}
	(live == 0 && FENCE);
	assert(tail == split && spawned == NT);
	do
	:: i < NT -> i++; assert(ran[i] == 1)
	:: else -> break
	od
}
