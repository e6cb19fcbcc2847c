# doc: man pages to dist_man_MANS, the rest to EXTRA_DIST
EXTRA_DIST += doc/trace-format.md
dist_man_MANS += doc/partop.1
dist_man_MANS += doc/libpartop.3
EXTRA_DIST += doc/example/Makefile doc/example/queens.c
EXTRA_DIST += doc/architecture.md doc/performance.md doc/verification.md
