package io.qnsp.hsm.binding;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The structures of PKCS#11 in native memory.
 */
final class Structures {

	static final long ATTRIBUTE_BYTES = 24;

	static final long TOKEN_INFO_BYTES = 208;

	static final long INFO_BYTES = 88;

	static final long MECHANISM_INFO_BYTES = 24;

	static final long SESSION_INFO_BYTES = 32;

	// one pointer more than the standard has, as NSS reads it
	private static final long INITIALIZE_ARGUMENTS_BYTES = 56;

	private static final long MECHANISM_BYTES = 24;

	private static final long TAG_BITS = 128;

	private static final long OS_LOCKING_OK = 2;

	private static final long LABEL_IS_SPECIFIED = 1;

	private Structures() {
	}

	/** {@code CK_C_INITIALIZE_ARGS}: the library locks by itself. */
	static MemorySegment initializeArguments(MemorySegment reserved, CallMemory memory) {
		MemorySegment segment = memory.allocate(INITIALIZE_ARGUMENTS_BYTES);
		segment.set(ValueLayout.JAVA_LONG, 32, OS_LOCKING_OK);
		segment.set(ValueLayout.ADDRESS, 40, reserved);
		return segment;
	}

	/** {@code CK_ATTRIBUTE[]}. */
	static MemorySegment template(List<Attribute> attributes, CallMemory memory) {
		MemorySegment template = memory.allocate(ATTRIBUTE_BYTES * attributes.size());
		for (int i = 0; i < attributes.size(); i++) {
			Attribute attribute = attributes.get(i);
			long at = i * ATTRIBUTE_BYTES;
			template.set(ValueLayout.JAVA_LONG, at, attribute.type().value());
			template.set(ValueLayout.ADDRESS, at + 8, memory.copyOf(attribute.value()));
			template.set(ValueLayout.JAVA_LONG, at + 16, attribute.value().length);
		}
		return template;
	}

	/** {@code CK_MECHANISM}. */
	static MemorySegment mechanism(Mechanism mechanism, CallMemory memory) {
		MemorySegment parameter = switch (mechanism) {
			case Mechanism.Plain plain -> MemorySegment.NULL;
			case Mechanism.Gcm gcm -> gcm(gcm, memory);
			case Mechanism.Pss pss -> numbers(memory, pss.hash().mechanism(), pss.hash().mgf(), pss.saltLength());
			case Mechanism.Oaep oaep ->
				numbers(memory, oaep.hash().mechanism(), oaep.hash().mgf(), LABEL_IS_SPECIFIED, 0, 0);
		};
		MemorySegment segment = memory.allocate(MECHANISM_BYTES);
		segment.set(ValueLayout.JAVA_LONG, 0, mechanism.type().value());
		segment.set(ValueLayout.ADDRESS, 8, parameter);
		segment.set(ValueLayout.JAVA_LONG, 16, parameter.byteSize());
		return segment;
	}

	private static MemorySegment gcm(Mechanism.Gcm gcm, CallMemory memory) {
		return numbers(memory, memory.copyOf(gcm.iv()).address(), gcm.iv().length, gcm.iv().length * 8L,
				memory.copyOf(gcm.associatedData()).address(), gcm.associatedData().length, TAG_BITS);
	}

	private static MemorySegment numbers(CallMemory memory, long... values) {
		MemorySegment segment = memory.allocate(values.length * 8L);
		for (int i = 0; i < values.length; i++) {
			segment.set(ValueLayout.JAVA_LONG, i * 8L, values[i]);
		}
		return segment;
	}

	/** {@code CK_TOKEN_INFO}. */
	static TokenInfo tokenInfo(long slot, MemorySegment info) {
		return new TokenInfo(slot, text(info, 0, 32), text(info, 32, 32), text(info, 64, 16), text(info, 80, 16),
				info.get(ValueLayout.JAVA_LONG, 96), info.get(ValueLayout.JAVA_LONG, 104),
				info.get(ValueLayout.JAVA_LONG, 120), version(info, 186));
	}

	/** {@code CK_VERSION}. */
	static String version(MemorySegment segment, long at) {
		return Byte.toUnsignedInt(segment.get(ValueLayout.JAVA_BYTE, at)) + "."
				+ Byte.toUnsignedInt(segment.get(ValueLayout.JAVA_BYTE, at + 1));
	}

	private static String text(MemorySegment segment, long at, long length) {
		return new String(CallMemory.read(segment.asSlice(at, length), length), StandardCharsets.UTF_8).strip();
	}

}
