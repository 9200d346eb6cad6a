package io.qnsp.hsm.operation;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmWrapScheme;
import io.qnsp.hsm.binding.Attribute;
import io.qnsp.hsm.binding.AttributeType;
import io.qnsp.hsm.binding.CryptokiException;
import io.qnsp.hsm.binding.KeyType;
import io.qnsp.hsm.binding.Mechanism;
import io.qnsp.hsm.binding.Mechanism.Hash;
import io.qnsp.hsm.binding.MechanismType;
import io.qnsp.hsm.binding.ObjectClass;
import io.qnsp.hsm.token.TokenSession;

/**
 * Wraps and unwraps secrets of callers inside a token. For key wrap the secret is a
 * session object for a moment, since that is the only thing tokens wrap.
 */
public final class Wrapping {

	private static final int IV_BYTES = 12;

	private static final int TAG_BYTES = 16;

	private static final int SMALLEST_KEY_WRAP = 16;

	private static final int LONGEST_USUAL_KEY = 256;

	private Wrapping() {
	}

	/**
	 * Wraps.
	 * @param session where
	 * @param key the key that wraps
	 * @param scheme how
	 * @param secret what
	 * @param associatedData for AES-GCM
	 * @return the wrapped secret
	 */
	public static byte[] wrap(TokenSession session, HsmKey key, HsmWrapScheme scheme, byte[] secret,
			byte[] associatedData) {
		requireFit(key, scheme, associatedData);
		return switch (scheme) {
			case AES_GCM -> seal(session, key, secret, associatedData);
			case AES_KW, AES_KWP -> wrapKey(session, key, scheme, secret);
			case RSA_OAEP_SHA1, RSA_OAEP_SHA256 ->
				session.calls().encrypt(oaep(session, scheme), session.handle(ObjectClass.PUBLIC_KEY, key), secret);
		};
	}

	/**
	 * Unwraps.
	 * @param session where
	 * @param key the key that wrapped it
	 * @param scheme how
	 * @param wrapped what
	 * @param associatedData for AES-GCM
	 * @return the secret
	 */
	public static byte[] unwrap(TokenSession session, HsmKey key, HsmWrapScheme scheme, byte[] wrapped,
			byte[] associatedData) {
		requireFit(key, scheme, associatedData);
		return switch (scheme) {
			case AES_GCM -> open(session, key, wrapped, associatedData);
			case AES_KW, AES_KWP -> {
				requireLength(wrapped, SMALLEST_KEY_WRAP);
				Mechanism mechanism = keyWrap(session, scheme, 0);
				long handle = session.handle(ObjectClass.SECRET_KEY, key);
				yield refusing(() -> unwrapObject(session, mechanism, handle, wrapped),
						() -> wrapObject(session, mechanism, handle, new byte[16]));
			}
			case RSA_OAEP_SHA1, RSA_OAEP_SHA256 -> {
				Mechanism mechanism = oaep(session, scheme);
				long handle = session.handle(ObjectClass.PRIVATE_KEY, key);
				long counterpart = session.handle(ObjectClass.PUBLIC_KEY, key);
				yield refusing(() -> session.calls().decrypt(mechanism, handle, wrapped),
						() -> session.calls().encrypt(mechanism, counterpart, new byte[1]));
			}
		};
	}

	private static byte[] wrapKey(TokenSession session, HsmKey key, HsmWrapScheme scheme, byte[] secret) {
		Mechanism mechanism = keyWrap(session, scheme, secret.length);
		long handle = session.handle(ObjectClass.SECRET_KEY, key);
		byte[] wrapped = wrapObject(session, mechanism, handle, secret);
		if (secret.length > LONGEST_USUAL_KEY) {
			requireUnwraps(session, mechanism, handle, wrapped, secret.length);
		}
		return wrapped;
	}

	// NSS wraps secrets of a length that it then doesn't unwrap.
	private static void requireUnwraps(TokenSession session, Mechanism mechanism, long handle, byte[] wrapped,
			int length) {
		try {
			Arrays.fill(unwrapObject(session, mechanism, handle, wrapped), (byte) 0);
		}
		catch (CryptokiException ex) {
			throw new HsmException(Problem.UNSUPPORTED, "secret: " + length + " bytes, which token "
					+ session.token().label() + " wraps but does not unwrap", ex);
		}
	}

	private static byte[] seal(TokenSession session, HsmKey key, byte[] secret, byte[] associatedData) {
		Mechanisms.require(session, MechanismType.AES_GCM, HsmWrapScheme.AES_GCM.label());
		byte[] iv = session.calls().random(IV_BYTES);
		byte[] sealed = session.calls()
			.encrypt(new Mechanism.Gcm(iv, associatedData), session.handle(ObjectClass.SECRET_KEY, key), secret);
		byte[] all = Arrays.copyOf(iv, IV_BYTES + sealed.length);
		System.arraycopy(sealed, 0, all, IV_BYTES, sealed.length);
		return all;
	}

