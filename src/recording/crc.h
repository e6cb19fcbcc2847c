/* SPDX-License-Identifier: MIT */
/* CRC-32C (Castagnoli) of the recording's header: 252 bytes, once, so bit by bit will do. */
#ifndef PT_RECORDING_CRC_H
#define PT_RECORDING_CRC_H

#include <stddef.h>
#include <stdint.h>

static inline uint32_t
pt_crc32c(const void *data, size_t len)
{
	const uint8_t *p = data;
	uint32_t crc = ~UINT32_C(0);

	while (len-- > 0) {
		crc ^= *p++;
		for (int k = 0; k < 8; k++)
			crc = crc >> 1 ^ (UINT32_C(0x82f63b78) & -(crc & 1));
	}
	return ~crc;
}

#endif
