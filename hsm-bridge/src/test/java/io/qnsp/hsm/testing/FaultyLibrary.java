package io.qnsp.hsm.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A PKCS#11 2.40 library over a copy of SoftHSM of its own that misbehaves on command:
 * {@code library.on("C_Sign").next(3).fail(0x30)}. Commands take effect with the next
 * call, in every process that has the library loaded; a function has one fault at a time.
 * The tokens are those of {@link SoftToken}.
 */
public final class FaultyLibrary {

	private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

	private static final long ANY_SLOT = -1;

	// The layout of the control file and of a fault: see faulty-pkcs11.c.
	private static final int HEADER_WORDS = 8;

	private static final int FUNCTION_WORDS = 4;

	private static final int RELEASES = 0;

	private static final int HANGING = 1;

	private static final int CALLS = 0;

	private static final int FAULT = 1;

	private static final int SLOT = 2;

	private static final int UNTIL_CLEARED = 0x1fff;

	private static final long MAX_MILLIS = 0xffff;

	private final Path path;

	private final MemorySegment control;

	private FaultyLibrary(Path path, MemorySegment control) {
		this.path = path;
		this.control = control;
	}

	/**
	 * Makes a library without a fault.
	 * @param name what to call its folder
	 * @return the library, not loaded yet
	 */
	public static FaultyLibrary create(String name) {
		Path real = SoftToken.libraryCopy(name + "-real");
		Path path = TestFolders.forLibrary(name).resolve("libfaulty.so");
		long size = (HEADER_WORDS + (long) FUNCTION_WORDS * Pkcs11Functions.names().size()) * Long.BYTES;
		try {
			Files.copy(Compiled.LIBRARY, path);
			Files.writeString(path.resolveSibling("real"), real + "\n");
			try (FileChannel file = FileChannel.open(path.resolveSibling("control"), StandardOpenOption.CREATE_NEW,
					StandardOpenOption.READ, StandardOpenOption.WRITE)) {
				return new FaultyLibrary(path, file.map(FileChannel.MapMode.READ_WRITE, 0, size, Arena.global()));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The library to load.
	 * @return its path
	 */
	public Path path() {
		return this.path;
	}

	/**
	 * Begins a fault of named functions.
	 * @param functions names like {@code C_Sign}; none means all but
	 * {@code C_GetFunctionList}
	 * @return what to say next
	 */
	public Fault on(String... functions) {
		List<String> named = (functions.length > 0) ? List.of(functions)
				: Pkcs11Functions.names().stream().filter((name) -> !name.equals("C_GetFunctionList")).toList();
		return new Fault(named.stream().map(Pkcs11Functions::index).toList(), ANY_SLOT, UNTIL_CLEARED);
	}

	/** Ends all faults and lets hanging calls go on. */
	public void clear() {
		for (int function = 0; function < Pkcs11Functions.names().size(); function++) {
			WORD.setVolatile(this.control, word(function, FAULT), 0L);
		}
		release();
	}

	/**
	 * Lets the calls that hang now go on; later calls hang again while the fault is
	 * there.
	 */
	public void release() {
		long ignored = (long) WORD.getAndAdd(this.control, header(RELEASES), 1L);
	}

	/**
	 * How many calls hang now.
	 * @return of all functions together
	 */
	public long hanging() {
		return (long) WORD.getVolatile(this.control, header(HANGING));
	}

	/**
	 * How often a function was called, calls that failed or hang included, by all
	 * processes.
	 * @param function its name
	 * @return since the library was made
	 */
	public long calls(String function) {
		return (long) WORD.getVolatile(this.control, word(Pkcs11Functions.index(function), CALLS));
	}

	private static long header(int word) {
		return (long) word * Long.BYTES;
	}

	private static long word(int function, int word) {
		return (HEADER_WORDS + (long) function * FUNCTION_WORDS + word) * Long.BYTES;
	}

	/** A fault that is being described. The last call switches it on. */
	public final class Fault {

		private final List<Integer> functions;

		private final long slot;

		private final int times;

		private Fault(List<Integer> functions, long slot, int times) {
			this.functions = functions;
			this.slot = slot;
			this.times = times;
		}

		/**
		 * Only calls that name this slot or a session with it.
		 * @param token the token in the slot
		 * @return what to say next
		 */
		public Fault only(SoftToken token) {
			return new Fault(this.functions, token.slotId(), this.times);
		}

		/**
		 * Only the next calls of each function, instead of all until
		 * {@link FaultyLibrary#clear()}.
		 * @param times how many, 1 to 8190
		 * @return what to say next
		 */
		public Fault next(int times) {
			if (times < 1 || times >= UNTIL_CLEARED) {
				throw new IllegalArgumentException(times + " calls, expected 1 to " + (UNTIL_CLEARED - 1));
			}
			return new Fault(this.functions, this.slot, times);
		}

		/**
		 * The real library is called only after a time.
		 * @param by how long, up to 65,535 ms
		 */
		public void delay(Duration by) {
			if (by.toMillis() < 1 || by.toMillis() > MAX_MILLIS) {
				throw new IllegalArgumentException(by + ", expected 1 to " + MAX_MILLIS + " ms");
			}
			begin(1, 0, by.toMillis());
		}

		/** The real library is called only after {@link FaultyLibrary#release()}. */
		public void hang() {
			begin(2, 0, 0);
		}

		/**
		 * The real library is not called.
		 * @param result the CK_RV to answer, such as 0x30 for CKR_DEVICE_ERROR
		 */
		public void fail(long result) {
			if (result < 1 || result > 0xffff_ffffL) {
				throw new IllegalArgumentException("CK_RV " + result + ", expected 1 to 0xffffffff");
			}
			begin(3, result, 0);
		}

		/**
		 * All sessions with the slot are closed, which logs the user out too, before the
		 * real library is called. Without effect on functions that name neither session
		 * nor slot.
		 */
		public void dropSessions() {
			begin(4, 0, 0);
		}

		private void begin(long kind, long result, long millis) {
			long fault = result | kind << 32 | (long) this.times << 35 | millis << 48;
			for (int function : this.functions) {
				MemorySegment control = FaultyLibrary.this.control;
				// Off while the slot changes: a call takes the fault and its slot
				// together or not at all.
				WORD.setVolatile(control, word(function, FAULT), 0L);
				WORD.setVolatile(control, word(function, SLOT), this.slot);
				WORD.setVolatile(control, word(function, FAULT), fault);
			}
		}

	}

	/** The compiled library, which is copied for each use. */
	private static final class Compiled {

		private static final Path LIBRARY = compile();

		private static Path compile() {
			Path library = TestFolders.forLibrary("faulty").resolve("libfaulty.so");
			NativeCode.compile("faulty-pkcs11.c", library, "-fvisibility=hidden", "-ldl");
			return library;
		}

	}

}
