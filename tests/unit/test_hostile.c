/* SPDX-License-Identifier: MIT */
/*
 * Damaged and malicious recordings through everything that reads them: no crash, no hang, and
 * whatever is written as JSON is JSON.  An argument says how many; sanitizers do the rest.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "export/check.h"
#include "export/exporter.h"
#include "metrics/source.h"
#include "recording/crc.h"
#include "recording/writer_internal.h"
#include "tests/unit/cm.h"
#include "tests/unit/made_recording.h"

#define BYTES_MAX (1 << 20)

static unsigned rounds = 150;
static uint64_t seed = 88172645463325252u;

static uint64_t
dice(uint64_t sides)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % sides;
}

static void
check_json(const char *name, const char *text)
{
	json_error_t why;
	json_t *v = json_loads(text, 0, &why);

	if (!v)
		fail_msg("%s, line %d: %s", name, why.line, why.text);
	json_decref(v);
}

/* Every line has as many fields as the first. */
static void
check_csv(const char *name, const char *text)
{
	size_t want = 0, fields = 1;

	for (const char *s = text; *s; s++) {
		fields += *s == ',';
		if (*s != '\n')
			continue;
		if (want != 0 && fields != want)
			fail_msg("%s: %zu fields, not %zu", name, fields, want);
		want = fields;
		fields = 1;
	}
}

static void
export_by(const struct pt_exporter *x, struct pt_source *s)
{
	struct pt_export_options o = { .trace = "x" };
	struct pt_error e = { 0 };
	char *text;
	size_t len;
	FILE *f = open_memstream(&text, &len);
	int failed = x->write(s, &o, f, &e);

	fclose(f);
	if (!failed && strcmp(x->extension, "json") == 0)
		check_json(x->name, text);
	else if (!failed && strcmp(x->extension, "csv") == 0)
		check_csv(x->name, text);
	free(text);
}

static void
read_all(const char *path, int fd)
{
	FILE *null = fopen("/dev/null", "w");
	struct pt_export_options o = { .utf8 = true };
	struct pt_error e;
	struct pt_source *s = pt_source_open(path, &e);

	if (s) {
		for (size_t i = 0; pt_exporters[i]; i++)
			export_by(pt_exporters[i], s);
		assert_int_equal(pt_exporter_report.write(s, &o, null, &e), 0);
		pt_source_close(s);
	}
	pt_check_recording(path, null, &e);
	s = pt_source_open_live(fd, &e);
	for (uint64_t i = 1; i < 4; i++)
		if (pt_source_poll(s, i * 700000000))
			pt_source_model(s);
	pt_source_ended(s, 0, 0, false, UINT64_MAX);
	pt_source_model(s);
	pt_source_close(s);
	fclose(null);
}

/* A place where damage matters: header, worker pages, journal, chunk heads; or anywhere. */
static size_t
place(size_t len)
{
	const size_t journal = PT_REC_HEAD_ALIGN,
		     at[] = { dice(512), PT_REC_PAGE + dice(1024),
			     PT_REC_PAGE * (1 + dice(2)) + dice(512), journal + dice(4096),
			     journal + 4096 * dice(6) + dice(160), dice(len) };

	return at[dice(sizeof(at) / sizeof(*at))] % len;
}

static void
damage(uint8_t *bytes, size_t len)
{
	static const uint8_t values[] = { 0, 1, 0x7f, 0x80, 0xff };
	struct pt_rec_header *h = (struct pt_rec_header *)(void *)bytes;

	for (uint64_t n = 1 + dice(16); n > 0; n--) {
		size_t at = place(len), many = dice(4) ? 1 : 8;

		for (size_t i = at; i < at + many && i < len; i++)
			bytes[i] = dice(2) ? values[dice(sizeof(values))] : (uint8_t)dice(256);
	}
	if (dice(4) == 0)
		return;
	h->magic = PT_REC_MAGIC; /* so that the checks behind the first ones are reached */
	h->endian = PT_REC_ENDIAN;
	h->major = PT_REC_MAJOR;
	h->need = 0;
	h->crc = pt_crc32c(h, offsetof(struct pt_rec_header, crc));
}

