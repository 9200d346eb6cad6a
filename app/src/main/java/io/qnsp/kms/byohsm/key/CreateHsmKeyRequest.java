package io.qnsp.kms.byohsm.key;

import java.util.List;
import java.util.UUID;

import io.qnsp.core.error.BoundedText;
import io.qnsp.core.error.FieldProblems;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a key in an HSM.
 *
 * @param connectionId which HSM
 * @param keyType what kind of key
 * @param keySize bits: aes 128, 192 or 256 (256 when nothing is said), rsa 2048, 3072 or
 * 4096 (3072), ec 256, 384 or 521 (256)
 * @param algorithm its name, such as ML-DSA-65, which says type and size too; needed for
 * pqc
 * @param purpose what it may do; everything that it can when nothing is said
 * @param metadata what the tenant notes
 * @param protection hsm_native to refuse a key that the HSM can't make itself
 */
record CreateHsmKeyRequest(@Nullable UUID connectionId, @Nullable KeyType keyType, @Nullable Integer keySize,
		@Nullable String algorithm, @Nullable List<@Nullable KeyPurpose> purpose, @Nullable Metadata metadata,
		@Nullable KeyProtection protection) {

	private static final int LONGEST_NAME = 200;

	private static final int LONGEST_DESCRIPTION = 2000;

	/**
	 * What the tenant notes.
	 *
	 * @param name what people call the key, 1..200 characters
	 * @param description 1..2000 characters
	 */
	record Metadata(@Nullable String name, @Nullable String description) {

	}

	@Nullable String name() {
		return (this.metadata != null) ? this.metadata.name() : null;
	}

	@Nullable String description() {
		return (this.metadata != null) ? this.metadata.description() : null;
	}

	/**
	 * Refuses what no key can have; what it is to be is checked by {@link KeyPlan}.
	 */
	void check() {
		FieldProblems problems = new FieldProblems();
		problems.add((this.connectionId == null) ? "connectionId: missing (expected: the id of a connection)" : null);
		problems.add((this.keyType == null) ? "keyType: missing (expected: aes, rsa, ec or pqc)" : null);
		problems.add((this.purpose != null && (this.purpose.isEmpty() || this.purpose.contains(null)))
				? "purpose: empty or with a null (expected: some of encrypt, decrypt, sign, verify)" : null);
		if (name() != null) {
			problems.add(BoundedText.problem("metadata.name", name(), 1, LONGEST_NAME));
		}
		if (description() != null) {
			problems.add(BoundedText.problem("metadata.description", description(), 1, LONGEST_DESCRIPTION));
		}
		problems.throwIfAny();
	}

}
