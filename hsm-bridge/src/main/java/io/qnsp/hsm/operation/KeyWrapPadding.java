package io.qnsp.hsm.operation;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

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
 * Finds out which number a token gives to RFC 5649: a key that is known wraps other known
 * ones, and the result must be the JDK's. SoftHSM fills secrets up to whole blocks before
 * it wraps them, so that their length is lost: such a token may only wrap whole blocks.
 *
 * @param type which mechanism it is
 * @param exact whether it wraps secrets of any length
 */
record KeyWrapPadding(MechanismType type, boolean exact) {

	private static final int BLOCK_BYTES = 8;

	private static final byte[] KEY = Der.hex("5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8");

	private static final byte[] WHOLE_BLOCKS = Der.hex("c37b7e6492584340bed1220780894115");

	private static final byte[] ANY_LENGTH = Der.hex("c37b7e6492584340bed12207808941155068f738");

	static Optional<KeyWrapPadding> find(TokenSession session) {
		return Stream.of(MechanismType.AES_KEY_WRAP_KWP, MechanismType.AES_KEY_WRAP_PAD)
			.filter(session::claims)
			.filter((type) -> isRight(session, type, WHOLE_BLOCKS))
			.map((type) -> new KeyWrapPadding(type, isRight(session, type, ANY_LENGTH)))
			.findFirst();
	}

	boolean wraps(int length) {
		return this.exact || length % BLOCK_BYTES == 0;
	}

	private static boolean isRight(TokenSession session, MechanismType type, byte[] secret) {
		try {
			long key = session.calls()
				.create(SecretValues.template(KeyType.AES, new Attribute(AttributeType.VALUE, KEY),
						Attribute.of(AttributeType.WRAP, true)));
			try {
				return Arrays.equals(expected(secret),
						Wrapping.wrapObject(session, new Mechanism.Plain(type), key, secret));
			}
			finally {
				session.calls().destroy(key);
			}
		}
		catch (CryptokiException ex) {
			// a token that can't do it has no such mechanism, whatever its list says
			return false;
		}
	}

	private static byte[] expected(byte[] secret) {
		try {
			Cipher cipher = Cipher.getInstance("AES/KWP/NoPadding");
			cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(KEY, "AES"));
			return cipher.wrap(new SecretKeySpec(secret, "RAW"));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("every JDK has AES/KWP", ex);
		}
	}

}
