# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# disturbed HOW COMMAND...: runs the command while something is done to it or to its CPUs.
#
#	plain	nothing				hogs	a busy loop per CPU beside it
#	one	on one CPU			flips	on one CPU and on all in turns, every 50 ms
#	stops	SIGSTOP and SIGCONT, 20 times a second
cpus_all=$(taskset -pc $$ | sed 's/.*: //')
cpu_one=${cpus_all%%[,-]*}

flip() {
	while taskset -acp "$cpu_one" "$1" && sleep 0.05 && taskset -acp "$cpus_all" "$1"; do
		sleep 0.05
	done
}

stop() {
	while kill -STOP "$1" && sleep 0.025 && kill -CONT "$1"; do
		sleep 0.025
	done
}

hog() {
	while :; do :; done
}

disturbed() {
	how=$1 beside=
	shift
	if [ "$how" = one ]; then
		taskset -c "$cpu_one" "$@" &
	else
		"$@" &
	fi
	command=$!
	case $how in
	hogs)
		for _ in $(seq "$(nproc)"); do
			hog &
			beside="$beside $!"
		done ;;
	flips) flip $command >/dev/null 2>&1 & beside=$! ;;
	stops) stop $command >/dev/null 2>&1 & beside=$! ;;
	esac
	wait $command
	status=$?
	for pid in $beside; do
		kill "$pid" 2>/dev/null
		wait "$pid" 2>/dev/null
	done
	return $status
}
