#!/bin/sh
# SPDX-License-Identifier: MIT
# Spelling, shell scripts, manual pages, licence lines, and what must not be in the tree.
cd "$SRC" || exit 1
case " ${PARTOP_SKIP-} " in *" lint "*) echo "1..0 # SKIP not again in this tree"; exit 0 ;; esac
n=0 bad=0
echo 1..6

result() { # name, findings
	n=$((n + 1))
	if [ -z "$2" ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		printf '%s\n' "$2" | head -n 30 | sed 's/^/# /'
		bad=1
	fi
}
skip() {
	n=$((n + 1))
	echo "ok $n - $1 # SKIP $2"
}

# What npm has put into the build tree is not ours.
sources=$(find src workloads ui include tests bench doc examples -path bench/node -prune -o -type f \( -name '*.[ch]' -o -name '*.sh' \
	-o -name '*.md' -o -name '*.[1357]' -o -name '*.mk' -o -name '*.pml' -o -name '*.cpp' \) -print)
if command -v codespell >/dev/null 2>&1; then
	result "spelling" "$(echo "$sources" README.md | xargs codespell -L \
		ans,crate,deques,fo,inout,nd,te,ue,ot,ba,hist,lod,ded,sav,clen,statics,leapt 2>&1)"
else
	skip "spelling" "no codespell"
fi
if command -v shellcheck >/dev/null 2>&1; then
	result "shell scripts" "$(find bootstrap .ci tests doc -type f \( -name '*.sh' -o -name run -o -name run-test \
		-o -name bootstrap \) -print0 | xargs -0 shellcheck -S warning 2>&1)"
else
	skip "shell scripts" "no shellcheck"
fi
if command -v mandoc >/dev/null 2>&1; then
	result "manual pages" "$(find doc -name '*.[1357]' -print0 | xargs -0 -r mandoc -Tlint -W warning 2>&1)"
else
	skip "manual pages" "no mandoc"
fi
result "every source file has its licence line" "$(find src workloads ui include tests bench examples -name '*.[ch]' -print0 |
	xargs -0 grep -L 'SPDX-License-Identifier: MIT')"
result "no unfinished business" "$(echo "$sources" | grep -v lint/text.sh | xargs grep -nE '\b(TODO|FIXME|XXX|HACK)\b')"
result "foreign text reaches curses only through the canvas" \
	"$(grep -nE '\b(mvw?add(str|wstr|nstr)|w?printw|addstr)\b' ui/*.c 2>/dev/null)"
exit $bad
