/* SPDX-License-Identifier: MIT */
/*
 * Gates, idle bits, search tokens and park words.  One owner whose tasks must be run by others (it
 * only spawns and polls), W workers with tokens that loop for ever, JOINERS thieves without a
 * token. A lost wake-up is a deadlock.  The gates are written by locked instructions, so they need
 * no store buffer.
 *
 * A passage may be an eager one or not.  COARSE: all are, and after its spawns the owner passes no
 * gate any more, so that nobody but the others can take what it has.
 *
 * RENDEZVOUS: a task lasts until W tasks run at once, so parallelism is needed, not only progress.
 *
 * Mutants, each must fail: NO_R1 (the last searcher does not look), NO_ARM (nor arm the gates),
 * NO_R2 (who found work does not pass the duty on; with RENDEZVOUS), NO_R3 (who published does not
 * wake), DROP_FIRST (token dropped before the idle bit is set), LATE_LOOK (work looked for after
 * the gates are open), PARK_EARLY (a sleeper that was claimed does not wait for its waker),
 * GATE_STORE (gates written by buffered stores), OPEN_FIRST (gates opened before publishing); with
 * COARSE: NOT_EAGER (half is published, when asked), EAGER_OPENED (limit is opened all the same).
 */
#ifndef W
#define W 2
#endif
#ifndef JOBS
#define JOBS 3
#endif
#ifndef JOINERS
#define JOINERS 0
#endif
#define AWAKE 0
#define ASLEEP 1
#define TOKEN 2

byte tail, split, head;		/* [tail, split) shared, [split, head) private */
bool limit_armed = true, sgate_armed;	/* the owner polls both */
byte idle[W], park[W];
byte searchers;
byte done, started;
bool pend;			/* GATE_STORE: gates opened, but still in the store buffer */
#define ANY_IDLE (idle[0] || (W > 1 && idle[W - 1]) || (W > 2 && idle[W / 2]))

proctype drain()
{
end:
	do
	:: atomic { pend -> limit_armed = false; sgate_armed = false; pend = false }
	od
}

/* Claims a sleeper, if there is one: uses the locals c and woken. */
inline claim_any()
{
	c = 0;
	do
	:: c < W ->
		if
		:: atomic { idle[c] -> idle[c] = 0 }; park[c] = TOKEN; woken = true; break
		:: atomic { !idle[c] -> c++ }
		fi
	:: c == W -> break
	od
}

/* R2, R3. */
inline wake_choose()
{
	do
	:: !ANY_IDLE -> break
	:: else ->
		if
		:: atomic { searchers != 0 -> skip }; break
		:: atomic { searchers == 0 -> searchers = 1 };
			claim_any();
			if
			:: woken -> woken = false; break
			:: else ->
				if
				:: atomic { searchers == 1 -> searchers = 0 }	/* look again */
				:: atomic { searchers != 1 -> searchers-- }; break
				fi
			fi
		fi
	od;
	c = 0
}

inline open_gates()
{
#ifdef GATE_STORE
	pend = true
#else
	sgate_armed = false;
#ifdef EAGER_OPENED
	limit_armed = !work
#else
	limit_armed = !work || eager
#endif
#endif
}

inline choose_eager()
{
#ifdef NOT_EAGER
	eager = false
#else
#ifdef COARSE
	eager = true
#else
	if
	:: work -> eager = true
	:: eager = false
	fi
#endif
#endif
}

inline serve()
{
#ifdef OPEN_FIRST
	limit_armed = false;
	sgate_armed = false;
#endif
	work = (tail < split);
	if
	:: head > split -> split = (split + head + 1) / 2; work = true
	:: else
	fi;
	choose_eager();
	if
	:: eager && head > split -> split = head
	:: else
	fi;
#ifndef OPEN_FIRST
	open_gates();
#endif
#ifdef LATE_LOOK
	work = (tail < split);
#endif
#ifndef NO_R3
	if
	:: work && ANY_IDLE -> wake_choose()
	:: else
	fi;
#endif
	work = false;
	eager = false
}

proctype owner()
{
	byte n, c;
	bool work, eager, woken;

	do
	:: n < JOBS ->
		n++;
		if
		:: limit_armed -> head++; serve()
		:: else -> head++
		fi;
#ifdef COARSE
		if
		:: n < JOBS -> goto more
		:: else
		fi;
		(done == n);
		break;
#endif
		/* sometimes several before waiting */
#ifdef RENDEZVOUS
		if
		:: n % W -> goto more
		:: else
		fi;
#else
		if
		:: skip
		:: n < JOBS -> goto more
		fi;
#endif
		do
		:: done == n -> break
		:: (limit_armed && (head > split || ANY_IDLE) && done < n && !pend) ->
			serve()		/* a poll, when it can change something */
		od;
more:		skip
	:: n == JOBS -> break
	od
}

inline run_task()
{
#ifdef RENDEZVOUS
	atomic { c = (started / W + 1) * W; started++ };
	(started >= c);
	c = 0;
#endif
	done++
}

/* Sets own bit and drops the token, in this order; last: no token is left. */
inline announce(me)
{
#ifdef DROP_FIRST
	atomic { searchers--; last = (searchers == 0); token = false };
	idle[me] = 1;
#else
	idle[me] = 1;
	atomic { searchers--; last = (searchers == 0); token = false };
#endif
#ifdef NO_R1
	last = false;
#endif
	skip
}

proctype worker(byte me)
{
	byte c;
	bool token, woken, last;

	token = true;
search:
	if
	:: !token -> atomic { searchers++; token = true }
	:: else
	fi;
	if
	:: atomic { tail < split -> tail++ };
		atomic { searchers--; last = (searchers == 0); token = false };
#ifndef NO_R2
		if
		:: last && ANY_IDLE -> wake_choose()
		:: else
		fi;
#endif
		last = false;
		run_task();
		goto search
	:: atomic { tail >= split -> skip };
		if
		:: !limit_armed -> sgate_armed = true; limit_armed = true
		:: else
		fi
	fi;
	if			/* patience: any number of rounds */
	:: goto search
	:: skip
	fi;
	park[me] = ASLEEP;
	announce(me);
	if
	:: last ->
#ifndef NO_ARM
		sgate_armed = true;
		limit_armed = true;
#endif
		last = false;
		if
		:: tail < split ->
			if
			:: atomic { idle[me] -> idle[me] = 0 };
				park[me] = AWAKE;
				atomic { searchers++; token = true };
				goto search
			:: atomic { !idle[me] -> skip };
#ifdef PARK_EARLY
				park[me] = AWAKE;
				goto search
#endif
			fi
		:: else
		fi
	:: else
	fi;
endp:
	(park[me] != ASLEEP);
	assert(!idle[me]);
	assert(park[me] == TOKEN);
	token = true;
	park[me] = AWAKE;
	assert(searchers > 0);
	goto search
}

proctype joiner()
{
endj:
	do
	:: atomic { tail < split -> tail++ }; done++
	od
}

init
{
	byte i;

	atomic {
		searchers = W;
#ifdef GATE_STORE
		run drain();
#endif
		run owner();
		do
		:: i < W -> run worker(i); i++
		:: else -> break
		od;
		i = 0;
		do
		:: i < JOINERS -> run joiner(); i++
		:: else -> break
		od
	}
}
