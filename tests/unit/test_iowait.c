/* SPDX-License-Identifier: MIT */
/* iowait: all requests are answered, few descriptors are enough, what cannot be had is told. */
#include "tests/unit/cm.h"
#include "tests/unit/workload_case.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define COUNT(a) (sizeof(a) / sizeof(*(a)))
#define VARIANTS 4

extern const struct pt_workload pt_workload_iowait;

static struct wcase *
new_case(unsigned variant, int workers, const char *size)
{
	struct wcase *c = case_new(&pt_workload_iowait, workers);

	c->setup.variant = variant;
	case_set(c, "size", size);
	case_set(c, "delay", "100");
	case_set(c, "work", "10");
	return c;
}

static void
assert_runs(struct wcase *c)
{
	if (case_setup(c) != 0 || case_sequential(c) != 0 || case_verify(c) != 0 ||
		case_parallel(c) != 0 || case_verify(c) != 0)
		fail_msg("variant %u: %s", c->setup.variant, c->error.text);
}

static int
open_descriptors(void)
{
	DIR *d = opendir("/proc/self/fd");
	int n = 0;

	assert_non_null(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

static void
all_requests_are_answered_and_all_descriptors_closed(void **state)
{
	static const char *const at_once[] = { "1", "2", "50" };
	static const int workers[] = { 1, 3 };
	struct wcase *first = new_case(0, 2, "1");

	assert_runs(first); /* the library's own descriptors are there from now on */
	case_free(first);
	for (unsigned v = 0; v < VARIANTS; v++)
		for (size_t i = 0; i < COUNT(at_once); i++)
			for (size_t k = 0; k < COUNT(workers); k++) {
				struct wcase *c = new_case(v, workers[k], "60");
				int before = open_descriptors();

				case_set(c, "at-once", at_once[i]);
				assert_runs(c);
				case_free(c);
				assert_int_equal(open_descriptors(), before);
			}
}

static void
few_descriptors_are_enough_or_it_says_so(void **state)
{
	struct rlimit was, few;

	getrlimit(RLIMIT_NOFILE, &was);
	few = was;
	few.rlim_cur = 64;
	setrlimit(RLIMIT_NOFILE, &few);
	for (unsigned v = 0; v < VARIANTS; v++) {
		struct wcase *c = new_case(v, 2, "200");

		case_set(c, "at-once", "16");
		assert_runs(c);
		case_free(c);
		c = new_case(v, 2, "200");
		case_set(c, "at-once", "64");
		assert_int_equal(case_setup(c), -1);
		assert_int_equal(c->error.exit, PT_EXIT_ENVIRONMENT);
		assert_non_null(
			strstr(c->error.text, "64 requests at once need 156 descriptors, 64 are"));
		case_free(c);
	}
	setrlimit(RLIMIT_NOFILE, &was);
}

static void
a_port_in_use_is_told(void **state)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct wcase *c = new_case(0, 2, "10");
	char port[8], message[64];

	assert_int_equal(bind(fd, (struct sockaddr *)&at, len), 0);
	assert_int_equal(listen(fd, 1), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &len), 0);
	snprintf(port, sizeof port, "%u", (unsigned)ntohs(at.sin_port));
	snprintf(message, sizeof message, "port %s of 127.0.0.1: Address already", port);
	case_set(c, "port", port);
	assert_int_equal(case_setup(c), -1);
	assert_int_equal(c->error.exit, PT_EXIT_ENVIRONMENT);
	if (!strstr(c->error.text, message))
		fail_msg("%s", c->error.text);
	case_free(c);
	close(fd);
}

struct cancelled {
	struct wcase *c;
	partop_pool *pool;
	_Atomic bool begun;
};

static void
run_until_cancelled(partop_worker *w, partop_task *head, void *arg)
{
	struct cancelled *x = arg;

	x->begun = true;
	x->c->workload->parallel(w, head, x->c->state, &x->c->error);
}

static void *
cancel_soon(void *arg)
{
	struct cancelled *x = arg;

	while (!x->begun)
		usleep(50);
	partop_pool_cancel(x->pool, 9);
	return NULL;
}

static void
a_cancelled_run_ends_soon(void **state)
{
	for (unsigned v = 0; v < VARIANTS; v++) {
		struct wcase *c = new_case(v, 2, "10000000");
		struct partop_config config = { .threads = 2 };
		struct cancelled x = { .c = c };
		pthread_t thread;

		assert_int_equal(case_setup(c), 0);
		c->workload->reset(c->state);
		assert_int_equal(partop_pool_open(&x.pool, &config), 0);
		pthread_create(&thread, NULL, cancel_soon, &x);
		assert_int_equal(partop_run(x.pool, run_until_cancelled, &x), 9);
		pthread_join(thread, NULL);
		partop_pool_close(x.pool);
		case_free(c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_requests_are_answered_and_all_descriptors_closed),
		cmocka_unit_test(few_descriptors_are_enough_or_it_says_so),
		cmocka_unit_test(a_port_in_use_is_told),
		cmocka_unit_test(a_cancelled_run_ends_soon),
	};

	return cmocka_run_group_tests_name("iowait", tests, NULL, NULL);
}
