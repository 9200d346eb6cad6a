package io.qnsp.kms.keys.use;

import java.util.List;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * Many requests to one key, at most {@value #MOST_ITEMS}, each answered by itself.
 */
final class BatchRequest {

	/** Most items of a batch. */
	static final int MOST_ITEMS = 500;

	private static final String COUNT = "wrong number (expected: 1..500 items)";

	private static final String NULL = "null (expected: an item)";

	private BatchRequest() {
	}

	/**
	 * Asks for signatures or MACs.
	 *
	 * @param items what to sign
	 */
	record Sign(@NotNull(message = COUNT) @Size(min = 1, max = MOST_ITEMS,
			message = COUNT) List<UseRequest.@NotNull(message = NULL) Sign> items) {

	}

	/**
	 * Asks whether signatures or MACs are valid.
	 *
	 * @param items what to verify
	 */
	record Verify(@NotNull(message = COUNT) @Size(min = 1, max = MOST_ITEMS,
			message = COUNT) List<UseRequest.@NotNull(message = NULL) Verify> items) {

	}

	/**
	 * Asks to encrypt.
	 *
	 * @param items what to encrypt
	 */
	record Encrypt(@NotNull(message = COUNT) @Size(min = 1, max = MOST_ITEMS,
			message = COUNT) List<UseRequest.@NotNull(message = NULL) Encrypt> items) {

	}

	/**
	 * Asks to decrypt.
	 *
	 * @param items what to decrypt
	 */
	record Decrypt(@NotNull(message = COUNT) @Size(min = 1, max = MOST_ITEMS,
			message = COUNT) List<UseRequest.@NotNull(message = NULL) Decrypt> items) {

	}

}
