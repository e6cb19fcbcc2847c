# src/recording: writer files to recording_sources and lib_sources; reader files to reader_sources.
recording_sources +=
reader_sources +=
