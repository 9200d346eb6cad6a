package io.qnsp.hsm.operation;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

import io.qnsp.hsm.binding.Attribute;
import io.qnsp.hsm.binding.AttributeType;
import io.qnsp.hsm.binding.CryptokiException;
import io.qnsp.hsm.binding.KeyType;
import io.qnsp.hsm.binding.Mechanism;
import io.qnsp.hsm.binding.MechanismType;
import io.qnsp.hsm.encoding.Der;
import io.qnsp.hsm.token.TokenSession;

/**
 * Finds out which number a token gives to RFC 5649: a key that is known wraps another
 * known one, and the result must be the JDK's.
 */
final class KeyWrapPadding {

	private static final byte[] KEY = Der.hex("5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8");

	private static final byte[] WRAPPED = Der.hex("466f7250617369");

	private KeyWrapPadding() {
	}

	static Optional<MechanismType> find(TokenSession session) {
		byte[] expected = expected();
		List<MechanismType> candidates = List.of(MechanismType.AES_KEY_WRAP_KWP, MechanismType.AES_KEY_WRAP_PAD);
		return candidates.stream()
			.filter(session::claims)
			.filter((type) -> Arrays.equals(expected, trial(session, type)))
			.findFirst();
	}

	private static byte[] trial(TokenSession session, MechanismType type) {
		try {
			long key = session.calls()
				.create(SecretValues.template(KeyType.AES, new Attribute(AttributeType.VALUE, KEY),
						Attribute.of(AttributeType.WRAP, true)));
			try {
				return Wrapping.wrapObject(session, new Mechanism.Plain(type), key, WRAPPED);
			}
			finally {
				session.calls().destroy(key);
			}
		}
		catch (CryptokiException ex) {
			// a token that can't do it has no such mechanism, whatever its list says
			return new byte[0];
		}
	}

	private static byte[] expected() {
		try {
			Cipher cipher = Cipher.getInstance("AES/KWP/NoPadding");
			cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(KEY, "AES"));
			return cipher.wrap(new SecretKeySpec(WRAPPED, "RAW"));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("every JDK has AES/KWP", ex);
		}
	}

}
