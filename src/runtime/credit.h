/* SPDX-License-Identifier: MIT */
/*
 * What a worker can afford in eager passages (serve.h): two leaky buckets, each a word.
 *
 * A bucket gives `burst` passages at once and one more per `price` ticks; so the extra slow paths of
 * a worker are bounded by the time alone, however many thieves are hungry, and for however long.
 *
 * Fine tasks use up the first bucket.  The second one is for what comes right after them: tasks of
 * other code (pt_label_code()) may use it until they have had a burst, too.  So fine tasks that found
 * the first bucket full leave the second alone.
 */
#ifndef PT_RUNTIME_CREDIT_H
#define PT_RUNTIME_CREDIT_H

#include <stdbool.h>
#include <stdint.h>

struct pt_credit {
	uint64_t paid, reserve; /* ticks up to which the passages of each bucket are paid for */
	uintptr_t code;         /* of the tasks of the last passage */
	uint32_t left;          /* of the burst that they may have */
};

/* Pays for one passage, at `now`.  False: there is no credit left. */
static inline bool
pt_credit_take(uint64_t *paid, uint64_t now, uint64_t price, uint32_t burst)
{
	uint64_t most = burst * price;

	if (now > most && *paid < now - most)
		*paid = now - most;
	if (*paid + price > now)
		return false;
	*paid += price;
	return true;
}

/* Pays for an eager passage among tasks of this code.  False: it cannot be afforded. */
static inline bool
pt_credit_spend(struct pt_credit *c, uintptr_t code, uint64_t now, uint64_t price, uint32_t burst)
{
	if (c->code != code) {
		c->code = code;
		c->left = burst;
	}
	if (!pt_credit_take(&c->paid, now, price, burst) &&
		!(c->left && pt_credit_take(&c->reserve, now, price, burst)))
		return false;
	if (c->left)
		c->left--;
	return true;
}

#endif