enum shape { GROWING, RING, GRAPH };

/* Tasks of worker 0, run by itself and by a thief, in turn. */
static void
make_graph(struct made *m)
{
	made_begin(m, 2, 0);
	atomic_store(&m->w->head->level, PT_REC_LEVEL_FULL);
	pt_rec_enter(m->pen[0], PT_REC_WORK, 0, 0);
	for (uint32_t i = 0; i < 200; i++) {
		struct pt_rec_steal p = { .tries = 1 };
		uint32_t slot = i % 11;

		pt_rec_emit(m->pen[0], PT_REC_EV_SPAWN, 0, 1, slot);
		if (i % 2) {
			pt_rec_emit(m->pen[0], PT_REC_EV_SYNC_RUN, 0, 1, slot);
			pt_rec_emit(m->pen[0], PT_REC_EV_SYNC_DONE, 0, 1, slot);
			continue;
		}
		pt_rec_emit_wide(m->pen[1],
			(struct pt_rec_event){ .type = PT_REC_EV_STEAL, .b = slot }, &p);
		pt_rec_enter(m->pen[1], PT_REC_WORK, 1, 0);
		pt_rec_emit(m->pen[0], PT_REC_EV_SYNC_WAIT, 0, 1, slot);
		pt_rec_emit(m->pen[1], PT_REC_EV_STOLEN_END, 0, 0, slot);
		pt_rec_enter(m->pen[1], PT_REC_SEARCH, 0, 0);
		pt_rec_emit(m->pen[0], PT_REC_EV_SYNC_DONE, 1, 1, slot);
	}
	pt_rec_enter(m->pen[0], PT_REC_OUT, 0, 0);
	made_close(m);
}

static void
make(struct made *m, enum shape shape)
{
	if (shape == GRAPH) {
		make_graph(m);
		return;
	}
	if (shape == GROWING)
		made_quicksort(m);
	else
		made_begin(m, 2, 2);
	uint32_t id = pt_rec_phase_begin(m->w, PT_REC_PHASE_WARMUP, 0, 0, 2);

	for (int i = 0; i < 100; i++) {
		pt_rec_enter(m->pen[i % 2], PT_REC_WORK, 1, 0);
		made_steal(m, i % 2, 1 - i % 2, 1);
		pt_rec_enter(m->pen[i % 2], PT_REC_SEARCH, 0, 0);
	}
	pt_rec_phase_end(m->w, id, 1000, 0);
	made_close(m);
}

static void
damage_often(enum shape shape)
{
	static uint8_t whole[BYTES_MAX], bytes[BYTES_MAX];
	int fd = memfd_create("hostile", MFD_CLOEXEC);
	char path[64];
	struct made m;

	make(&m, shape);
	ssize_t len = pread(m.fd, whole, sizeof(whole), 0);

	made_fini(&m);
	assert_true(len > 0 && (size_t)len < sizeof(whole));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	for (unsigned i = 0; i < rounds; i++) {
		size_t keep = dice(8) ? (size_t)len : 1 + dice((uint64_t)len);

		memcpy(bytes, whole, (size_t)len);
		damage(bytes, (size_t)len);
		assert_int_equal(ftruncate(fd, 0), 0);
		assert_int_equal(pwrite(fd, bytes, keep, 0), keep);
		read_all(path, fd);
	}
	close(fd);
}

static void
damage_in_a_growing_recording_is_survived(void **state)
{
	damage_often(GROWING);
}

static void
damage_in_a_ring_is_survived(void **state)
{
	damage_often(RING);
}

static void
damage_in_a_graph_is_survived(void **state)
{
	damage_often(GRAPH);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(damage_in_a_growing_recording_is_survived),
		cmocka_unit_test(damage_in_a_ring_is_survived),
		cmocka_unit_test(damage_in_a_graph_is_survived),
	};

	if (argc > 1)
		rounds = (unsigned)strtoul(argv[1], NULL, 10);
	return cmocka_run_group_tests_name("hostile", tests, NULL, NULL);
}
