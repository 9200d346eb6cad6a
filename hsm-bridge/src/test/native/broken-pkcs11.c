/* Libraries that can't be used: which one is chosen by -D. */
#include <stdlib.h>
#include <unistd.h>

/* Volatile, or the compiler sees through it and leaves the access out. */
int *volatile nowhere;

#if defined(NOT_PKCS11)
int something_else(void)
{
	return 42;
}
#else
unsigned long C_GetFunctionList(void **list)
{
#ifdef CRASHES_WHEN_ASKED
	*nowhere = 1;
#endif
	*list = NULL;
	return 5;
}
#endif

#if defined(ABORTS_WHEN_LOADED) || defined(CRASHES_WHEN_LOADED) || defined(HANGS_WHEN_LOADED)
__attribute__((constructor)) static void when_loaded(void)
{
#if defined(ABORTS_WHEN_LOADED)
	abort();
#elif defined(CRASHES_WHEN_LOADED)
	*nowhere = 1;
#else
	close(STDOUT_FILENO); /* a sign for the test of this library */
	for (;;)
		pause();
#endif
}
#endif
