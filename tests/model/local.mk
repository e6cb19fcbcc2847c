# tests/model: what proves the runtime and the recording's ring.  The table is mutants.txt.
#	make check		bases at small bounds, most mutants: about a minute
#	make check-model	everything;  make check-model-long	large bounds (make stress)
test_scripts += tests/model/model.sh
EXTRA_DIST += \
	tests/model/cancel.pml \
	tests/model/check-model.sh \
	tests/model/deque.pml \
	tests/model/join.pml \
	tests/model/mutants.txt \
	tests/model/pause.pml \
	tests/model/relacy_channel.cpp \
	tests/model/relacy_control.cpp \
	tests/model/relacy_deque.cpp \
	tests/model/relacy_join.cpp \
	tests/model/relacy_loop.cpp \
	tests/model/relacy_ring.cpp \
	tests/model/relacy_hooks.h \
	tests/model/relacy_runtime.h \
	tests/model/relacy_shim.h \
	tests/model/relacy_sleep.cpp \
	tests/model/sleep.pml \
	tests/model/steps.sed

check-model:
	SRC='$(abs_top_srcdir)' $(SHELL) $(srcdir)/tests/model/check-model.sh all
check-model-long:
	SRC='$(abs_top_srcdir)' MODEL_TIMEOUT=1800 \
		$(SHELL) $(srcdir)/tests/model/check-model.sh long
stress: check-model-long
.PHONY: check-model check-model-long
