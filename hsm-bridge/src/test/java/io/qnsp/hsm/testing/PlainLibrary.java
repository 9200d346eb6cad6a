package io.qnsp.hsm.testing;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Calls a PKCS#11 library without the bridge: only what the fixtures' own tests ask. */
final class PlainLibrary {

	private static final Linker LINKER = Linker.nativeLinker();

	private static final long OS_LOCKING_OK = 2;

	private static final long ALREADY_INITIALIZED = 0x191;

	private static final int TOKEN_INFO_BYTES = 208;

	private static final int LABEL_BYTES = 32;

	private final MemorySegment functions;

	PlainLibrary(Path library) {
		MemorySegment entry = SymbolLookup.libraryLookup(library, Arena.global()).findOrThrow("C_GetFunctionList");
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment list = arena.allocate(ValueLayout.ADDRESS);
			long result = invoke(entry, list);
			if (result != 0) {
				throw new IllegalStateException("C_GetFunctionList of " + library + " answered " + result);
			}
			this.functions = list.get(ValueLayout.ADDRESS, 0)
				.reinterpret(ValueLayout.ADDRESS.byteSize() * (1 + Pkcs11Functions.names().size()));
		}
	}

	/**
	 * Calls a function.
	 * @param function its name
	 * @param arguments longs and memory segments
	 * @return its CK_RV
	 */
	long call(String function, Object... arguments) {
		long offset = ValueLayout.ADDRESS.byteSize() * (1 + Pkcs11Functions.index(function));
		return invoke(this.functions.get(ValueLayout.ADDRESS, offset), arguments);
	}

	/**
	 * Begins with the library, for several threads: SoftHSM takes no locks unless it is
	 * told.
	 */
	void initialise() {
		try (Arena arena = Arena.ofConfined()) {
			long result = call("C_Initialize", arena.allocateFrom(ValueLayout.JAVA_LONG, 0, 0, 0, 0, OS_LOCKING_OK, 0));
			// another test class of this JVM may have left it so
			if (result != 0 && result != ALREADY_INITIALIZED) {
				throw new IllegalStateException("C_Initialize answered 0x" + Long.toHexString(result));
			}
		}
	}

	/** Ends with the library. */
	void end() {
		require("C_Finalize", MemorySegment.NULL);
	}

	/** The slots of all tokens by label. */
	Map<String, Long> slots() {
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment count = arena.allocateFrom(ValueLayout.JAVA_LONG, 1000);
			MemorySegment ids = arena.allocate(ValueLayout.JAVA_LONG, 1000);
			require("C_GetSlotList", 1L, ids, count);
			Map<String, Long> slots = new HashMap<>();
			for (long i = 0; i < count.get(ValueLayout.JAVA_LONG, 0); i++) {
				long slot = ids.getAtIndex(ValueLayout.JAVA_LONG, i);
				MemorySegment info = arena.allocate(TOKEN_INFO_BYTES, Long.BYTES);
				require("C_GetTokenInfo", slot, info);
				byte[] label = info.asSlice(0, LABEL_BYTES).toArray(ValueLayout.JAVA_BYTE);
				slots.put(new String(label, StandardCharsets.UTF_8).strip(), slot);
			}
			return slots;
		}
	}

	/** Opens a session with a token and returns its handle. */
	long open(long slot) {
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment session = arena.allocate(ValueLayout.JAVA_LONG);
			require("C_OpenSession", slot, 6L, MemorySegment.NULL, MemorySegment.NULL, session);
			return session.get(ValueLayout.JAVA_LONG, 0);
		}
	}

	/** Logs a user in and returns the CK_RV. */
	long login(long session, String pin) {
		try (Arena arena = Arena.ofConfined()) {
			byte[] bytes = pin.getBytes(StandardCharsets.UTF_8);
			return call("C_Login", session, 1L, arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes), (long) bytes.length);
		}
	}

	/**
	 * Asks the token for random bytes and returns the CK_RV: a call that needs a session
	 * and no key.
	 */
	long random(long session) {
		try (Arena arena = Arena.ofConfined()) {
			return call("C_GenerateRandom", session, arena.allocate(16), 16L);
		}
	}

	/** Asks how many mechanisms a slot has and returns the CK_RV. */
	long mechanisms(long slot) {
		try (Arena arena = Arena.ofConfined()) {
			return call("C_GetMechanismList", slot, MemorySegment.NULL, arena.allocate(ValueLayout.JAVA_LONG));
		}
	}

	void require(String function, Object... arguments) {
		long result = call(function, arguments);
		if (result != 0) {
			throw new IllegalStateException(function + " answered 0x" + Long.toHexString(result));
		}
	}

	private static long invoke(MemorySegment function, Object... arguments) {
		MemoryLayout[] layouts = Arrays.stream(arguments)
			.map((argument) -> (argument instanceof MemorySegment) ? ValueLayout.ADDRESS : ValueLayout.JAVA_LONG)
			.toArray(MemoryLayout[]::new);
		MethodHandle handle = LINKER.downcallHandle(function, FunctionDescriptor.of(ValueLayout.JAVA_LONG, layouts));
		try {
			return (long) handle.invokeWithArguments(arguments);
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

}
