# Tests of recordings: unit tests, and in tests/stress programs that take a size (1 in check).
recording_programs = \
	tests/unit/test_rec_entries \
	tests/unit/test_rec_handover \
	tests/unit/test_rec_layout \
	tests/unit/test_rec_levels \
	tests/unit/test_rec_live \
	tests/unit/test_rec_phase \
	tests/unit/test_rec_write \
	tests/stress/rec_damage \
	tests/stress/rec_hostile \
	tests/stress/rec_kill \
	tests/stress/rec_space

unit_programs += $(recording_programs)
thread_programs += $(recording_programs)
rec_test_flags = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
rec_test_libs = libreader.a librecording.a $(OS_LIBS) $(CMOCKA_LIBS)
rec_payload = tests/unit/rec_payload.c tests/unit/rec_payload.h
rec_file = tests/unit/rec_file.c tests/unit/rec_file.h $(rec_payload)

tests_unit_test_rec_entries_SOURCES = tests/unit/test_rec_entries.c $(rec_file)
tests_unit_test_rec_entries_CFLAGS = $(rec_test_flags)
tests_unit_test_rec_entries_LDADD = $(rec_test_libs)
tests_unit_test_rec_handover_SOURCES = tests/unit/test_rec_handover.c $(rec_file)
tests_unit_test_rec_handover_CFLAGS = $(rec_test_flags)
tests_unit_test_rec_handover_LDADD = $(rec_test_libs)
tests_unit_test_rec_layout_SOURCES = tests/unit/test_rec_layout.c
tests_unit_test_rec_layout_CFLAGS = $(rec_test_flags)
tests_unit_test_rec_layout_LDADD = $(CMOCKA_LIBS)
tests_unit_test_rec_levels_SOURCES = tests/unit/test_rec_levels.c $(rec_payload)
tests_unit_test_rec_levels_CFLAGS = $(rec_test_flags)
tests_unit_test_rec_levels_LDADD = $(rec_test_libs)
tests_unit_test_rec_live_SOURCES = tests/unit/test_rec_live.c $(rec_payload)
tests_unit_test_rec_live_CFLAGS = $(rec_test_flags)
tests_unit_test_rec_live_LDADD = $(rec_test_libs)
tests_unit_test_rec_phase_SOURCES = tests/unit/test_rec_phase.c $(rec_payload)
tests_unit_test_rec_phase_CFLAGS = $(rec_test_flags)
tests_unit_test_rec_phase_LDADD = $(rec_test_libs)
tests_unit_test_rec_write_SOURCES = tests/unit/test_rec_write.c $(rec_file)
tests_unit_test_rec_write_CFLAGS = $(rec_test_flags)
tests_unit_test_rec_write_LDADD = $(rec_test_libs)

tests_stress_rec_damage_SOURCES = tests/stress/rec_damage.c $(rec_payload)
tests_stress_rec_damage_CFLAGS = $(rec_test_flags)
tests_stress_rec_damage_LDADD = $(rec_test_libs)
tests_stress_rec_hostile_SOURCES = tests/stress/rec_hostile.c $(rec_payload)
tests_stress_rec_hostile_CFLAGS = $(rec_test_flags)
tests_stress_rec_hostile_LDADD = $(rec_test_libs)
tests_stress_rec_kill_SOURCES = tests/stress/rec_kill.c $(rec_payload)
tests_stress_rec_kill_CFLAGS = $(rec_test_flags)
tests_stress_rec_kill_LDADD = $(rec_test_libs)
tests_stress_rec_space_SOURCES = tests/stress/rec_space.c $(rec_payload)
tests_stress_rec_space_CFLAGS = $(rec_test_flags)
tests_stress_rec_space_LDADD = $(rec_test_libs)

# In full what check does at a size of 1: 200 kills, 120,000 damaged files, long scribbling.
stress: stress-recording
stress-recording: tests/stress/rec_kill$(EXEEXT) tests/stress/rec_damage$(EXEEXT) \
		tests/stress/rec_hostile$(EXEEXT)
	tests/stress/rec_kill 200
	tests/stress/rec_damage 40
	tests/stress/rec_hostile 20
.PHONY: stress-recording
