package io.qnsp.crypto.keyring;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;

import io.qnsp.crypto.aead.AeadKey;
import io.qnsp.crypto.aead.AssociatedData;
import io.qnsp.crypto.aead.KeyId;
import io.qnsp.crypto.kdf.Hkdf;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.secret.Wipeable;

/**
 * The keys below one root key: one for each use and purpose, kept until close, and below
 * that one for each subject, made when needed. A key for each subject keeps the number of
 * messages under one AES-GCM key far below 2^32.
 */
final class DerivedKeys implements Wipeable {

	static final byte[] SALT = "io.qnsp.crypto.keyring v1".getBytes(StandardCharsets.US_ASCII);

	/** Purposes are constants in code; more means that outside input became a purpose. */
	private static final int MOST_PURPOSES = 256;

	private static final Pattern PURPOSE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

	private final RootKey root;

	private final ConcurrentMap<String, SecretBytes> purposeKeys = new ConcurrentHashMap<>();

	DerivedKeys(RootKey root) {
		this.root = root;
	}

	KeyId rootId() {
		return this.root.id();
	}

	/** The caller closes it. */
	AeadKey subjectKey(Use use, String purpose, AssociatedData subject) {
		byte[] derived = Hkdf.expand(purposeKey(use, purpose), subject.toByteArray(), AeadKey.BYTES);
		return new AeadKey(this.root.id(), SecretBytes.takeOver(derived));
	}

	/** Stays open until this object is closed. */
	SecretBytes purposeKey(Use use, String purpose) {
		String name = use.name() + ' ' + purpose;
		SecretBytes known = this.purposeKeys.get(name);
		if (known != null) {
			return known;
		}
		SecretBytes made = this.purposeKeys.computeIfAbsent(name, (missing) -> derive(use, purpose));
		if (this.root.bytes().isClosed()) {
			// made while close() was wiping the others
			made.close();
		}
		return made;
	}

	private SecretBytes derive(Use use, String purpose) {
		if (!PURPOSE.matcher(purpose).matches()) {
			throw new IllegalArgumentException("purpose: \"" + purpose + "\" (expected: " + PURPOSE.pattern() + ")");
		}
		if (this.purposeKeys.size() >= MOST_PURPOSES) {
			throw new IllegalStateException(
					"purposes: more than " + MOST_PURPOSES + " (expected: constants in code, never outside input)");
		}
		byte[] info = AssociatedData.of(use.name(), purpose).toByteArray();
		return SecretBytes.takeOver(Hkdf.extractAndExpand(SALT, this.root.bytes(), info, AeadKey.BYTES));
	}

	@Override
	public void close() {
		this.root.close();
		this.purposeKeys.values().forEach(SecretBytes::close);
	}

	/** What a key is for; the names are part of the stored format. */
	enum Use {

		WRAP, SEAL, MAC

	}

}
