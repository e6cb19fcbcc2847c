# tests/install: what a user gets
test_scripts += tests/install/installed.sh
