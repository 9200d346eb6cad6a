package io.qnsp.kms.keys.use;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

import io.qnsp.core.error.Base64Text;
import io.qnsp.core.error.BoundedText;
import io.qnsp.core.error.FieldProblems;
import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;

/**
 * What callers send to be processed.
 */
final class Input {

	/** Most bytes of data in one call; a batch has as many in all. */
	static final int MOST_BYTES = 512 * 1024;

	private static final int LONGEST_CONTEXT = 255;

	private static final Pattern APPLICATION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@/-]{0,127}");

	private static final byte[] NOTHING = {};

	private Input() {
	}

	/**
	 * Data that must be there.
	 * @param field its name
	 * @param base64 what was sent (RFC 4648, section 4)
	 * @return the bytes
	 */
	static byte[] required(String field, @Nullable String base64) {
		if (base64 == null) {
			throw QnspException.badRequest(field, "missing (expected: base64)");
		}
		return decoded(field, base64);
	}

	/**
	 * What ciphertexts are bound to: the bytes of {@code aadB64} or the text of
	 * {@code context}.
	 * @param aadBase64 bytes
	 * @param context a text
	 * @return the bytes; none when both are missing
	 */
	static byte[] associatedData(@Nullable String aadBase64, @Nullable String context) {
		if (aadBase64 != null && context != null) {
			throw QnspException.badRequest("context", "beside aadB64 (expected: one of both)");
		}
		return (aadBase64 != null) ? decoded("aadB64", aadBase64) : context(context);
	}

	/**
	 * The context of a signature.
	 * @param context a text of at most 255 bytes in UTF-8
	 * @return the bytes; none when it is missing
	 */
	static byte[] context(@Nullable String context) {
		if (context == null) {
			return NOTHING;
		}
		FieldProblems problems = new FieldProblems();
		problems.add(BoundedText.problem("context", context, 0, LONGEST_CONTEXT));
		problems.throwIfAny();
		byte[] bytes = context.getBytes(StandardCharsets.UTF_8);
		if (bytes.length > LONGEST_CONTEXT) {
			throw QnspException.badRequest("context",
					"%d bytes (expected: 0..%d)".formatted(bytes.length, LONGEST_CONTEXT));
		}
		return bytes;
	}

	private static byte[] decoded(String field, String base64) {
		byte[] bytes = Base64Text.decode(field, base64);
		if (bytes.length > MOST_BYTES) {
			throw QnspException.badRequest(field, "%d bytes (expected: 0..%d)".formatted(bytes.length, MOST_BYTES));
		}
		return bytes;
	}

	/**
	 * As base64.
	 * @param bytes any
	 * @return the text
	 */
	static String base64(byte[] bytes) {
		return Base64.getEncoder().encodeToString(bytes);
	}

	/**
	 * The application that a caller names in {@code X-Application-Id}.
	 * @param header the header, if there is one
	 * @return the same
	 */
	static @Nullable String application(@Nullable String header) {
		if (header != null && !APPLICATION.matcher(header).matches()) {
			throw QnspException.badRequest("X-Application-Id",
					"not readable (expected: 1..128 letters, digits and . _ : @ / -, the first a letter or digit)");
		}
		return header;
	}

}
