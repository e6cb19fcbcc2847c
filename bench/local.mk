# bench: programs to EXTRA_PROGRAMS, run by `make bench`
