/* SPDX-License-Identifier: MIT */
/*
 * Pause, step, resume and quit: the control word, its futex, and the gates that bring workers to it.
 * W workers with PASSAGES gate passages each; a controller that pauses, gives steps and resumes,
 * ROUNDS times in any mixture, and then quits, paused or not.
 *
 * Checked: after pause() has returned nobody passes a gate without a step token; when all are held
 * as many have passed as steps were given, no more and no fewer; nobody stays held after resume or
 * quit (that would be a deadlock).
 *
 * Mutants, each must fail: ARM_FIRST (gates armed before the pause is written), NO_LOOK (the owner
 * does not look again after opening its gates), NO_WAKE_STEP and NO_WAKE_RESUME (nobody is woken),
 * WAIT_BLIND (the futex does not compare), STEP_STORE (a token is taken by load and store),
 * WAKE_ONE (a step wakes one worker only), KEEP_STEPS (pause does not drop old steps),
 * QUIT_ONLY (quit does not resume).
 */
#ifndef W
#define W 2
#endif
#ifndef PASSAGES
#define PASSAGES 3
#endif
#ifndef ROUNDS
#define ROUNDS 2
#endif
#define QUIT 1
#define PAUSE 2
#define STEP 4

byte ctl;
bool armed[W];			/* both gates as one */
bool sleeping[W];		/* in the futex */
byte ended;

/* ghosts */
bool paused;			/* pause() has returned, resume() has not begun */
byte given, taken;		/* steps of this pause */

#define ASLEEP (sleeping[0] + (W > 1 && sleeping[W - 1]) + (W > 2 && sleeping[W / 2]))

inline wake_all()
{
	i = 0;
	do
	:: i < W -> sleeping[i] = false; i++
	:: else -> i = 0; break
	od
}

inline wake_one()
{
	if
	:: atomic { sleeping[0] -> sleeping[0] = false }
	:: atomic { !sleeping[0] -> sleeping[W - 1] = false }
	fi
}

/* Returns with a token, or not paused. */
inline hold()
{
	do
	:: !(c & PAUSE) -> break
	:: (c & PAUSE) && c >= STEP ->
#ifdef STEP_STORE
		atomic { ctl = c - STEP; taken++; token = true };
		break
#else
		if
		:: atomic { ctl == c -> ctl = c - STEP; taken++; token = true }; break
		:: atomic { ctl != c -> c = ctl; assert((c & PAUSE) || !paused) }
		fi
#endif
	:: (c & PAUSE) && c < STEP ->
#ifdef WAIT_BLIND
		sleeping[me] = true;
#else
		atomic { if :: ctl == c -> sleeping[me] = true :: else fi };
#endif
		!sleeping[me];
		atomic { c = ctl; assert((c & PAUSE) || !paused) }
	od
}

/* Nothing is published here; a reason keeps the gates armed. */
inline serve()
{
	stop = ((ctl & PAUSE) != 0);
	do
	:: armed[me] = stop;
#ifdef NO_LOOK
		break
#else
		now = ((ctl & PAUSE) != 0);
		if
		:: now == stop || stop -> break
		:: else -> stop = now
		fi
#endif
	od
}

proctype worker(byte me)
{
	byte c, n;
	bool stop, now, token;

	do
	:: n < PASSAGES && !(ctl & QUIT) ->
		if
		:: atomic { !armed[me] -> assert(!paused) }	/* the fast path */
		:: armed[me] ->
			atomic { c = ctl; assert((c & PAUSE) || !paused) };
			hold();
			serve()
		fi;
		token = false;
		n++
	:: n == PASSAGES || (ctl & QUIT) -> break
	od;
	ended++
}

inline pause()
{
	paused = false;
#ifndef KEEP_STEPS
	ctl = ctl & (QUIT | PAUSE);
#endif
#ifdef ARM_FIRST
	armed[0] = true;
	armed[W - 1] = true;
	if :: W > 2 -> armed[W / 2] = true :: else fi;
	ctl = ctl | PAUSE;
#else
	ctl = ctl | PAUSE;
	armed[0] = true;
	armed[W - 1] = true;
	if :: W > 2 -> armed[W / 2] = true :: else fi;
#endif
	atomic { paused = true; given = 0; taken = 0 }
}

inline step(m)
{
	atomic { ctl = ctl + m * STEP; given = given + m };
#ifdef WAKE_ONE
	wake_one()
#else
#ifndef NO_WAKE_STEP
	wake_all()
#endif
#endif
}

inline resume()
{
	paused = false;
	ctl = ctl & QUIT;
#ifndef NO_WAKE_RESUME
	wake_all()
#endif
}

proctype controller()
{
	byte r, i;

	do
	:: r < ROUNDS ->
		r++;
		pause();
		if
		:: skip
		:: step(1)
		:: step(2)
		:: step(1); step(1)
		fi;
		if
		:: skip
		:: atomic { ASLEEP + ended == W -> assert(taken == given || ended == W) }
		:: skip; resume()
		fi
	:: r == ROUNDS -> break
	od;
	ctl = ctl | QUIT;
#ifndef QUIT_ONLY
	resume()
#endif
}

init {
	atomic {
		byte k;

		do
		:: k < W -> run worker(k); k++
		:: else -> break
		od;
		run controller()
	}
}
