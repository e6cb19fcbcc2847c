# tests/lint: scripts (TAP) to test_scripts, programs to check_PROGRAMS
