/*
 * A PKCS#11 2.40 library that forwards every call to a real one and misbehaves on command. Beside it lie
 *   real     a text file: the path of the real library
 *   control  64-bit words shared with the test through mmap, changed by atomic operations only:
 *            word 0  how often hanging calls were released
 *            word 1  how many calls hang now
 *            then 4 words for each function: calls so far, fault, slot that the fault is for (all ones: any), unused
 * A fault is one word, so that it is read and counted down in one step:
 *   bits 0-31 CK_RV, 32-34 kind, 35-47 how many calls it is for (all ones: until cleared), 48-63 milliseconds
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

typedef unsigned long ulong_t;

enum { FUNCTIONS = 68, HEADER_WORDS = 8, FUNCTION_WORDS = 4 };
enum { CALLS, FAULT, SLOT };
enum { NOTHING, SESSION_ARGUMENT, SLOT_ARGUMENT };
enum { DELAY = 1, HANG, FAIL, DROP_SESSIONS };

#define ANY_SLOT UINT64_MAX
#define CKR_GENERAL_ERROR 5UL
#define COUNT_SHIFT 35
#define COUNT_MASK 0x1fffULL

struct function_list {
	unsigned char version[2];
	void *functions[FUNCTIONS];
};

#define FUNCTION(name, arguments, first) INDEX_##name,
enum {
#include "functions.h"
};
#undef FUNCTION

static struct function_list *real;
static struct function_list faulty;
static uint64_t *control;
static pthread_once_t once = PTHREAD_ONCE_INIT;
/* Held to read by each call of the real library, to write while sessions are dropped under the caller's feet. */
static pthread_rwlock_t sessions = PTHREAD_RWLOCK_INITIALIZER;

static uint64_t *words_of(int index)
{
	return control + HEADER_WORDS + index * FUNCTION_WORDS;
}

static void wait_milliseconds(uint64_t milliseconds)
{
	struct timespec left = { milliseconds / 1000, milliseconds % 1000 * 1000000 };

	while (nanosleep(&left, &left) != 0)
		;
}

static void hang(void)
{
	uint64_t released = __atomic_load_n(&control[0], __ATOMIC_SEQ_CST);
	__atomic_add_fetch(&control[1], 1, __ATOMIC_SEQ_CST);
	while (__atomic_load_n(&control[0], __ATOMIC_SEQ_CST) == released)
		wait_milliseconds(1);
	__atomic_sub_fetch(&control[1], 1, __ATOMIC_SEQ_CST);
}

static uint64_t slot_of(int kind, ulong_t first)
{
	/* CK_SESSION_INFO: slot, state, flags, device error. */
	ulong_t info[4];
	ulong_t (*session_info)(ulong_t, ulong_t *) = real->functions[INDEX_C_GetSessionInfo];

	if (kind == SLOT_ARGUMENT)
		return first;
	if (kind == SESSION_ARGUMENT && session_info(first, info) == 0)
		return info[0];
	return ANY_SLOT;
}

static void drop_sessions(uint64_t slot)
{
	ulong_t (*close_all)(ulong_t) = real->functions[INDEX_C_CloseAllSessions];

	if (slot == ANY_SLOT)
		return;
	pthread_rwlock_wrlock(&sessions);
	close_all(slot);
	pthread_rwlock_unlock(&sessions);
}

