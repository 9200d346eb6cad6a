package io.qnsp.crypto;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.qnsp.crypto.aead.AeadKnownAnswers;
import io.qnsp.crypto.digest.DigestKnownAnswers;
import io.qnsp.crypto.kdf.HkdfKnownAnswers;

/**
 * Known-answer tests of what has one implementation only; the others are tested when one
 * is chosen. It also loads the providers' classes, so that no event loop has to.
 */
final class SelfTest {

	private final Map<String, BooleanSupplier> primitives;

	SelfTest(Map<String, BooleanSupplier> primitives) {
		this.primitives = primitives;
	}

	static SelfTest ofEverything() {
		Map<String, BooleanSupplier> primitives = new LinkedHashMap<>();
		primitives.put("SHA-256, SHA3-256, HMAC-SHA-256", DigestKnownAnswers::hold);
		primitives.put("AES-256-GCM", AeadKnownAnswers::hold);
		primitives.put("HKDF-SHA-256", HkdfKnownAnswers::hold);
		return new SelfTest(primitives);
	}

	/** Throws for the first primitive that fails. */
	void run() {
		this.primitives.forEach(SelfTest::require);
	}

	private static void require(String name, BooleanSupplier holds) {
		boolean held;
		try {
			held = holds.getAsBoolean();
		}
		catch (RuntimeException | LinkageError ex) {
			throw new CryptoSelfTestException(name, ex);
		}
		if (!held) {
			throw new CryptoSelfTestException(name, null);
		}
	}

}
