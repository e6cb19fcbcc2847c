/* SPDX-License-Identifier: MIT */
/*
 * Join handshake with leapfrogging.  Worker 0 waits for task t, which worker 1 has stolen; worker 1
 * publishes u and later joins it; worker 0 or 2 may steal u.  Sleep through idle bit, note in the
 * state word, and park word.
 *
 * Checked: no deadlock; a slot is not touched after it is finished; each sleep has exactly one end.
 *
 * Mutants, each must fail: NOTE_FIRST (note before the idle bit), NO_NOTE_LOOK (the thief ignores
 * the note), FINISH_STORE (finish by load and store), SIGN_STORE (the thief signs by a store),
 * PARK_EARLY (a sleeper that was claimed does not wait for its waker).
 */
#define DONE 1
#define WAIT 2
#define SIGNED 4
#define AWAKE 0
#define ASLEEP 1
#define TOKEN 2

byte stt, stu;			/* state words of t (slot of worker 0) and u (slot of worker 1) */
bool u_shared, u_taken, u_dead, t_dead;
byte idle[3], park[3];
byte searchers, ended;
byte uran, tran;
#define ANY_IDLE (idle[0] || idle[1] || idle[2])

inline finish(x, victim)
{
#ifdef FINISH_STORE
	o = x;
	x = DONE;
#else
	atomic { o = x; x = DONE };
#endif
#ifdef NO_NOTE_LOOK
	o = 0;
#endif
	if
	:: o & WAIT ->
		if
		:: atomic { idle[victim] -> idle[victim] = 0 }; park[victim] = AWAKE
		:: atomic { !idle[victim] -> skip }
		fi
	:: else
	fi;
	o = 0
}

inline wake_work()
{
	if
	:: ANY_IDLE ->
		if
		:: atomic { searchers == 0 -> searchers = 1 };
			c = 0;
			do
			:: c < 3 ->
				if
				:: atomic { idle[c] -> idle[c] = 0 }; park[c] = TOKEN; break
				:: atomic { !idle[c] -> c++ }
				fi
			:: c == 3 -> searchers--; break
			od
		:: atomic { searchers != 0 -> skip }
		fi
	:: else
	fi;
	c = 0
}

inline note(x)
{
	if
	:: atomic { x == DONE -> ok = false }
	:: atomic { x != DONE -> x = x | WAIT; ok = true }
	fi
}

/* Waits for the waker who cleared the bit; leaves tok set if woken for work. */
inline wait_parked(me)
{
	(park[me] != ASLEEP);
	assert(!idle[me]);
	if
	:: park[me] == TOKEN && tok -> searchers--
	:: park[me] == TOKEN && !tok -> tok = true
	:: park[me] != TOKEN
	fi
}

inline stay_awake(me)
{
	if
	:: atomic { idle[me] -> idle[me] = 0 };
		park[me] = AWAKE;
		if
		:: had && !tok -> atomic { searchers++; tok = true }
		:: else
		fi
	:: atomic { !idle[me] -> skip };
#ifdef PARK_EARLY
		park[me] = AWAKE
#else
		wait_parked(me)
#endif
	fi
}

inline go_sleep(me, x)
{
#ifdef NOTE_FIRST
	note(x);
	park[me] = ASLEEP;
	idle[me] = 1;
#else
	park[me] = ASLEEP;
	idle[me] = 1;
	note(x);
#endif
	had = tok;
	if
	:: ok && tok -> atomic { searchers--; tok = false }
	:: else
	fi;
	if
	:: ok && u_shared -> ok = false		/* last searcher's look */
	:: else
	fi;
	if
	:: !ok -> stay_awake(me)
	:: else -> wait_parked(me)
	fi;
	ok = false;
	had = false
}

inline drop()
{
	if
	:: tok ->
		atomic { searchers--; tok = false; last = (searchers == 0) };
		if
		:: last -> wake_work()
		:: else
		fi;
		last = false
	:: else
	fi
}

inline sign(x)
{
#ifdef SIGN_STORE
	x = SIGNED
#else
	atomic { x = x | SIGNED }
#endif
}

inline run_u()
{
	sign(stu);
	drop();
	assert(!u_dead);
	uran++;
	finish(stu, 1)
}

/* Joins t, and leapfrogs. */
proctype w0()
{
	byte o, c;
	bool ok, had, tok, last;

	do
	:: stt == DONE -> break
	:: else ->
		if
		:: atomic { u_shared -> u_shared = false; u_taken = true }; run_u()
		:: atomic { !u_shared -> skip }; go_sleep(0, stt)
		fi
	od;
	drop();
	t_dead = true;
	ended++
}

/* Runs t: spawns and publishes u, then joins it. */
proctype w1()
{
	byte o, c;
	bool ok, had, tok, last;

	sign(stt);
	u_shared = true;
	if
	:: ANY_IDLE -> wake_work()
	:: else
	fi;
	if
	:: atomic { u_shared -> u_shared = false }; uran++
	:: atomic { !u_shared -> skip };
		do
		:: stu == DONE -> break
		:: else -> go_sleep(1, stu)
		od;
		drop()
	fi;
	u_dead = true;
	assert(uran == 1);
	assert(!t_dead);
	tran++;
	finish(stt, 0);
	ended++
}

/* Another worker: searching, asleep, or woken for u. */
proctype w2()
{
	byte o, c;
	bool ok, had, tok, last;

	atomic { searchers++; tok = true };
	do
	:: atomic { u_shared -> u_shared = false; u_taken = true };
		run_u();
		atomic { searchers++; tok = true }
	:: atomic { !u_shared -> skip };
		park[2] = ASLEEP;
		idle[2] = 1;
		atomic { searchers--; tok = false };
		if
		:: u_shared ->
			if
			:: atomic { idle[2] -> idle[2] = 0 };
				park[2] = AWAKE;
				atomic { searchers++; tok = true };
				goto next_round
			:: atomic { !idle[2] -> skip }
			fi
		:: else
		fi;
endw:		(park[2] != ASLEEP);
		assert(!idle[2]);
		if
		:: park[2] == TOKEN -> tok = true
		:: else
		fi;
next_round:	if
		:: !tok -> atomic { searchers++; tok = true }
		:: else
		fi
	od
}

init
{
	atomic { run w0(); run w1(); run w2() };
	(ended == 2);
	assert(tran == 1 && uran == 1)
}
