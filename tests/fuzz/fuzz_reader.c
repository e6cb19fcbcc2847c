/* SPDX-License-Identifier: MIT */
/*
 * The reader on any bytes.  With libFuzzer: clang -fsanitize=fuzzer,address -DPT_FUZZER; else main()
 * replays the files of a folder (the corpus, in check).
 *
 * An input is a small recording with its head packed, else mutations would only hit zeros: 512
 * bytes of header, 512 of the first worker's page, then chunks.  Its checksum is repaired.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "recording/crc.h"
#include "tests/unit/rec_payload.h"

#define PACKED 512
#define HEAD 65536

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t head[HEAD];
	struct pt_rec_header *h = (struct pt_rec_header *)(void *)head;
	struct payload_file f;

	if (size < 2 * PACKED)
		return 0;
	memset(head, 0, HEAD);
	memcpy(head, data, PACKED);
	memcpy(head + PT_REC_PAGE, data + PACKED, PACKED);
	if (h->spare2 != 0) /* the input asks for the sum of its own */
		h->crc = pt_crc32c(h, offsetof(struct pt_rec_header, crc));
	int fd = payload_copy(head, HEAD);

	if (pwrite(fd, data + 2 * PACKED, size - 2 * PACKED, HEAD) == (ssize_t)(size - 2 * PACKED))
		payload_read(fd, &f);
	close(fd);
	return 0;
}

#ifndef PT_FUZZER
static void
replay(const char *folder, const char *name)
{
	static uint8_t bytes[1 << 20];
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	FILE *f = fopen(path, "rb");

	if (f == NULL)
		return;
	(void)LLVMFuzzerTestOneInput(bytes, fread(bytes, 1, sizeof(bytes), f));
	fclose(f);
}

int
main(int argc, char **argv)
{
	DIR *d = argc > 1 ? opendir(argv[1]) : NULL;
	unsigned n = 0;

	for (struct dirent *e; d != NULL && (e = readdir(d)) != NULL;)
		if (e->d_name[0] != '.') {
			replay(argv[1], e->d_name);
			n++;
		}
	if (d != NULL)
		closedir(d);
	printf("1..1\n%s 1 - reader survives a corpus of %u\n", n > 0 ? "ok" : "not ok", n);
	return n == 0;
}
#endif