	private static byte[] open(TokenSession session, HsmKey key, byte[] wrapped, byte[] associatedData) {
		Mechanisms.require(session, MechanismType.AES_GCM, HsmWrapScheme.AES_GCM.label());
		requireLength(wrapped, IV_BYTES + TAG_BYTES);
		long handle = session.handle(ObjectClass.SECRET_KEY, key);
		Mechanism mechanism = new Mechanism.Gcm(Arrays.copyOf(wrapped, IV_BYTES), associatedData);
		byte[] sealed = Arrays.copyOfRange(wrapped, IV_BYTES, wrapped.length);
		return refusing(() -> session.calls().decrypt(mechanism, handle, sealed),
				() -> seal(session, key, new byte[1], associatedData));
	}

	// Some tokens answer bad input as if they were broken: the same key doing the
	// opposite
	// tells which of the two it is.
	private static byte[] refusing(Supplier<byte[]> work, Runnable proofOfLife) {
		try {
			return work.get();
		}
		catch (CryptokiException ex) {
			HsmException refusal = Mechanisms.failure(ex, "unwrap");
			if (Mechanisms.isVague(ex)) {
				proofOfLife.run();
			}
			else if (refusal.problem() != Problem.INVALID_INPUT && refusal.problem() != Problem.REFUSED) {
				throw ex;
			}
			throw new HsmException(Problem.INVALID_INPUT, "wrapped: does not unwrap with this key", ex);
		}
	}

	static byte[] wrapObject(TokenSession session, Mechanism mechanism, long wrapping, byte[] secret) {
		long object = session.calls().create(secretObject(new Attribute(AttributeType.VALUE, secret)));
		try {
			return session.calls().wrap(mechanism, wrapping, object);
		}
		finally {
			session.calls().destroy(object);
		}
	}

	private static byte[] unwrapObject(TokenSession session, Mechanism mechanism, long unwrapping, byte[] wrapped) {
		long object = session.calls().unwrap(mechanism, unwrapping, wrapped, secretObject());
		try {
			return SecretValues.read(session, object);
		}
		finally {
			session.calls().destroy(object);
		}
	}

	private static List<Attribute> secretObject(Attribute... more) {
		return SecretValues.template(KeyType.GENERIC_SECRET, more);
	}

	private static Mechanism keyWrap(TokenSession session, HsmWrapScheme scheme, int length) {
		if (scheme == HsmWrapScheme.AES_KW) {
			Mechanisms.require(session, MechanismType.AES_KEY_WRAP, scheme.label());
			return new Mechanism.Plain(MechanismType.AES_KEY_WRAP);
		}
		KeyWrapPadding padding = session.facts()
			.once(KeyWrapPadding.class, () -> KeyWrapPadding.find(session))
			.orElseThrow(() -> new HsmException(Problem.UNSUPPORTED, scheme.label() + ": token "
					+ session.token().label() + " lacks " + MechanismType.AES_KEY_WRAP_KWP.standardName()));
		if (!padding.wraps(length)) {
			throw new HsmException(Problem.UNSUPPORTED,
					scheme.label() + ": " + length + " bytes (expected: a multiple of" + " 8, since token "
							+ session.token().label() + " loses other lengths)");
		}
		return new Mechanism.Plain(padding.type());
	}

	private static Mechanism oaep(TokenSession session, HsmWrapScheme scheme) {
		Mechanisms.require(session, MechanismType.RSA_PKCS_OAEP, scheme.label());
		return new Mechanism.Oaep((scheme == HsmWrapScheme.RSA_OAEP_SHA1) ? Hash.SHA_1 : Hash.SHA_256);
	}

	private static void requireLength(byte[] wrapped, int least) {
		if (wrapped.length < least) {
			throw new HsmException(Problem.INVALID_INPUT,
					"wrapped: " + wrapped.length + " bytes (expected: at least " + least + ")");
		}
	}

	private static void requireFit(HsmKey key, HsmWrapScheme scheme, byte[] associatedData) {
		if (scheme.family() != key.algorithm().family()) {
			throw new HsmException(Problem.INVALID_INPUT,
					scheme.label() + ": not for a key of " + key.algorithm().label());
		}
		if (scheme != HsmWrapScheme.AES_GCM && associatedData.length > 0) {
			throw new HsmException(Problem.INVALID_INPUT, scheme.label() + ": takes no associated data");
		}
	}

}
