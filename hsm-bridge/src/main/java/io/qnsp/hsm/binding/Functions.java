package io.qnsp.hsm.binding;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The functions of one library, ready to be called.
 */
@SuppressWarnings("restricted") // this is the place where native code is called
final class Functions {

	private static final long POINTER = 8;

	// version (2 bytes) and padding stand before the first pointer
	private static final long FIRST = 8;

	private final Map<Function, MethodHandle> handles = new EnumMap<>(Function.class);

	Functions(MemorySegment list, CryptokiVersion version) {
		MemorySegment pointers = list.reinterpret(FIRST + POINTER * version.functions());
		for (Function function : Function.values()) {
			if (function.isIn(version)) {
				MemorySegment address = pointers.get(ValueLayout.ADDRESS, FIRST + POINTER * function.position());
				if (address.address() != 0) {
					this.handles.put(function, handle(address, function.arguments()));
				}
			}
		}
	}

	static MethodHandle handle(MemorySegment address, int arguments) {
		MemoryLayout[] layouts = new MemoryLayout[arguments];
		Arrays.fill(layouts, ValueLayout.JAVA_LONG);
		return Linker.nativeLinker().downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_LONG, layouts));
	}

	boolean has(Function function) {
		return this.handles.containsKey(function);
	}

	/** Calls a function; anything but success is an exception. */
	void call(Function function, long... arguments) {
		long result = answer(function, arguments);
		if (result != ReturnCode.CKR_OK.value()) {
			throw new CryptokiException(function, result);
		}
	}

	/** Calls a function and answers what it answered. */
	long answer(Function function, long... arguments) {
		MethodHandle handle = this.handles.get(function);
		if (handle == null) {
			return ReturnCode.CKR_FUNCTION_NOT_SUPPORTED.value();
		}
		return invoke(handle, arguments);
	}

	static long invoke(MethodHandle handle, long... a) {
		try {
			return switch (a.length) {
				case 1 -> (long) handle.invokeExact(a[0]);
				case 2 -> (long) handle.invokeExact(a[0], a[1]);
				case 3 -> (long) handle.invokeExact(a[0], a[1], a[2]);
				case 4 -> (long) handle.invokeExact(a[0], a[1], a[2], a[3]);
				case 5 -> (long) handle.invokeExact(a[0], a[1], a[2], a[3], a[4]);
				case 6 -> (long) handle.invokeExact(a[0], a[1], a[2], a[3], a[4], a[5]);
				case 8 -> (long) handle.invokeExact(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]);
				default -> throw new IllegalArgumentException("arguments: " + a.length + " (expected: 1..6 or 8)");
			};
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException("a call into a library threw", ex);
		}
	}

	static long address(@Nullable MemorySegment segment) {
		return (segment != null) ? segment.address() : 0;
	}

}
