# doc: man pages to dist_man_MANS, the rest to EXTRA_DIST
EXTRA_DIST += doc/trace-format.md
EXTRA_DIST += doc/adding-a-workload.md doc/architecture.md doc/bench-2026-11-28.md doc/performance.md doc/verification.md
dist_man_MANS += doc/partop.1
dist_man_MANS += \
	doc/libpartop.3 \
	doc/partop_channel_send.3 \
	doc/partop_filter.3 \
	doc/partop_find_first.3 \
	doc/partop_for.3 \
	doc/partop_for_2d.3 \
	doc/partop_group.3 \
	doc/partop_label.3 \
	doc/partop_local.3 \
	doc/partop_pool_counters.3 \
	doc/partop_pool_pause.3 \
	doc/partop_reduce.3 \
	doc/partop_run.3 \
	doc/partop_scan.3 \
	doc/partop_scope.3 \
	doc/partop_sort.3 \
	doc/partop_spawn.3

# A page under each name that it has: one line that leads to it.
partop_channel_send_links = \
	man3/PARTOP_FOREVER.3 \
	man3/PARTOP_SELECT_MAX.3 \
	man3/partop_channel_capacity.3 \
	man3/partop_channel_close.3 \
	man3/partop_channel_create.3 \
	man3/partop_channel_destroy.3 \
	man3/partop_channel_len.3 \
	man3/partop_channel_recv.3 \
	man3/partop_channel_recv_timeout.3 \
	man3/partop_channel_select.3 \
	man3/partop_channel_send_timeout.3 \
	man3/partop_channel_try_recv.3 \
	man3/partop_channel_try_send.3
partop_find_first_links = \
	man3/PARTOP_NONE.3 \
	man3/partop_count.3 \
	man3/partop_max.3 \
	man3/partop_min.3
partop_group_links = \
	man3/partop_cancelled.3 \
	man3/partop_fail.3 \
	man3/partop_group_begin.3 \
	man3/partop_group_end.3
partop_label_links = \
	man3/partop_label_word.3 \
	man3/partop_label_words.3 \
	man3/partop_mark.3 \
	man3/partop_set_baseline_ns.3
partop_local_links = \
	man3/partop_local_close.3 \
	man3/partop_local_combine.3 \
	man3/partop_local_get.3 \
	man3/partop_local_open.3
partop_pool_pause_links = \
	man3/partop_pool_cancel.3 \
	man3/partop_pool_resume.3 \
	man3/partop_pool_step.3
partop_run_links = \
	man3/PARTOP_MAX_THREADS.3 \
	man3/PARTOP_UNSYNCED.3 \
	man3/partop_default_threads.3 \
	man3/partop_pool_close.3 \
	man3/partop_pool_default.3 \
	man3/partop_pool_open.3 \
	man3/partop_pool_threads.3 \
	man3/partop_worker_count.3 \
	man3/partop_worker_index.3
partop_scan_links = \
	man3/partop_scan_array.3
partop_scope_links = \
	man3/partop_scope_add.3 \
	man3/partop_scope_begin.3 \
	man3/partop_scope_end.3 \
	man3/partop_scope_spawn.3
partop_sort_links = \
	man3/partop_sort_stable.3
partop_spawn_links = \
	man3/PARTOP_CALL.3 \
	man3/PARTOP_SPAWN.3 \
	man3/PARTOP_SYNC.3 \
	man3/PARTOP_TASK_1.3 \
	man3/PARTOP_TASK_2.3 \
	man3/PARTOP_TASK_3.3 \
	man3/PARTOP_TASK_4.3 \
	man3/PARTOP_TASK_5.3 \
	man3/PARTOP_TASK_6.3 \
	man3/PARTOP_VOID_TASK_1.3 \
	man3/PARTOP_VOID_TASK_2.3 \
	man3/PARTOP_VOID_TASK_3.3 \
	man3/PARTOP_VOID_TASK_4.3 \
	man3/PARTOP_VOID_TASK_5.3 \
	man3/PARTOP_VOID_TASK_6.3 \
	man3/partop_join.3 \
	man3/partop_poll.3 \
	man3/partop_spawn_word.3 \
	man3/partop_spawn_words.3 \
	man3/partop_sync.3 \
	man3/partop_sync_word.3 \
	man3/partop_sync_words.3
man_links = $(partop_channel_send_links) $(partop_find_first_links) $(partop_group_links) $(partop_label_links) \
	$(partop_local_links) $(partop_pool_pause_links) $(partop_run_links) $(partop_scan_links) \
	$(partop_scope_links) $(partop_sort_links) $(partop_spawn_links)
nodist_man_MANS = $(man_links)
CLEANFILES += $(man_links)

man_link = $(AM_V_GEN)$(MKDIR_P) man3 && echo '.so man3/'
$(partop_channel_send_links):
	$(man_link)partop_channel_send.3 >$@
$(partop_find_first_links):
	$(man_link)partop_find_first.3 >$@
$(partop_group_links):
	$(man_link)partop_group.3 >$@
$(partop_label_links):
	$(man_link)partop_label.3 >$@
$(partop_local_links):
	$(man_link)partop_local.3 >$@
$(partop_pool_pause_links):
	$(man_link)partop_pool_pause.3 >$@
$(partop_run_links):
	$(man_link)partop_run.3 >$@
$(partop_scan_links):
	$(man_link)partop_scan.3 >$@
$(partop_scope_links):
	$(man_link)partop_scope.3 >$@
$(partop_sort_links):
	$(man_link)partop_sort.3 >$@
$(partop_spawn_links):
	$(man_link)partop_spawn.3 >$@
