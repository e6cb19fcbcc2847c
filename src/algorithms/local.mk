# src/algorithms: what is made of the runtime's public interface.  In libpartop and in the program.
algorithms_files = \
	src/algorithms/chain.c src/algorithms/chain.h \
	src/algorithms/count.c \
	src/algorithms/filter.c \
	src/algorithms/find.c \
	src/algorithms/local.c \
	src/algorithms/range2d.c \
	src/algorithms/scan.c \
	src/algorithms/sort/body.h \
	src/algorithms/sort/inplace.c \
	src/algorithms/sort/large.c \
	src/algorithms/sort/merge.c \
	src/algorithms/sort/ops.c \
	src/algorithms/sort/order.c \
	src/algorithms/sort/runs.c \
	src/algorithms/sort/sort.c \
	src/algorithms/sort/sorter.h \
	src/algorithms/sort/stable.c \
	src/algorithms/sort/wide.c \
	src/algorithms/wrap.c src/algorithms/wrap.h
algorithms_sources += $(algorithms_files)
lib_sources += $(algorithms_files)
