#!/bin/sh
# SPDX-License-Identifier: MIT
# Keeps the arrows of doc/architecture.md: which folder may include which.
cd "$SRC" || exit 1
case " ${PARTOP_SKIP-} " in *" lint "*) echo "1..0 # SKIP not again in this tree"; exit 0 ;; esac
n=0 bad=0

# point NAME FILES... -- ALLOWED: every project include of FILES matches the extended regex ALLOWED
point() {
	name=$1 allowed=$2
	shift 2
	n=$((n + 1))
	found=$(grep -nE '^#[[:space:]]*include "' "$@" /dev/null 2>/dev/null |
		grep -vE "include \"($allowed)" | grep -vE 'include "config\.h"')
	verdict
}

# only NAME REGEX FOLDERS: an include that matches REGEX stands in no other place
only() {
	name=$1 what=$2 where=$3
	n=$((n + 1))
	found=$(git_files | xargs grep -nE "^#[[:space:]]*include <($what)" 2>/dev/null | grep -vE "^($where)")
	verdict
}

verdict() {
	if [ -z "$found" ]; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		printf '%s\n' "$found" | sed 's/^/# /'
		bad=1
	fi
}

git_files() {
	find src workloads ui include -name '*.[ch]'
}

files() {
	find "$@" -name '*.[ch]'
}

echo 1..17
# shellcheck disable=SC2046
{
	point "base knows nothing else" 'base/' $(files src/base)
	point "os sees base" '(os|base)/' $(files src/os)
	point "recording sees os and base" '(recording|os|base)/' $(files src/recording)
	point "runtime sees recording and below" '(runtime|recording|os|base)/' $(files src/runtime)
	point "algorithms see the public interface, os and base" '(algorithms|os|base)/' $(files src/algorithms)
	point "timeline sees the reader, not the writer or the runtime" \
		'(timeline/|recording/(reader|decode|layout|names|keys|scan|follow|phase|entries)|os/|base/)' $(files src/timeline)
	point "metrics see timeline and the reader" \
		'(metrics/|timeline/|recording/(reader|decode|layout|names|keys|scan|follow|phase|entries)|os/|base/)' $(files src/metrics)
	point "export sees metrics, timeline and the reader" \
		'(export/|metrics/|timeline/|recording/(reader|decode|layout|names|keys|scan|follow|entries)|base/|os/clock)' $(files src/export)
	point "workloads see only workload.h, base and their own" \
		'(workloads/|base/|[a-z0-9_]+\.h")' $(files workloads)
	point "ui sees metrics and below, not the recording" '(ui/|metrics/|timeline/|base/)' $(files ui)
	point "session sees ui, export and below, not runner or runtime" \
		'(session/|ui/ui\.h|export/|metrics/|timeline/|recording/|os/|base/)' $(files src/session)
	point "runner sees the runtime, the recording and workloads, nothing that shows" \
		'(runner/|runtime/|recording/|workloads/workload\.h|os/|base/)' $(files src/runner)
}
only "kernel headers only in os" 'linux/|sys/syscall\.h|asm/' 'src/os/'
only "hwloc and libpfm only in os" 'hwloc|perfmon' 'src/os/'
only "curses only in ui/core/term*.c" 'n?curses|term\.h|ncursesw' 'ui/core/term'
only "cairo only in export" 'cairo' 'src/export/'
only "jansson only in export and cmd" 'jansson' 'src/(export|cmd)/'
exit $bad
