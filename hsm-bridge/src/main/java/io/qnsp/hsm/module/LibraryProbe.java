package io.qnsp.hsm.module;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The program of a process of its own that loads a library, initialises it and counts its
 * slots. What the functions answer does not matter here: it is run to see whether the
 * library crashes or hangs. It needs no other class of this project, so that it can be
 * started from this one class file.
 */
@SuppressWarnings("restricted") // to call native code is what it is for
public final class LibraryProbe {

	static final int NOT_LOADED = 3;

	static final int NOT_PKCS11 = 4;

	private LibraryProbe() {
	}

	/**
	 * Runs it.
	 * @param args path of the library, and what is passed to it as its parameters, if
	 * anything
	 * @throws Throwable if a call throws
	 */
	public static void main(String[] args) throws Throwable {
		SymbolLookup symbols;
		try {
			symbols = SymbolLookup.libraryLookup(Path.of(args[0]), Arena.global());
		}
		catch (IllegalArgumentException ex) {
			Runtime.getRuntime().halt(NOT_LOADED);
			return;
		}
		MemorySegment get = symbols.find("C_GetFunctionList").orElse(MemorySegment.NULL);
		if (get.address() == 0) {
			Runtime.getRuntime().halt(NOT_PKCS11);
		}
		Arena arena = Arena.global();
		MemorySegment answer = arena.allocate(ValueLayout.ADDRESS);
		long result = (long) function(get, 1).invokeExact(answer.address());
		MemorySegment list = answer.get(ValueLayout.ADDRESS, 0);
		if (result != 0 || list.address() == 0) {
			Runtime.getRuntime().halt(NOT_PKCS11);
		}
		MemorySegment functions = list.reinterpret(8 + 8 * 68);
		MemorySegment arguments = arena.allocate(56, 8);
		arguments.set(ValueLayout.JAVA_LONG, 32, 2);
		if (args.length > 1) {
			byte[] parameters = (args[1] + "\0").getBytes(StandardCharsets.UTF_8);
			MemorySegment text = arena.allocate(parameters.length);
			MemorySegment.copy(parameters, 0, text, ValueLayout.JAVA_BYTE, 0, parameters.length);
			arguments.set(ValueLayout.ADDRESS, 40, text);
		}
		MemorySegment count = arena.allocate(ValueLayout.JAVA_LONG);
		long initialized = (long) function(at(functions, 0), 1).invokeExact(arguments.address());
		long counted = (long) function(at(functions, 4), 3).invokeExact(1L, 0L, count.address());
		if (initialized == 0 && counted == 0) {
			long finished = (long) function(at(functions, 1), 1).invokeExact(0L);
			Runtime.getRuntime().halt((finished >= 0) ? 0 : 1);
		}
		Runtime.getRuntime().halt(0);
	}

	private static MemorySegment at(MemorySegment functions, int position) {
		return functions.get(ValueLayout.ADDRESS, 8 + 8L * position);
	}

	private static MethodHandle function(MemorySegment address, int arguments) {
		ValueLayout.OfLong[] layouts = new ValueLayout.OfLong[arguments];
		Arrays.fill(layouts, ValueLayout.JAVA_LONG);
		return Linker.nativeLinker().downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_LONG, layouts));
	}

}