/* The fault that this call takes, counted down, or 0. */
static uint64_t take_fault(uint64_t *words, uint64_t slot)
{
	uint64_t fault = __atomic_load_n(&words[FAULT], __ATOMIC_SEQ_CST);

	while (fault != 0) {
		uint64_t wanted = __atomic_load_n(&words[SLOT], __ATOMIC_SEQ_CST);
		uint64_t count = fault >> COUNT_SHIFT & COUNT_MASK;
		uint64_t next = fault;

		if (wanted != ANY_SLOT && wanted != slot)
			return 0;
		if (count == 1)
			next = 0;
		else if (count != COUNT_MASK)
			next = fault - (1ULL << COUNT_SHIFT);
		if (__atomic_compare_exchange_n(&words[FAULT], &fault, next, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
			return fault;
	}
	return 0;
}

/* Counts the call and misbehaves; the CK_RV to answer instead of forwarding, or 0. */
static ulong_t before(int index, int kind, ulong_t first)
{
	uint64_t *words = words_of(index);
	uint64_t fault, slot;

	__atomic_add_fetch(&words[CALLS], 1, __ATOMIC_SEQ_CST);
	if (__atomic_load_n(&words[FAULT], __ATOMIC_SEQ_CST) == 0)
		return 0;
	pthread_rwlock_rdlock(&sessions);
	slot = slot_of(kind, first);
	pthread_rwlock_unlock(&sessions);
	fault = take_fault(words, slot);
	switch (fault >> 32 & 7) {
	case DELAY:
		wait_milliseconds(fault >> 48);
		return 0;
	case HANG:
		hang();
		return 0;
	case FAIL:
		return fault & UINT32_MAX;
	case DROP_SESSIONS:
		drop_sessions(slot);
		return 0;
	default:
		return 0;
	}
}

#define PARAMETERS_1 ulong_t a
#define PARAMETERS_2 PARAMETERS_1, ulong_t b
#define PARAMETERS_3 PARAMETERS_2, ulong_t c
#define PARAMETERS_4 PARAMETERS_3, ulong_t d
#define PARAMETERS_5 PARAMETERS_4, ulong_t e
#define PARAMETERS_6 PARAMETERS_5, ulong_t f
#define PARAMETERS_8 PARAMETERS_6, ulong_t g, ulong_t h
#define ARGUMENTS_1 a
#define ARGUMENTS_2 ARGUMENTS_1, b
#define ARGUMENTS_3 ARGUMENTS_2, c
#define ARGUMENTS_4 ARGUMENTS_3, d
#define ARGUMENTS_5 ARGUMENTS_4, e
#define ARGUMENTS_6 ARGUMENTS_5, f
#define ARGUMENTS_8 ARGUMENTS_6, g, h
#define KIND_NOTHING NOTHING
#define KIND_SESSION SESSION_ARGUMENT
#define KIND_SLOT SLOT_ARGUMENT

/* All arguments of PKCS#11 are as wide as a long, or narrower and passed in a register of their own. */
#define FUNCTION(name, arguments, first)                                              \
	static ulong_t faulty_##name(PARAMETERS_##arguments)                              \
	{                                                                                 \
		ulong_t (*forward)(PARAMETERS_##arguments) = real->functions[INDEX_##name];   \
		ulong_t answer = before(INDEX_##name, KIND_##first, a);                       \
		if (answer == 0) {                                                            \
			pthread_rwlock_rdlock(&sessions);                                         \
			answer = forward(ARGUMENTS_##arguments);                                  \
			pthread_rwlock_unlock(&sessions);                                         \
		}                                                                             \
		return answer;                                                                \
	}
#include "functions.h"
#undef FUNCTION

__attribute__((visibility("default"))) ulong_t C_GetFunctionList(struct function_list **list);

static int beside(const char *name, char *path, size_t size)
{
	Dl_info self;
	const char *slash;

	if (dladdr((void *)C_GetFunctionList, &self) == 0 || (slash = strrchr(self.dli_fname, '/')) == NULL)
		return 0;
	return snprintf(path, size, "%.*s/%s", (int)(slash - self.dli_fname), self.dli_fname, name) < (int)size;
}

static int map_control(void)
{
	char path[4096];
	size_t bytes = (HEADER_WORDS + FUNCTIONS * FUNCTION_WORDS) * sizeof *control;
	int file = beside("control", path, sizeof path) ? open(path, O_RDWR | O_CLOEXEC) : -1;

	if (file < 0)
		return 0;
	control = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	close(file);
	return control != MAP_FAILED;
}

static int load_real(void)
{
	char path[4096];
	FILE *file = beside("real", path, sizeof path) ? fopen(path, "re") : NULL;
	void *library;
	ulong_t (*get_list)(struct function_list **);

	if (file == NULL)
		return 0;
	char *line = fgets(path, sizeof path, file);
	fclose(file);
	if (line == NULL)
		return 0;
	path[strcspn(path, "\n")] = 0;
	library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	get_list = library == NULL ? NULL : dlsym(library, "C_GetFunctionList");
	if (get_list == NULL) {
		fprintf(stderr, "faulty-pkcs11: %s\n", dlerror());
		return 0;
	}
	return get_list(&real) == 0;
}

static void prepare(void)
{
	if (!map_control() || !load_real()) {
		real = NULL;
		return;
	}
	memcpy(faulty.version, real->version, sizeof faulty.version);
#define FUNCTION(name, arguments, first) faulty.functions[INDEX_##name] = faulty_##name;
#include "functions.h"
#undef FUNCTION
	faulty.functions[INDEX_C_GetFunctionList] = C_GetFunctionList;
}

ulong_t C_GetFunctionList(struct function_list **list)
{
	ulong_t answer;

	pthread_once(&once, prepare);
	if (real == NULL)
		return CKR_GENERAL_ERROR;
	answer = before(INDEX_C_GetFunctionList, NOTHING, 0);
	if (answer == 0)
		*list = &faulty;
	return answer;
}
