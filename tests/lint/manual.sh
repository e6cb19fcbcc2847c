#!/bin/sh
# SPDX-License-Identifier: MIT
# The headers, the manual pages of section 3 and the list of their names say the same.
cd "$SRC" || exit 1
case " ${PARTOP_SKIP-} " in *" lint "*) echo "1..0 # SKIP not again in this tree"; exit 0 ;; esac
cc=${CC:-gcc}
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
LC_ALL=C
export LC_ALL
n=0 bad=0
echo 1..7

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
words() { # the library's names in stdin
	grep -oE '\b(partop|PARTOP)_[A-Za-z0-9_]+' | sort -u
}

# Code without comments, and what it makes public.
headers=$(find include/partop -name '*.h' | sort)
for h in $headers; do
	$cc -fpreprocessed -dD -E -P "$h"
done >"$tmp/code" 2>/dev/null
# shellcheck disable=SC2086
cat $headers >"$tmp/inline"
{
	sed -nE 's/^(extern )?PT_API .*[ *](partop_[a-z0-9_]+)(\(.*|;)$/\2/p' "$tmp/code"
	sed -nE 's/^(partop_[a-z0-9_]+)\(.*/\1/p' "$tmp/inline"
	sed -nE 's/^#define (PARTOP_[A-Z0-9_]+).*/\1/p' "$tmp/code" | grep -v '_H$'
} | grep -v '^partop_detail_' | sort -u >"$tmp/public"
{
	words <"$tmp/code"
	grep -rhoE 'getenv\("PARTOP_[A-Z_]+"\)' src | words
	ls doc/*.3 | sed 's,doc/,,; s/\.3$//'
} | sort -u >"$tmp/exists"

# The pages: the names each has, and all that it mentions.
pages=$(ls doc/*.3)
grep -hE '^\.Nm (partop|PARTOP)_' $pages | awk '{ print $2 }' | sort >"$tmp/named"
words <<-END >"$tmp/mentioned"
	$(grep -hv '^\.Dt' $pages)
END
sed -nE 's,^[[:space:]]+man3/([A-Za-z0-9_]+)\.3.*,\1,p' doc/local.mk | sort >"$tmp/linked"
for p in $pages; do basename "$p" .3; done | sort | comm -12 - "$tmp/named" >"$tmp/files"

[ "$(wc -l <"$tmp/public")" -gt 40 ] || result "public names are found" "only $(cat "$tmp/public")"
result "every public function and macro has a page" "$(comm -23 "$tmp/public" "$tmp/named")"
result "no name has two pages, none is left over" \
	"$(uniq -d "$tmp/named"; sort -u "$tmp/named" | comm -13 "$tmp/public" -)"
result "pages speak only of what exists" "$(comm -13 "$tmp/exists" "$tmp/mentioned")"
result "every name has a file or a link" \
	"$(sort "$tmp/files" "$tmp/linked" | comm -3 "$tmp/named" -)"
types=$(grep -oE '\bstruct partop_[a-z_]+ \{' "$tmp/code" | sed 's/struct //; s/ {//' |
	grep -vE '^partop_(kind|task|worker|pool)$')
missing=
for t in $types; do
	grep -qE "struct $t\b" $pages || missing="$missing struct $t"
done
result "libpartop(3) knows the environment it reads" "$(grep -rhoE 'getenv\("PARTOP_[A-Z_]+"\)' src/runtime |
	words | grep -v CHAOS | while read -r v; do
		grep -q "^\.Ev.*$v\|^\.It Ev $v" doc/libpartop.3 || echo "$v"
	done)"
result "every public struct is in a page" "$missing"
missing=
for t in config counters chunk_copy range_options reducer; do
	for m in $(sed -n "/^struct partop_$t {/,/^};/p" "$tmp/code" | sed '1d;$d' |
		sed -E 's/\(\*([a-z_]+)\).*/ \1;/' | grep -oE '[a-z_]+[,;]' | tr -d ',;'); do
		grep -qE "^\.It Va $m\b" $pages || missing="$missing $t.$m"
	done
done
result "every member of a public struct is explained" "$missing"
exit $bad
