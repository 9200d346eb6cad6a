package io.qnsp.hsm.binding;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Native memory of one call. All of it is overwritten before it is given back, so that
 * PINs and keys don't stay behind. For one thread.
 */
final class CallMemory implements AutoCloseable {

	private final Arena arena = Arena.ofConfined();

	private final List<MemorySegment> given = new ArrayList<>();

	MemorySegment allocate(long bytes) {
		// some libraries refuse a null or odd pointer even where the length is 0
		MemorySegment segment = this.arena.allocate(Math.max(8, bytes), 8);
		this.given.add(segment);
		return segment;
	}

	MemorySegment copyOf(byte[] bytes) {
		MemorySegment segment = allocate(bytes.length);
		MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
		return segment;
	}

	MemorySegment number(long value) {
		MemorySegment segment = allocate(8);
		segment.set(ValueLayout.JAVA_LONG, 0, value);
		return segment;
	}

	static byte[] read(MemorySegment segment, long bytes) {
		byte[] read = new byte[Math.toIntExact(bytes)];
		MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, 0, read, 0, read.length);
		return read;
	}

	static long number(MemorySegment segment) {
		return segment.get(ValueLayout.JAVA_LONG, 0);
	}

	@Override
	public void close() {
		this.given.forEach((segment) -> segment.fill((byte) 0));
		this.arena.close();
	}

}
