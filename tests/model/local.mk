# tests/model: what proves the deque and the sleep protocol.
#	make check	the bases and a handful of mutants;  make check-model	all of them
test_scripts += tests/model/model.sh
EXTRA_DIST += \
	tests/model/check-model.sh \
	tests/model/deque.pml \
	tests/model/join.pml \
	tests/model/relacy_deque.cpp \
	tests/model/relacy_shim.h \
	tests/model/relacy_sleep.cpp \
	tests/model/sleep.pml

check-model:
	SRC='$(abs_top_srcdir)' $(SHELL) $(srcdir)/tests/model/check-model.sh all
.PHONY: check-model
