# tests/install: what a user gets
test_scripts += tests/install/abi.sh tests/install/installed.sh tests/install/standards.sh
EXTRA_DIST += tests/install/layout.c tests/install/uses.c tests/golden/abi.txt
