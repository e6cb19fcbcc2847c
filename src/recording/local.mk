# src/recording: writer files to recording_sources and lib_sources; reader files to reader_sources.
# Writer and reader share no object: what both need is inline in layout.h, lap.h and crc.h.
recording_headers = \
	src/recording/crc.h \
	src/recording/keys.h \
	src/recording/lap.h \
	src/recording/layout.h \
	src/recording/names.h

writer_sources = \
	$(recording_headers) \
	src/recording/close.c \
	src/recording/create.c \
	src/recording/grow.c \
	src/recording/handover.c \
	src/recording/handover.h \
	src/recording/journal.c \
	src/recording/patch.c \
	src/recording/book.c \
	src/recording/pen.c \
	src/recording/phase.c \
	src/recording/samples.c \
	src/recording/service.c \
	src/recording/writer.h \
	src/recording/writer_internal.h

recording_sources += $(writer_sources)
lib_sources += $(writer_sources)
reader_sources += \
	$(recording_headers) \
	src/recording/chunk.c \
	src/recording/decode.c src/recording/decode.h \
	src/recording/follow.c \
	src/recording/heads.c \
	src/recording/guard.c \
	src/recording/holes.c \
	src/recording/entries.c \
	src/recording/open.c \
	src/recording/reader.h \
	src/recording/reader_internal.h \
	src/recording/samples_read.c \
	src/recording/scan.c \
	src/recording/snapshot.c
