/* SPDX-License-Identifier: MIT */
/*
 * The blank header, and claiming it.  See handover.h.
 */
#include "recording/handover.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/random.h"
#include "recording/crc.h"
#include "recording/layout.h"

#define NONCE_BYTES 16

/* What is looked at of a header.  All of it is a page, and the caller's stack may be small. */
struct head {
	uint64_t device, inode; /* of the file */
	uint64_t magic, claim;
	uint8_t nonce[NONCE_BYTES];
	uint32_t life;
};

int
pt_handover_begin(int fd)
{
	struct pt_rec_header h = { .magic = PT_REC_MAGIC,
		.endian = PT_REC_ENDIAN,
		.major = PT_REC_MAJOR,
		.minor = PT_REC_MINOR,
		.header_size = PT_REC_PAGE };
	int e = pt_random_bytes(h.uuid, sizeof(h.uuid));
	ssize_t n;

	if (e != 0)
		return e;
	h.crc = pt_crc32c(&h, offsetof(struct pt_rec_header, crc));
	do
		n = pwrite(fd, &h, sizeof(h), 0);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return -errno;
	return n == (ssize_t)sizeof(h) ? 0 : -ENOSPC;
}

/* False: not a regular file that begins with the header of a recording. */
static bool
read_head(int fd, struct head *h)
{
	uint8_t b[offsetof(struct pt_rec_header, claim) + sizeof(h->claim)];
	struct stat st;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size < (off_t)PT_REC_PAGE ||
		pread(fd, b, sizeof(b), 0) != (ssize_t)sizeof(b))
		return false;
	h->device = st.st_dev;
	h->inode = st.st_ino;
	memcpy(&h->magic, b, sizeof(h->magic));
	memcpy(&h->claim, b + offsetof(struct pt_rec_header, claim), sizeof(h->claim));
	memcpy(h->nonce, b + offsetof(struct pt_rec_header, uuid), sizeof(h->nonce));
	memcpy(&h->life, b + offsetof(struct pt_rec_header, life), sizeof(h->life));
	return h->magic == PT_REC_MAGIC;
}

int
pt_handover_text(int fd, int number, char text[PT_HANDOVER_TEXT])
{
	char nonce[2 * NONCE_BYTES + 1];
	struct head h;

	if (!read_head(fd, &h))
		return -ESTALE;
	for (size_t i = 0; i < NONCE_BYTES; i++)
		snprintf(nonce + 2 * i, 3, "%02x", h.nonce[i]);
	snprintf(text, PT_HANDOVER_TEXT, "%d:%llx:%llx:%s", number, (unsigned long long)h.device,
		(unsigned long long)h.inode, nonce);
	return 0;
}

/* A descriptor of a new open file: a lock belongs to that, and ends with its last descriptor. */
int
pt_handover_open(int fd)
{
	char path[32];
	int other;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	other = open(path, O_RDWR | O_CLOEXEC);
	if (other < 0)
		return -errno;
	(void)flock(other, LOCK_EX | LOCK_NB);
	return other;
}

bool
pt_handover_is_held(int fd)
{
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		flock(fd, LOCK_UN);
	else
		return errno == EWOULDBLOCK;
	return false;
}

bool
pt_handover_is_blank(int fd)
{
	struct head h;

	return read_head(fd, &h) && h.life == PT_REC_CREATING;
}

bool
pt_handover_is_claimed(int fd)
{
	struct head h;

	return read_head(fd, &h) && h.life == PT_REC_CREATING && h.claim == (uint64_t)getpid();
}

/* Programs that this one starts do not inherit a descriptor that is claimed. */
static int
claim(int fd)
{
	struct pt_rec_header *h =
		mmap(NULL, PT_REC_PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	uint64_t unclaimed = 0;
	bool ours;

	if (h == MAP_FAILED)
		return -errno;
	ours = atomic_compare_exchange_strong(&h->claim, &unclaimed, (uint64_t)getpid());
	munmap(h, PT_REC_PAGE);
	if (!ours)
		return -EBUSY;
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	return fd;
}

int
pt_handover_claim(const char *text)
{
	char here[PT_HANDOVER_TEXT], *end;
	long number = strtol(text, &end, 10);

	if (end == text || *end != ':' || number < 0 || number > INT_MAX)
		return -EINVAL;
	if (pt_handover_text((int)number, (int)number, here) != 0 || strcmp(here, text) != 0)
		return -ESTALE;
	return claim((int)number);
}
