# Steps of the shipped text that a mutant leaves out or does in the wrong order: in a copy, each
# asks MUTANT(name) whether it is the one to be broken.

# deque.h
s/stop \? PT_SGATE_ARMED : PT_POS\(d, d->split\)/stop ? PT_SGATE_ARMED : PT_POS(d, d->split - (MUTANT("sgate-too-low") \&\& d->split > 0))/

# serve.h
s/^\tif \(eager\)$/\tif (eager \&\& !MUTANT("eager-half"))/
s/^\teager = work/\teager = !MUTANT("not-eager") \&\& work/
s/^\trest = eager/\trest = !MUTANT("rest-left") \&\& eager/
s/\(eager \|\| !work\)/((eager \&\& !MUTANT("eager-opened")) || !work)/
s/^\tpt_deque_settle\(&w->pub\.deque, i\);/\tif (!MUTANT("settle-missing")) pt_deque_settle(\&w->pub.deque, i);/
s/^\tif \(!pt_deque_limit_armed\(&w->pub\.deque\)\) \{/\tif (!MUTANT("settle-put-off") \&\& !pt_deque_limit_armed(\&w->pub.deque)) {/
s/^\twork \|= pt_owner_publish/\tif (MUTANT("open-first")) pt_deque_open(d, false, false); work |= pt_owner_publish/
s/^\t\tpt_deque_open\(d, stop/\t\tif (!MUTANT("open-first")) pt_deque_open(d, stop/
s/^\t\tnow = pt_must_stop\(w\);/\t\tnow = MUTANT("no-second-look") ? stop : pt_must_stop(w);/
s/^\tif \(work && pt_idle_any/\tif (MUTANT("late-look")) work = pt_deque_has_shared(d); if (!MUTANT("no-R3") \&\& work \&\& pt_idle_any/
s/^\tpt_serve\(w, i\);$/\tbool early = MUTANT("look-early") \&\& !pt_group_cancelled(w->pool, pt_group_of(w, i)); if (MUTANT("sync-hoards")) pt_deque_open(\&w->pub.deque, false, false); else pt_serve(w, i);/
s/^\tif \(PT_UNLIKELY\(pt_group_cancelled/\tif (!early \&\& !MUTANT("sync-blind") \&\& PT_UNLIKELY(pt_group_cancelled/

# steal.h
s/^\tif \(pt_group_cancelled\(w->pool, frame\.group\)\) \{/\tif (!MUTANT("thief-blind") \&\& pt_group_cancelled(w->pool, frame.group)) {/
s/^\tif \(st & PT_TASK_WAIT_ONLY\)/\tif (MUTANT("slot-touched")) v->pub.deque.base[i].result = 0; if ((st \& PT_TASK_WAIT_ONLY) \&\& !MUTANT("only-not-woken"))/
s/^\telse if \(\(st & PT_TASK_WAIT\) && (pt_idle_claim.*)\)$/\telse if (!MUTANT("joiner-not-woken") \&\& (st \& PT_TASK_WAIT) \&\& (\1 || MUTANT("woken-unclaimed")))/

# idle.h
s/^\tif \(pt_search_drop\(&w->pool->sleep, true\)\)/\tif (!MUTANT("no-R2") \&\& pt_search_drop(\&w->pool->sleep, true))/
s/^\tpt_arm_all\(p, w\);/\tif (!MUTANT("no-arming")) pt_arm_all(p, w);/
s/^\treturn found;/\treturn found \&\& !MUTANT("no-look");/
s/^\treturn (pt_search_drop.*) && pt_sleeper_arm_and_look\(w\);/\tbool last = \1; if (MUTANT("bit-after-drop")) pt_idle_set(\&p->sleep, w->id); return last \&\& !MUTANT("no-R1") \&\& pt_sleeper_arm_and_look(w);/
s/^\tpt_idle_set\(&p->sleep, w->id\);/\tif (!MUTANT("bit-after-drop")) pt_idle_set(\&p->sleep, w->id);/
s/\(t && !pt_task_note\(&t->state, PT_TASK_WAIT\)\)/(t \&\& !pt_task_note(\&t->state, PT_TASK_WAIT) \&\& !MUTANT("note-ignored"))/
s/\(PT_LD\(p->ctl, acquire\) & PT_CTL_QUIT\)\)$/((PT_LD(p->ctl, acquire) \& PT_CTL_QUIT) \&\& !MUTANT("quit-ignored")))/
s/^\tif \(pt_sleeper_must_stay\(w, t\) && (pt_idle_claim.*)\) \{/\tif (pt_sleeper_must_stay(w, t) \&\& (\1 || MUTANT("park-early"))) {/
s/^\t\tw->token = true;/\t\tw->token = !MUTANT("token-lost");/
s/^\t\tif \(w->token\)$/\t\tif (w->token \&\& !MUTANT("two-tokens"))/
s/^\tif \(pt_task_note\(&t->state, PT_TASK_WAIT_ONLY\)\)/\tif (pt_task_note(\&t->state, PT_TASK_WAIT_ONLY) || MUTANT("only-note-ignored"))/
s/^\t\tif \(pt_idle_claim\(&p->sleep, \(unsigned\)i\)\)/\t\tif (!MUTANT("quit-not-woken") \&\& pt_idle_claim(\&p->sleep, (unsigned)i))/

# control.h
s/^\tif \(!PT_CAS\(p->group/\tif (MUTANT("reason-last")) pt_arm_all(p, NULL); if (!PT_CAS(p->group/
s/^\tPT_AND\(p->ctl, PT_CTL_QUIT \| PT_CTL_PAUSE, relaxed\);/\tif (MUTANT("reason-last")) pt_arm_all(p, NULL); &/
s/^\tpt_arm_all\(p, NULL\);/\tif (!MUTANT("reason-last") \&\& !MUTANT("not-armed")) pt_arm_all(p, NULL);/
s/^\tpt_futex_wake\(&p->ctl, INT_MAX\);/\tif (!MUTANT("held-not-woken")) pt_futex_wake(\&p->ctl, INT_MAX);/

# border.h
s/^\tif \(can_split && pt_index/\tif (can_split \&\& !MUTANT("never-split") \&\& pt_index/
s/!\(is_short && pt_deque_has_shared/!((is_short || MUTANT("all-short")) \&\& pt_deque_has_shared/
s/^\tpartop_detail_poll\(&w->pub, head\);/\tif (!MUTANT("border-no-poll")) partop_detail_poll(\&w->pub, head);/

# lap.h
s/^\t\*begun = PT_LAP_LD/\tif (MUTANT("position-first")) *at = PT_LAP_LD(*position, acquire); &/
s/^\t\*at = PT_LAP_LD/\tif (!MUTANT("position-first")) *at = PT_LAP_LD/
