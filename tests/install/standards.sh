#!/bin/sh
# SPDX-License-Identifier: MIT
# The public headers by every promised standard, with gcc and clang, without a warning; and the
# examples in their comments and in the manual pages.
cd "$SRC" || exit 1
case " ${PARTOP_SKIP-} " in *" lint "*) echo "1..0 # SKIP not again in this tree"; exit 0 ;; esac
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
flags="-Wall -Wextra -pedantic -Werror -Iinclude"
n=0 bad=0

point() { # name, command...
	n=$((n + 1))
	what=$1
	shift
	if "$@" >"$tmp/out" 2>&1; then
		echo "ok $n - $what"
	else
		echo "not ok $n - $what"
		head -n 20 "$tmp/out" | sed 's/^/# /'
		bad=1
	fi
}
compile() { # compiler, standard, language
	if command -v "$1" >/dev/null 2>&1; then
		# shellcheck disable=SC2086
		point "$1 -std=$2" "$1" -std="$2" $flags -fsyntax-only -x "$3" tests/install/uses.c
	else
		n=$((n + 1))
		echo "ok $n - $1 -std=$2 # SKIP not installed"
	fi
}
for std in c11 c17 gnu17; do
	compile gcc $std c
	compile clang $std c
done
for std in c++11 c++17 c++20; do
	compile g++ $std c++
	compile clang++ $std c++
done

# What statements are put into: they use its arguments.
cat >"$tmp/statements" <<'END'
struct item { int x; };
extern const struct partop_local_type type;
extern partop_fn root, visit;
extern partop_for_fn read_block;
static int job;
int example(partop_worker *w, partop_task *head, size_t n, struct item *item, void *file, void *arg);
int example(partop_worker *w, partop_task *head, size_t n, struct item *item, void *file, void *arg)
{
END
# Functions in comments: from a line that begins one to its closing brace.
for h in algorithm pool range range2d sort task; do
	sed -n '/^ \*	PARTOP_TASK_/,/^ \*	}/p; /^ \*	static /,/^ \*	}/p' include/partop/$h.h |
		sed 's/^ \*	\{0,1\}//' | awk -v out="$tmp/$h.h" '
			BEGIN { f = out "-1.c"; k = 1 }
			{ print >f }
			/^}/ { close(f); f = out "-" ++k ".c" }'
done
# Statements in comments.
for h in cancel channel local pool scope; do
	{
		cat "$tmp/statements"
		sed -n '/^ \*	static/,/^ \*	}/d; s/^ \*	//p; /^ \*\/$/q' include/partop/$h.h
		echo "return 0; }"
	} >"$tmp/$h.h-0.c"
done
# Examples of manual pages: functions as they are, less what follows them; statements in a function.
for page in doc/partop_*.3; do
	sed -n '/^\.Sh EXAMPLES/,/^\.Sh SEE/p' "$page" | sed 's/\\e/\\/g' | awk -v out="$tmp/${page#doc/}" \
		-v statements="$tmp/statements" '
		/^\.Bd/ { f = out "-" ++k ".c"; first = 1; next }
		/^\.Ed/ { if (!whole) print "return 0; }" >f; close(f); f = ""; next }
		f == "" { next }
		first {
			whole = /^(static|PARTOP_)|\{$/
			first = over = 0
			while (!whole && (getline line <statements) > 0)
				print line >f
			close(statements)
		}
		whole && /^[a-z0-9_ =]+\(.*;$|^double total/ { over = 1 }
		!over { print >f }'
done
for c in "$tmp"/*-*.c; do
	name=${c##*/}
	name=${name%.c}
	{ echo '#include <partop/partop.h>'; echo 'extern partop_for_fn body;'; cat "$c"; } >"$tmp/example.c"
	# shellcheck disable=SC2086
	point "example $name" ${CC:-gcc} -std=c11 -Wall -Werror -Wno-unused \
		-Iinclude -fsyntax-only "$tmp/example.c"
done
for c in task.h-2 range.h-1 partop_run.3-1; do
	point "example $c was found" test -s "$tmp/$c.c"
done
point "statements of the headers were found" grep -q partop_scope_spawn "$tmp/scope.h-0.c"
echo "1..$n"
exit $bad
