# Installed headers: nobase_include_HEADERS = include/... is rooted at include/.
partopincludedir = $(includedir)/partop
partopinclude_HEADERS =
