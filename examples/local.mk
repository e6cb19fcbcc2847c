# examples: small programs for users, installed as documentation; tests/install builds and runs them
exampledir = $(docdir)/examples
dist_example_DATA = \
	examples/Makefile \
	examples/lambdas.cpp \
	examples/lines.c \
	examples/mergesort.c \
	examples/pipeline.c \
	examples/queens.c \
	examples/stats.c
