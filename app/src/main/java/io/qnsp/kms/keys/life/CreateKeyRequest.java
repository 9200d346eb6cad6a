package io.qnsp.kms.keys.life;

import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.qnsp.core.error.BoundedText;
import io.qnsp.core.error.FieldProblems;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.json.FreeForm;
import io.qnsp.kms.keys.Protection;
import io.qnsp.kms.keys.store.RotationPeriod;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a key.
 *
 * @param algorithm what it works with, by any name the catalogue knows
 * @param purpose signing, encryption, kem, wrapping or mac; may be missing where it
 * follows from the algorithm
 * @param name what people call it, 1..200 characters
 * @param metadata what the tenant notes, at most 50 fields
 * @param rotationPeriod how often it is rotated by itself, ISO 8601, a day to ten years
 * @param protection where its material lives; software when nothing is said
 * @param activateAt when it may be used; at once when nothing is said
 */
record CreateKeyRequest(
		@NotNull(message = "missing (expected: an algorithm, such as ML-DSA-65)") @Size(max = 64,
				message = "too long (expected: an algorithm, such as ML-DSA-65)") String algorithm,
		@Nullable @Size(max = 32,
				message = "unknown (expected: signing, encryption, kem, wrapping or mac)") String purpose,
		@JsonAlias("label") @Nullable String name, @Nullable Map<String, Object> metadata,
		@Nullable String rotationPeriod, @Nullable Protection protection, @Nullable Instant activateAt) {

	private static final int MOST_FIELDS = 50;

	private static final int LONGEST_NAME = 200;

	private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

	/**
	 * Refuses what the table does not take.
	 * @param now the time
	 */
	void check(Instant now) {
		FieldProblems problems = new FieldProblems();
		if (this.name != null) {
			problems.add(BoundedText.problem("name", this.name, 1, LONGEST_NAME));
		}
		if (this.activateAt != null && (!this.activateAt.isAfter(now) || this.activateAt.isAfter(LATEST))) {
			problems.add("activateAt: %s (expected: in the future)".formatted(this.activateAt));
		}
		problems.throwIfAny();
		checkMetadata(this.metadata);
		if (this.protection == Protection.HSM) {
			throw QnspException.unprocessable("protection", "hsm: no HSM is connected (expected: software)");
		}
	}

	/**
	 * Refuses metadata that is too large or can't be stored.
	 * @param metadata what the tenant notes
	 */
	static void checkMetadata(@Nullable Map<String, Object> metadata) {
		if (metadata != null && metadata.size() > MOST_FIELDS) {
			throw QnspException.badRequest("metadata",
					"%d fields (expected: 0..%d)".formatted(metadata.size(), MOST_FIELDS));
		}
		FreeForm.check("metadata", metadata);
	}

	/**
	 * Reads the rotation period.
	 * @param text what the caller sent
	 * @return the period, or {@code null} for none
	 */
	static @Nullable RotationPeriod rotation(@Nullable String text) {
		return (text == null) ? null
				: RotationPeriod.parse(text)
					.orElseThrow(() -> QnspException.badRequest("rotationPeriod",
							"not readable (expected: ISO 8601, P1D to P10Y, such as P90D)"));
	}

}
