# SPDX-License-Identifier: MIT
# Installed headers.  detail/ is what the inlined spawn and sync need to see.
partopincludedir = $(includedir)/partop
partopinclude_HEADERS = \
	include/partop/algorithm.h \
	include/partop/cancel.h \
	include/partop/channel.h \
	include/partop/local.h \
	include/partop/partop.h \
	include/partop/pool.h \
	include/partop/range.h \
	include/partop/range2d.h \
	include/partop/scope.h \
	include/partop/sort.h \
	include/partop/task.h
partopdetaildir = $(includedir)/partop/detail
partopdetail_HEADERS = \
	include/partop/detail/atomic.h \
	include/partop/detail/worker.h
