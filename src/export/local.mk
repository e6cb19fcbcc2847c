# src/export
export_sources +=
