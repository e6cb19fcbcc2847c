/* SPDX-License-Identifier: MIT */
/*
 * Every macro and every inline function of the public headers, used once.  Compiled by
 * standards.sh as C and as C++, by every standard that the headers promise, with all warnings.
 */
#include <partop/partop.h>

PARTOP_TASK_1(long, one, long, a)
{
	return a;
}
PARTOP_TASK_2(long, two, long, a, char, b)
{
	return a + b;
}
PARTOP_TASK_3(double, three, float, a, float, b, double, c)
{
	return a + b + c;
}
PARTOP_TASK_4(const char *, four, const char *, a, int, b, int, c, int, d)
{
	return a + b + c + d;
}
PARTOP_TASK_5(int, five, int, a, int, b, int, c, int, d, int, e)
{
	return a + b + c + d + e;
}
PARTOP_TASK_6(uint64_t, six, uint64_t, a, uint64_t, b, uint64_t, c, uint64_t, d, uint64_t, e,
	uint64_t, f)
{
	return a + b + c + d + e + f;
}

PARTOP_VOID_TASK_1(void_one, int *, a)
{
	*a = 1;
}
PARTOP_VOID_TASK_2(void_two, int *, a, int, b)
{
	*a = b;
}
PARTOP_VOID_TASK_3(void_three, int *, a, int, b, int, c)
{
	*a = b + c;
}
PARTOP_VOID_TASK_4(void_four, int *, a, int, b, int, c, int, d)
{
	*a = b + c + d;
}
PARTOP_VOID_TASK_5(void_five, int *, a, int, b, int, c, int, d, int, e)
{
	*a = b + c + d + e;
}
PARTOP_VOID_TASK_6(void_six, int *, a, int, b, int, c, int, d, int, e, int, f)
{
	*a = b + c + d + e + f;
}

/* A result and arguments of 48 bytes, the most there may be. */
struct large {
	uint64_t word[6];
};

PARTOP_TASK_1(struct large, largest, struct large, a)
{
	a.word[0]++;
	return a;
}

static void
plain(partop_worker *w, partop_task *head, void *arg)
{
	partop_poll(w, head);
	++*(int *)arg;
}

static uint64_t
on_word(partop_worker *w, partop_task *head, uint64_t x)
{
	partop_poll(w, head);
	return x + 1;
}

static uint64_t
on_words(partop_worker *w, partop_task *head, uint64_t x, uint64_t y)
{
	partop_poll(w, head);
	return x + y;
}

static long
by_words(partop_worker *w, partop_task *head)
{
	uint64_t a, b;

	partop_label_word(on_word, "on a word");
	partop_label_words(on_words, "on words");
	head = partop_spawn_word(w, head, on_word, 1);
	head = partop_spawn_words(w, head, on_words, 1, 2);
	head = partop_sync_words(w, head, on_words, 1, 2, &a);
	partop_sync_word(w, head, on_word, 1, &b);
	return (long)(a + b);
}

static long
typed(partop_worker *w, partop_task *head)
{
	struct large l = { { 1, 2, 3, 4, 5, 6 } };
	long sum = 0;
	int n = 0;

	PARTOP_SPAWN(one, 1);
	PARTOP_SPAWN(two, 1, 'a');
	PARTOP_SPAWN(three, 1, 2, 3);
	PARTOP_SPAWN(four, "hello", 1, 2, 1);
	PARTOP_SPAWN(five, 1, 2, 3, 4, 5);
	PARTOP_SPAWN(six, 1, 2, 3, 4, 5, 6);
	PARTOP_SPAWN(largest, l);
	sum += (long)PARTOP_SYNC(largest).word[0];
	sum += (long)PARTOP_SYNC(six);
	sum += PARTOP_SYNC(five);
	sum += *PARTOP_SYNC(four);
	sum += (long)PARTOP_SYNC(three);
	sum += PARTOP_SYNC(two);
	sum += PARTOP_SYNC(one);
	PARTOP_SPAWN(void_one, &n);
	PARTOP_SYNC(void_one);
	PARTOP_SPAWN(void_two, &n, 1);
	PARTOP_SYNC(void_two);
	PARTOP_SPAWN(void_three, &n, 1, 2);
	PARTOP_SYNC(void_three);
	PARTOP_SPAWN(void_four, &n, 1, 2, 3);
	PARTOP_SYNC(void_four);
	PARTOP_SPAWN(void_five, &n, 1, 2, 3, 4);
	PARTOP_SYNC(void_five);
	PARTOP_CALL(void_six, &n, 1, 2, 3, 4, 5);
	return sum + n;
}

static void
channels(void)
{
	struct partop_select nothing = { NULL, NULL, NULL, 0 };
	partop_channel *c;

	if (partop_channel_create(&c, 1, sizeof(int)) == 0 && partop_channel_len(c) == 0)
		partop_channel_select(&nothing, PARTOP_SELECT_MAX / 64,
			PARTOP_FOREVER - UINT64_MAX);
	partop_channel_destroy(c);
}

/* Nothing here is inline: that it compiles says that the types are complete. */
static void
algorithms(partop_worker *w, partop_task *head)
{
	struct partop_tile tile = { 0, 1, 0, 0 };

	partop_for_2d(w, head, &tile, NULL, NULL, NULL);
	partop_local_close(NULL);
	channels();
	if (partop_sort(w, head, NULL, 0, 1, NULL, NULL, NULL) ||
		partop_sort_stable(w, head, NULL, 0, 1, NULL, NULL, NULL))
		partop_fail(w, 2);
	if (partop_find_first(w, head, 1, 1, NULL, NULL, NULL, NULL) != PARTOP_NONE)
		partop_fail(w, PARTOP_INCLUSIVE + 1);
}

static void
root(partop_worker *w, partop_task *head, void *arg)
{
	int a = 0, b = 0;

	*(long *)arg = typed(w, head) + by_words(w, head);
	head = partop_spawn(w, head, plain, &a);
	head = partop_sync(w, head);
	partop_join(w, head, plain, &a, plain, &b);
	algorithms(w, head);
	*(long *)arg += a + b;
}

int
main(void)
{
	long sum = 0;

	return partop_run(NULL, root, &sum) || sum != 2 + 21 + 15 + 'o' + 6 + 98 + 1 + 15 + 5 + 3;
}
