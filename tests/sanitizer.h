/* SPDX-License-Identifier: MIT */
/*
 * Which sanitizer a test is built with.  Under any of them everything takes 2 to 20 times as long;
 * ThreadSanitizer keeps at most 65536 frames per thread, and no threads after a fork.
 */
#ifndef PT_TESTS_SANITIZER_H
#define PT_TESTS_SANITIZER_H

#ifdef __has_feature
#define SANITIZER_FEATURE(name) __has_feature(name)
#else
#define SANITIZER_FEATURE(name) 0
#endif

#if defined(__SANITIZE_THREAD__) || SANITIZER_FEATURE(thread_sanitizer)
#define SANITIZED_THREADS 1
#else
#define SANITIZED_THREADS 0
#endif

#if defined(__SANITIZE_ADDRESS__) || SANITIZER_FEATURE(address_sanitizer)
#define SANITIZED_ADDRESSES 1
#else
#define SANITIZED_ADDRESSES 0
#endif

#define SANITIZED (SANITIZED_THREADS || SANITIZED_ADDRESSES)

#endif
