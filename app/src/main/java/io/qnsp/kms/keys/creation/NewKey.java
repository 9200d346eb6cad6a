package io.qnsp.kms.keys.creation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.error.BoundedText;
import io.qnsp.core.error.FieldProblems;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.json.FreeForm;
import io.qnsp.kms.keys.HsmProtection;
import io.qnsp.kms.keys.KeyOrigin;
import io.qnsp.kms.keys.KeyState;
import io.qnsp.kms.keys.Protection;
import io.qnsp.kms.keys.store.HsmPlace;
import io.qnsp.kms.keys.store.RotationPeriod;
import io.qnsp.kms.keys.store.StoredKey;
import org.jspecify.annotations.Nullable;

/**
 * What a key is to be that is not there yet, checked.
 *
 * @param choice its algorithm and purpose
 * @param origin where it is made
 * @param name what people call it
 * @param metadata what the tenant notes
 * @param rotation how often it is rotated by itself
 * @param activateAt when it may be used; {@code null} for at once
 * @param connectionId which HSM it is to be in; {@code null} for a software key
 */
public record NewKey(KeyChoice choice, KeyOrigin origin, @Nullable String name, Map<String, Object> metadata,
		@Nullable RotationPeriod rotation, @Nullable Instant activateAt, @Nullable UUID connectionId) {

	private static final int MOST_FIELDS = 50;

	private static final int LONGEST_NAME = 200;

	/**
	 * Checks what a caller wants.
	 * @param choice its algorithm and purpose
	 * @param origin where it is made
	 * @param name what people call it, 1..200 characters
	 * @param metadata what the tenant notes, at most 50 fields and 16,384 characters in
	 * all
	 * @param rotationPeriod how often it is rotated by itself, ISO 8601, a day to ten
	 * years
	 * @param activateAt when it may be used
	 * @return the key
	 * @throws QnspException a 400 that names the field
	 */
	public static NewKey of(KeyChoice choice, KeyOrigin origin, @Nullable String name,
			@Nullable Map<String, Object> metadata, @Nullable String rotationPeriod, @Nullable Instant activateAt) {
		FieldProblems problems = new FieldProblems();
		if (name != null) {
			problems.add(BoundedText.problem("name", name, 1, LONGEST_NAME));
		}
		if (metadata != null && metadata.size() > MOST_FIELDS) {
			problems.add("metadata: %d fields (expected: 0..%d)".formatted(metadata.size(), MOST_FIELDS));
		}
		problems.throwIfAny();
		FreeForm.check("metadata", metadata);
		FreeForm.checkSize("metadata", metadata);
		return new NewKey(choice, origin, name, (metadata != null) ? metadata : Map.of(), rotation(rotationPeriod),
				(activateAt != null) ? activateAt.truncatedTo(ChronoUnit.MICROS) : null, null);
	}

	private static @Nullable RotationPeriod rotation(@Nullable String text) {
		return (text == null) ? null
				: RotationPeriod.parse(text)
					.orElseThrow(() -> QnspException.badRequest("rotationPeriod",
							"not readable or out of range (expected: ISO 8601, P1D to P10Y, such as P90D)"));
	}

	/**
	 * The same key in an HSM.
	 * @param connection the connection, {@code null} for none
	 * @return the key
	 */
	NewKey inHsm(@Nullable UUID connection) {
		return new NewKey(this.choice, this.origin, this.name, this.metadata, this.rotation, this.activateAt,
				connection);
	}

	/**
	 * The key's row.
	 * @param tenantId whose it is
	 * @param keyId its id
	 * @param now the time
	 * @return the row of its first version
	 */
	public StoredKey row(UUID tenantId, UUID keyId, Instant now) {
		KeyState state = (this.activateAt != null) ? KeyState.PRE_ACTIVATION : KeyState.ACTIVE;
		StoredKey.Life life = new StoredKey.Life(state, null, this.activateAt,
				(this.rotation != null) ? this.rotation.after(now) : null, null, null);
		return new StoredKey(tenantId, keyId, this.name, this.choice.purpose(), this.choice.algorithm(),
				(this.connectionId != null) ? Protection.HSM : Protection.SOFTWARE, place(), this.origin, life, 1,
				this.metadata, this.rotation, now, now, now);
	}

	// How it is protected is known when its first version is there.
	private @Nullable HsmPlace place() {
		return (this.connectionId != null) ? new HsmPlace(this.connectionId, HsmProtection.HSM_NATIVE) : null;
	}

}
