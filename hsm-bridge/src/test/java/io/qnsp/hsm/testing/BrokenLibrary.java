package io.qnsp.hsm.testing;

import java.nio.file.Path;

/**
 * Libraries that can't be used. Most must not be loaded into a JVM that is still needed.
 */
public enum BrokenLibrary {

	/** A shared library without {@code C_GetFunctionList}. */
	NOT_PKCS11,

	/** Loading it aborts the process (SIGABRT). */
	ABORTS_WHEN_LOADED,

	/** Loading it makes an access violation (SIGSEGV). */
	CRASHES_WHEN_LOADED,

	/** Loading it never ends. */
	HANGS_WHEN_LOADED,

	/** {@code C_GetFunctionList} makes an access violation (SIGSEGV). */
	CRASHES_WHEN_ASKED,

	/** {@code C_GetFunctionList} answers CKR_GENERAL_ERROR and no list. */
	FAILS_WHEN_ASKED;

	/**
	 * Compiles the library.
	 * @return its path, a new one each time
	 */
	public Path compiled() {
		Path library = TestFolders.forLibrary(name()).resolve("libbroken.so");
		NativeCode.compile("broken-pkcs11.c", library, "-D" + name());
		return library;
	}

}
