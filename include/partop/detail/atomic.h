/* SPDX-License-Identifier: MIT */
/*
 * The atomic vocabulary of the runtime.
 *
 * Every shared access is written PT_xx(object, ..., order), so that the very same text of the
 * deque and of the sleep protocol is compiled four ways: C11, C11 with chaos, C++ and Relacy.
 * Nothing here is seq_cst and there is no fence.
 *
 * Chaos (PT_CHAOS, test builds only) calls pt_chaos() before each access: a seeded delay.
 */
#ifndef PT_PARTOP_DETAIL_ATOMIC_H
#define PT_PARTOP_DETAIL_ATOMIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifndef PT_LD /* a model brings its own set */

#ifdef PT_CHAOS
void pt_chaos(void);
#else
#define pt_chaos() ((void)0)
#endif

#ifdef __cplusplus
#include <atomic>
#define PT_ATOMIC(T) std::atomic<T>
#define PT_STD(f) std::f
#define PT_ALIGNED(n) alignas(n)
#else
#include <stdatomic.h>
#define PT_ATOMIC(T) _Atomic(T)
#define PT_STD(f) f
#define PT_ALIGNED(n) _Alignas(n)
#endif

#define PT_LD(x, mo) (pt_chaos(), PT_STD(atomic_load_explicit)(&(x), PT_STD(memory_order_##mo)))
#define PT_ST(x, v, mo)                                                                            \
	(pt_chaos(), PT_STD(atomic_store_explicit)(&(x), (v), PT_STD(memory_order_##mo)))
#define PT_XCHG(x, v, mo)                                                                          \
	(pt_chaos(), PT_STD(atomic_exchange_explicit)(&(x), (v), PT_STD(memory_order_##mo)))
#define PT_ADD(x, v, mo)                                                                           \
	(pt_chaos(), PT_STD(atomic_fetch_add_explicit)(&(x), (v), PT_STD(memory_order_##mo)))
#define PT_SUB(x, v, mo)                                                                           \
	(pt_chaos(), PT_STD(atomic_fetch_sub_explicit)(&(x), (v), PT_STD(memory_order_##mo)))
#define PT_OR(x, v, mo)                                                                            \
	(pt_chaos(), PT_STD(atomic_fetch_or_explicit)(&(x), (v), PT_STD(memory_order_##mo)))
#define PT_AND(x, v, mo)                                                                           \
	(pt_chaos(), PT_STD(atomic_fetch_and_explicit)(&(x), (v), PT_STD(memory_order_##mo)))
/* Strong; e is an lvalue that holds the expected value and receives the one found. */
#define PT_CAS(x, e, v, mo)                                                                        \
	(pt_chaos(), PT_STD(atomic_compare_exchange_strong_explicit)(&(x), &(e), (v),              \
			 PT_STD(memory_order_##mo), PT_STD(memory_order_relaxed)))

#endif
#endif
