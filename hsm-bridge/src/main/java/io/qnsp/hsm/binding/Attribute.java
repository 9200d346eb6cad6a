package io.qnsp.hsm.binding;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * An attribute of an object ({@code CK_ATTRIBUTE}). It may hold key material: {@code
 * toString} tells the type alone.
 *
 * @param type which attribute
 * @param value as the library reads it
 */
public record Attribute(AttributeType type, byte[] value) {

	/**
	 * A flag.
	 * @param type which attribute
	 * @param value its value
	 * @return the attribute
	 */
	public static Attribute of(AttributeType type, boolean value) {
		return new Attribute(type, new byte[] { (byte) (value ? 1 : 0) });
	}

	/**
	 * A number.
	 * @param type which attribute
	 * @param value its value
	 * @return the attribute
	 */
	public static Attribute of(AttributeType type, long value) {
		return new Attribute(type, ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(value).array());
	}

	/**
	 * A text.
	 * @param type which attribute
	 * @param value its value
	 * @return the attribute
	 */
	public static Attribute of(AttributeType type, String value) {
		return new Attribute(type, value.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public String toString() {
		return "Attribute[" + this.type + "]";
	}

}
