package io.qnsp.kms.keys.use;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;

/**
 * What became of a batch.
 *
 * @param keyId the key
 * @param failed how many items failed
 * @param results one for each item, in the same order
 */
record BatchAnswer(UUID keyId, long failed, List<Result> results) {

	static BatchAnswer of(UUID keyId, List<Result> results) {
		return new BatchAnswer(keyId, results.stream().filter((result) -> result.error != null).count(), results);
	}

	@Override
	public String toString() {
		return "BatchAnswer[" + this.keyId + ", " + this.results.size() + " results]";
	}

	/**
	 * What became of an item: what its operation answers, or an error.
	 *
	 * @param keyVersion the version of the key
	 * @param signatureB64 a signature
	 * @param valid whether a signature is valid
	 * @param ciphertextB64 a ciphertext
	 * @param plaintextB64 a plaintext
	 * @param error why there is none of these
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Result(@Nullable Integer keyVersion, @Nullable String signatureB64, @Nullable Boolean valid,
			@Nullable String ciphertextB64, @Nullable String plaintextB64, @Nullable Failure error) {

		static Result signature(int version, byte[] signature) {
			return new Result(version, Input.base64(signature), null, null, null, null);
		}

		static Result verified(int version, boolean valid) {
			return new Result(version, null, valid, null, null, null);
		}

		static Result ciphertext(int version, byte[] body) {
			return new Result(version, null, null, Input.base64(new KeyCiphertext(version, body).encode()), null, null);
		}

		static Result plaintext(int version, byte[] plaintext) {
			return new Result(version, null, null, null, Input.base64(plaintext), null);
		}

		static Result failed(QnspException failure) {
			return new Result(null, null, null, null, null,
					new Failure(failure.code().name(), failure.getMessage(), failure.details()));
		}

		@Override
		public String toString() {
			return "Result[version " + this.keyVersion + ", " + this.error + "]";
		}

	}

	/**
	 * Why an item failed.
	 *
	 * @param code the machine code that the single operation would answer
	 * @param message what is wrong and what was expected
	 * @param details the same by field
	 */
	record Failure(String code, String message, Map<String, Object> details) {

	}

}
