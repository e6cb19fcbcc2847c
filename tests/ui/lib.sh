# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# For the tests of the screens in a real terminal (tmux), TAP.  A test sources this file, says how
# many facts it checks with `plan N`, and then `ok`, `not_ok` or `check` for each.
#
# Every test has a tmux server of its own.  Nothing waits for a time: `wait_for` looks at the screen
# again and again until it shows what is expected, and gives up after 20 s.

demo=${BUILD:-.}/tests/ui/ui_demo
dir=$(mktemp -d)
servers=0
number=0

skip_all()
{
	echo "1..0 # SKIP $1"
	exit 0
}

case " ${PARTOP_SKIP-} " in *" ui "*) skip_all "not again in this tree" ;; esac
command -v tmux >/dev/null 2>&1 || skip_all "tmux is not installed"
LC_ALL=C.UTF-8
PARTOP_CAPACITY=none	# no second for what the CPUs can give, no figures of theirs
export LC_ALL PARTOP_CAPACITY
unset NO_COLOR TMUX TMUX_PANE COLUMNS LINES

t()
{
	tmux -L "partop-test-$$-$servers" -f /dev/null "$@" 2>/dev/null
}

cleanup()
{
	t kill-server
	rm -rf "$dir"
}
trap cleanup EXIT
trap 'exit 1' INT TERM HUP

plan()
{
	echo "1..$1"
}

ok()
{
	number=$((number + 1))
	echo "ok $number - $1"
}

not_ok()
{
	number=$((number + 1))
	echo "not ok $number - $1"
	t capture-pane -p | sed 's/^/# /'
}

# check FACT COMMAND...: the fact holds when the command succeeds.
check()
{
	fact=$1
	shift
	if "$@"; then ok "$fact"; else not_ok "$fact"; fi
}

# For tests that close a terminal under a program: the leak checker's helper stops the program by a
# signal, which the SIGCONT that comes with a hangup takes back, and then both wait for ever.
without_leak_checker()
{
	ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0
	export ASAN_OPTIONS
}

# terminal W H: a new terminal of that size, with a plain interactive shell.
terminal()
{
	PS1='ready> '
	ENV=
	TERM=screen-256color
	SHELL=/bin/sh
	# A fault is to end the program as a fault does, also where a sanitizer would report it.
	ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}handle_segv=0
	export PS1 ENV TERM SHELL ASAN_OPTIONS
	t kill-server
	servers=$((servers + 1))
	t new-session -d -x "$1" -y "$2" "sh -i" \; set -g default-terminal screen-256color || {
		echo "Bail out! tmux does not start"
		exit 1
	}
	wait_for 'ready>'
}

type_line()
{
	t send-keys -l "$1"
	t send-keys Enter
}

key()
{
	for k in "$@"; do t send-keys "$k"; done
}

screen()
{
	t capture-pane -p
}

# wait_for PATTERN: until the screen shows it (basic regular expression).
wait_for()
{
	poll screen_shows "$1"
}

wait_gone()
{
	poll screen_lacks "$1"
}

screen_shows()
{
	screen | grep -q -- "$1"
}

# What has scrolled off the normal screen counts, too.
history_shows()
{
	t capture-pane -p -S - | grep -q -- "$1"
}

screen_lacks()
{
	! screen_shows "$1"
}

# poll COMMAND...: until it succeeds.
poll()
{
	tries=0
	until "$@"; do
		tries=$((tries + 1))
		[ "$tries" -lt 400 ] || return 1
		sleep 0.05
	done
}

# How the terminal itself is: 1 or 0.
alternate()
{
	[ "$(t display-message -p '#{alternate_on}')" = "$1" ]
}

cursor()
{
	[ "$(t display-message -p '#{cursor_flag}')" = "$1" ]
}

is_file()
{
	[ -s "$1" ]
}

# run_line ARGUMENTS: runs the demo in the terminal, its end leaves $dir/{before,after,status,err}.
run_line()
{
	rm -f "$dir/before" "$dir/after" "$dir/status" "$dir/err"
	type_line "stty -g >$dir/before; $demo $1 2>$dir/err; echo \$? >$dir/status; stty -g >$dir/after"
}

# ended STATUS: the program is gone with that status, and the terminal is as it was.
ended()
{
	poll is_file "$dir/after" && [ "$(cat "$dir/status")" = "$1" ] &&
		cmp -s "$dir/before" "$dir/after" && poll alternate 0 && poll cursor 1
}
