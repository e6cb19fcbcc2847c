/* SPDX-License-Identifier: MIT */
/*
 * Keys of the metadata in a recording's journal.  Values are text; the last entry of a key wins.
 * PT_KEY_PARAM, _RESULT and _WARNING are prefixes.
 *
 * The rest of a RESULT key is a path like a JSON pointer without its first '/': components are
 * separated by '/', "~1" is '/', "~0" is '~', a component of digits is the index of an array.
 * Its value begins with its type: "u:" and "i:" integers, "d:" exact decimal text, "f:" double
 * (%.17g), "s:" bytes, "b:" true or false.
 */
#ifndef PT_RECORDING_KEYS_H
#define PT_RECORDING_KEYS_H

#define PT_KEY_WORKLOAD "workload"
#define PT_KEY_VARIANT "variant"
#define PT_KEY_POLICY "policy"
#define PT_KEY_SIMD "simd"
#define PT_KEY_COMMAND "command" /* run, exec */
#define PT_KEY_PROGRAM "program"
#define PT_KEY_VERSION "version"
#define PT_KEY_THREADS "threads"
#define PT_KEY_CPUS "cpus"
#define PT_KEY_ALLOWED_CPUS "allowed_cpus"
#define PT_KEY_SEED "seed"
#define PT_KEY_PINNED "pinned" /* 1, 0 */
#define PT_KEY_OVERSUBSCRIBED "oversubscribed"
#define PT_KEY_DETAIL "detail"
#define PT_KEY_CLOCK "clock"
#define PT_KEY_CAPACITY "capacity"       /* what the machine can give: os/capacity.h */
#define PT_KEY_EVENT_NS "event_ns"       /* what one event costs, measured at the start */
#define PT_KEY_TRACE_FULL "trace_full"   /* stop, overwrite; only of a recording that is kept */
#define PT_KEY_STARTED "started"         /* seconds since 1970 */
#define PT_KEY_BASELINE_NS "baseline_ns" /* partop_set_baseline_ns() */
#define PT_KEY_VERIFIED "verified"       /* true, false, none */
/* Of a workload whose time is that of reading its input: what a run reads, and the size of all last caches
 * of the machine; none: not known. */
#define PT_KEY_STREAM_BYTES "stream.bytes"
#define PT_KEY_CACHE_BYTES "cache.bytes"
#define PT_KEY_PEAK_RSS_BYTES "peak_rss_bytes"
#define PT_KEY_ERROR "error"
#define PT_KEY_STATUS "status" /* done, cancelled, failed */
/* What is going to be measured, as `partop run` tells before the first phase; see --order. */
#define PT_KEY_ORDER "order"                     /* rounds, blocks */
#define PT_KEY_PLAN_SEQUENTIAL "plan.sequential" /* runs of each kind at least */
#define PT_KEY_PLAN_ONE_WORKER "plan.one_worker" /* 0: the pool has one worker anyway */
#define PT_KEY_PLAN_RUNS "plan.runs"
#define PT_KEY_PLAN_TIME_NS "plan.time_ns"           /* runs go on until then; 0: no matter */
#define PT_KEY_PLAN_CALIBRATE_NS "plan.calibrate_ns" /* it will take; none: it is not due */
#define PT_KEY_PREVIEW_SIZE "preview.size"   /* in the unit of param.size; none of an input file */
#define PT_KEY_PREVIEW_SCALE "preview.scale" /* how many times its work the whole is */
/* Of a process that `compare` or `scale` started: "COMMAND CONFIGURATION ROUND LABEL", numbers from 0. */
#define PT_KEY_TRIAL "trial"
#define PT_KEY_PARAM "param."     /* param.NAME, in order; typed as results are */
#define PT_KEY_RESULT "result."   /* result.PATH */
#define PT_KEY_WARNING "warning." /* warning.N */

#endif
