# src/algorithms: what is made of the runtime's public interface.  In libpartop and in the program.
algorithms_files = \
	src/algorithms/chain.c src/algorithms/chain.h \
	src/algorithms/count.c \
	src/algorithms/filter.c \
	src/algorithms/find.c \
	src/algorithms/local.c \
	src/algorithms/range2d.c \
	src/algorithms/scan.c
algorithms_sources += $(algorithms_files)
lib_sources += $(algorithms_files)
