# ui
ui_sources +=
