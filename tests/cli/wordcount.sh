#!/bin/sh
# SPDX-License-Identifier: MIT
# wordcount of files: the words of tr and uniq, wherever pieces begin; what is no text.
# shellcheck disable=SC2154	# what lib.sh sets
. "$SRC/tests/lib.sh"
needs jq

# Words of all lengths up to 80, of both cases, with other bytes between and letters of UTF-8 in them.
awk 'BEGIN {
	srand(7)
	split("a b A B x y z é", letter, " ")
	for (i = 0; i < 4000; i++) {
		w = ""
		n = rand() < 0.9 ? int(rand() * 4) + 1 : int(rand() * 80) + 1
		for (k = 0; k < n; k++)
			w = w letter[int(rand() * 8) + 1]
		printf "%s%s", w, substr(" .\n0-\047,\t", int(rand() * 8) + 1, 1)
	}
	printf "end"
}' </dev/null >"$tmp/text"
counted() { # FILE: "words different" and the five most frequent, ties by their bytes
	LC_ALL=C tr -cs 'A-Za-z\200-\377' '\n' <"$1" | LC_ALL=C tr A-Z a-z | grep -av '^$' | LC_ALL=C sort |
		LC_ALL=C uniq -c | LC_ALL=C sort -k1,1nr -k2 >"$tmp/words"
	awk '{ all += $1 } END { printf "%d %d", all, NR }' "$tmp/words"
	head -n 5 "$tmp/words" | awk '{ printf " %s:%d", $2, $1 }'
}
filter='.result | "\(.words) \(.different_words)" + ([.top[:5][]? | " \(.word):\(.count)"] | add // "")'
wanted=$(counted "$tmp/text")
for grain in 64 65 1000 1M; do
	run "$PARTOP" run wordcount --input "$tmp/text" --grain $grain --threads 3 --runs 2 --json --verify full
	is "pieces of $grain: the words of tr and uniq" "$rc $(json "$filter")" "0 $wanted"
done
for v in sharded mutex; do
	run "$PARTOP" run wordcount --input "$tmp/text" --grain 100 --threads 8 --runs 2 --json --variant $v
	is "$v: the same" "$rc $(json "$filter")" "0 $wanted"
done
: >"$tmp/empty"
run "$PARTOP" run wordcount --input "$tmp/empty" --runs 1 --json
is "an empty file has no words" "$rc $(json "$filter")" "0 0 0"
run "$PARTOP" run wordcount --input "$tmp/text" --top 0 --runs 1 --json
is "--top 0 lists none" "$rc $(json '.result.top')" "0 null"
refused 3 "cannot open '.*none'" run wordcount --input "$tmp/none"
refused 3 'it is a directory' run wordcount --input "$tmp"
refused 2 '^partop: --size: an --input has its own size' run wordcount --input "$tmp/text" --size 1k
refused 2 '^partop: --keys is about a made text' run wordcount --input "$tmp/text" --keys 5
refused 2 '^partop: --keys: 0 is below' run wordcount --keys 0
finish
