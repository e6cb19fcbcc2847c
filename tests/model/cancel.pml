/* SPDX-License-Identifier: MIT */
/*
 * Cancellation: one owner, THIEVES thieves, a canceller outside.  The owner spawns tasks 0 and 1 in
 * the outer group, then 2 and 3 in a group of their own, syncs them, ends that group, syncs 1 and
 * 0.  Any task may fail its group, the canceller may fail the outer one at any time.
 *
 * Checked: the first error of a group stays; an inner error does not reach the outer group; each
 * task is run or dropped, exactly once; after fail() has returned no task of that group, or of one
 * inside it, is started by anybody who decides on it then; who has noticed starts none; at the end
 * of a cancelled group the owner's gates are still armed, and after it they can be open again.
 *
 * Mutants, each must fail: ERROR_STORE (no CAS: the last error wins), ARM_FIRST (gates armed before
 * the error is written), NO_ARM, NO_LOOK (the owner does not look again after opening its gates),
 * THIEF_BLIND and SYNC_BLIND (a thief, a sync does not look at the group), LOOK_EARLY (a sync looks
 * before it opens the gates), NO_UP (an outer error does not reach the inner group), LEAK (an inner
 * error fails the outer group), NO_HAND_OVER (a dropped stolen task is not handed over), NO_REOPEN
 * (the gates are not opened again after a cancelled group).
 */
#ifndef THIEVES
#define THIEVES 1
#endif
#define N 4
#define OPEN 255
#define GROUP_OF(t) ((t) / 2)		/* 0 outer, 1 inner */
#define OUTSIDE 9

byte tail, split;		/* [tail, split) shared */
bool limit_armed = true, sgate_armed;
byte error[2];
bool done[N];			/* a stolen task has been handed over */

/* ghosts */
byte first[2], ran[N], dropped[N];
bool told[2];			/* fail() has returned */
bool inner;			/* the owner is in the inner group */
bool over;			/* the owner has joined everything */

#ifdef NO_UP
#define CANCELLED(g) (error[g] != 0)
#else
#define CANCELLED(g) (error[g] != 0 || error[0] != 0)
#endif
#define TOLD(g) (told[g] || told[0])
#define MUST_STOP (error[0] != 0 || (inner && error[1] != 0))

inline arm_all()
{
#ifndef NO_ARM
	sgate_armed = true;
	limit_armed = true
#else
	skip
#endif
}

inline fail(g, e)
{
#ifdef ARM_FIRST
	arm_all();
#endif
#ifdef ERROR_STORE
	atomic { if :: first[g] == 0 -> first[g] = e :: else fi };
	error[g] = e;
	won = true;
#else
	atomic { if :: error[g] == 0 -> error[g] = e; first[g] = e; won = true :: else fi };
#endif
#ifdef LEAK
	error[0] = e;
#endif
#ifndef ARM_FIRST
	if
	:: won -> arm_all()
	:: else
	fi;
#endif
	atomic { if :: won -> told[g] = true; won = false :: else fi }
}

/* Decided at a moment when the group was not cancelled, or not known to be. */
inline run_task(t, was_told, noticed)
{
	atomic { assert(!was_told && !noticed); ran[t]++ };
	if
	:: skip
	:: skip -> fail(GROUP_OF(t), t + 1)
	fi
}

inline serve(head)
{
	stop = MUST_STOP;
	work = (tail < split);
	if
	:: head > split -> split = (split + head + 1) / 2; work = true
	:: else
	fi;
	if	/* an eager passage, or not */
	:: work -> eager = true; split = (head > split -> head : split)
	:: eager = false
	fi;
	do
	:: sgate_armed = stop;
		limit_armed = (stop || eager || !work);
#ifdef NO_LOOK
		break
#else
		now = MUST_STOP;
		if
		:: now == stop || stop -> break
		:: else -> stop = now
		fi
#endif
	od;
	saw = saw || stop;
	eager = false
}

inline spawn(t)
{
	if
	:: limit_armed ->
		if	/* settle */
		:: split > t -> atomic { tail = t; split = t }
		:: else
		fi;
		serve(t + 1)
	:: !limit_armed
	fi
}

inline sync(t)
{
	was_told = TOLD(GROUP_OF(t));
	if
	:: atomic { !sgate_armed && t >= split -> skip };
		run_task(t, was_told, saw)
	:: atomic { sgate_armed || t < split -> skip };
		stolen = false;
		if	/* retract */
		:: atomic { t < split && tail <= t -> split = tail + (split - tail) / 2 }
		:: atomic { t < split && tail > t -> stolen = true }
		:: atomic { t >= split -> skip }
		fi;
		if
		:: stolen ->
			done[t];
			if
			:: !limit_armed -> atomic { if :: split > t -> tail = t; split = t :: else fi };
				serve(t)
			:: limit_armed
			fi
		:: !stolen ->
#ifdef LOOK_EARLY
			drop = CANCELLED(GROUP_OF(t));
			serve(t);
#else
			serve(t);
			drop = CANCELLED(GROUP_OF(t));
#endif
#ifdef SYNC_BLIND
			drop = false;
#endif
			if
			:: drop -> dropped[t]++
			:: !drop -> run_task(t, was_told, saw)
			fi
		fi
	fi
}

proctype owner()
{
	bool stop, now, work, eager, saw, was_told, stolen, drop, won;

	spawn(0);
	spawn(1);
	inner = true;
	spawn(2);
	spawn(3);
	sync(3);
	sync(2);
	assert(!MUST_STOP || !told[0] && !told[1] || (sgate_armed && limit_armed));
	inner = false;
	atomic { saw = (error[0] != 0 && saw) };
#ifndef NO_REOPEN
	if
	:: error[1] != 0 -> atomic { if :: split > 2 -> tail = 2; split = 2 :: else fi }; serve(2)
	:: else
	fi;
#endif
	assert(error[1] == 0 || error[0] != 0 || !sgate_armed);
	sync(1);
	sync(0);
	assert(!told[0] || (sgate_armed && limit_armed));
	over = true
}

proctype thief()
{
	byte t;
	bool won, was_told;

	do
	:: over -> break
	:: atomic { tail < split -> t = tail; tail++; was_told = TOLD(GROUP_OF(t)) };
#ifdef THIEF_BLIND
		run_task(t, was_told, false);
#else
		if
		:: atomic { CANCELLED(GROUP_OF(t)) -> dropped[t]++ };
#ifdef NO_HAND_OVER
			goto next
#endif
		:: atomic { !CANCELLED(GROUP_OF(t)) -> skip };
			run_task(t, was_told, false)
		fi;
#endif
		done[t] = true;
#ifdef NO_HAND_OVER
next:		skip
#endif
	od
}

proctype canceller()
{
	bool won;

	if
	:: skip
	:: skip -> fail(0, OUTSIDE)
	fi
}

init {
	byte k;

	atomic {
		run owner();
		do
		:: k < THIEVES -> run thief(); k++
		:: else -> break
		od;
		run canceller()
	}
	over && _nr_pr == 1;
	k = 0;
	do
	:: k < N -> assert(ran[k] + dropped[k] == 1); k++
	:: else -> break
	od;
	assert(error[0] == first[0] && error[1] == first[1])
}
