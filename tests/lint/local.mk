# tests/lint: what the compiler does not say.
test_scripts += tests/lint/adding.sh tests/lint/format.sh tests/lint/layers.sh tests/lint/headers.sh tests/lint/manual.sh tests/lint/size.sh tests/lint/text.sh
