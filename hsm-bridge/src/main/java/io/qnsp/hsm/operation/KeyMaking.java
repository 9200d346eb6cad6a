package io.qnsp.hsm.operation;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmKeyAlgorithm;
import io.qnsp.hsm.HsmKeyRequest;
import io.qnsp.hsm.HsmKeyRequest.Use;
import io.qnsp.hsm.binding.Attribute;
import io.qnsp.hsm.binding.AttributeType;
import io.qnsp.hsm.binding.CryptokiSession;
import io.qnsp.hsm.binding.Mechanism;
import io.qnsp.hsm.binding.ObjectClass;
import io.qnsp.hsm.encoding.Der;
import io.qnsp.hsm.encoding.PublicKeys;
import io.qnsp.hsm.token.TokenSession;
import org.jspecify.annotations.Nullable;

/**
 * Makes keys inside a token, which stay there: what the token made of the wish is read
 * back, and a key that could leave is destroyed again.
 */
public final class KeyMaking {

	private static final int REFERENCE_BYTES = 16;

	private static final byte[] F4 = { 1, 0, 1 };

	private KeyMaking() {
	}

	/**
	 * Makes a key that stays on the token.
	 * @param session where
	 * @param request which one
	 * @return the key
	 */
	public static HsmKey make(TokenSession session, HsmKeyRequest request) {
		return make(session, request, true);
	}

	static HsmKey make(TokenSession session, HsmKeyRequest request, boolean lasting) {
		Mechanisms.require(session, KeyForms.maker(request.algorithm()), request.algorithm().label());
		byte[] id = session.calls().random(REFERENCE_BYTES);
		Mechanism mechanism = new Mechanism.Plain(KeyForms.maker(request.algorithm()));
		List<Attribute> common = List.of(Attribute.of(AttributeType.TOKEN, lasting),
				new Attribute(AttributeType.ID, id), Attribute.of(AttributeType.LABEL, request.label()));
		String reference = HexFormat.of().formatHex(id);
		if (request.algorithm().family() == HsmKeyAlgorithm.Family.AES) {
			long key = session.calls().generateKey(mechanism, secret(request, common));
			requireKept(session, key, reference);
			return new HsmKey(reference, request.algorithm(), null);
		}
		CryptokiSession.Pair pair = session.calls()
			.generateKeyPair(mechanism, publicPart(request, common), privatePart(request, common));
		requireKept(session, pair.privateKey(), reference);
		return new HsmKey(reference, request.algorithm(), publicKey(session, request.algorithm(), pair.publicKey()));
	}

	/**
	 * Destroys a key's objects, as many as there are.
	 * @param session where
	 * @param reference the key's
	 */
	public static void destroy(TokenSession session, String reference) {
		session.forget(reference);
		for (ObjectClass kind : ObjectClass.values()) {
			session.find(kind, reference).ifPresent(session.calls()::destroy);
		}
	}

	private static List<Attribute> secret(HsmKeyRequest request, List<Attribute> common) {
		List<Attribute> template = kept(common);
		template.add(Attribute.of(AttributeType.VALUE_LEN, request.algorithm().size() / 8));
		Set<Use> uses = request.uses();
		template.add(Attribute.of(AttributeType.ENCRYPT, uses.contains(Use.ENCRYPT)));
		template.add(Attribute.of(AttributeType.DECRYPT, uses.contains(Use.ENCRYPT)));
		template.add(Attribute.of(AttributeType.WRAP, uses.contains(Use.WRAP)));
		template.add(Attribute.of(AttributeType.UNWRAP, uses.contains(Use.WRAP)));
		return template;
	}

	private static List<Attribute> publicPart(HsmKeyRequest request, List<Attribute> common) {
		List<Attribute> template = new ArrayList<>(common);
		template.add(Attribute.of(AttributeType.PRIVATE, false));
		HsmKeyAlgorithm algorithm = request.algorithm();
		switch (algorithm.family()) {
			case RSA -> {
				template.add(Attribute.of(AttributeType.MODULUS_BITS, algorithm.size()));
				template.add(new Attribute(AttributeType.PUBLIC_EXPONENT, F4));
				template.add(Attribute.of(AttributeType.VERIFY, request.uses().contains(Use.SIGN)));
				template.add(Attribute.of(AttributeType.ENCRYPT, encrypts(request)));
			}
			case EC, EDWARDS -> {
				template.add(new Attribute(AttributeType.EC_PARAMS, PublicKeys.curve(algorithm)));
				template.add(Attribute.of(AttributeType.VERIFY, true));
			}
			case ML_DSA -> {
				template.add(Attribute.of(AttributeType.PARAMETER_SET, KeyForms.parameterSet(algorithm)));
				template.add(Attribute.of(AttributeType.VERIFY, true));
			}
			case ML_KEM -> {
				template.add(Attribute.of(AttributeType.PARAMETER_SET, KeyForms.parameterSet(algorithm)));
				template.add(Attribute.of(AttributeType.ENCAPSULATE, true));
			}
			case AES -> throw new IllegalArgumentException(algorithm + ": is no pair");
		}
		return template;
	}

	private static List<Attribute> privatePart(HsmKeyRequest request, List<Attribute> common) {
		List<Attribute> template = kept(common);
		switch (request.algorithm().family()) {
			case RSA -> {
				template.add(Attribute.of(AttributeType.SIGN, request.uses().contains(Use.SIGN)));
				template.add(Attribute.of(AttributeType.DECRYPT, encrypts(request)));
			}
			case EC, EDWARDS, ML_DSA -> template.add(Attribute.of(AttributeType.SIGN, true));
			case ML_KEM -> template.add(Attribute.of(AttributeType.DECAPSULATE, true));
			case AES -> throw new IllegalArgumentException(request.algorithm() + ": is no pair");
		}
		return template;
	}

	// RSA wraps by encrypting the bytes of a key.
	private static boolean encrypts(HsmKeyRequest request) {
		return request.uses().contains(Use.ENCRYPT) || request.uses().contains(Use.WRAP);
	}

	private static List<Attribute> kept(List<Attribute> common) {
		List<Attribute> template = new ArrayList<>(common);
		template.add(Attribute.of(AttributeType.PRIVATE, true));
		template.add(Attribute.of(AttributeType.SENSITIVE, true));
		template.add(Attribute.of(AttributeType.EXTRACTABLE, false));
		return template;
	}

	private static void requireKept(TokenSession session, long key, String reference) {
		if (!isKept(session, key)) {
			destroy(session, reference);
			throw new HsmException(Problem.REFUSED, "the token made a key that is not sensitive or is extractable, "
					+ "although it was asked for the opposite; it is destroyed again");
		}
	}

	/** Whether a key can't be read out of the token. */
	static boolean isKept(TokenSession session, long key) {
		return flag(session, key, AttributeType.SENSITIVE) && !flag(session, key, AttributeType.EXTRACTABLE);
	}

	private static boolean flag(TokenSession session, long key, AttributeType type) {
		return session.calls().attribute(key, type).map((value) -> value.length > 0 && value[0] != 0).orElse(false);
	}

	private static byte[] publicKey(TokenSession session, HsmKeyAlgorithm algorithm, long handle) {
		byte[] bits = switch (algorithm.family()) {
			case RSA -> PublicKeys.rsa(read(session, handle, AttributeType.MODULUS),
					read(session, handle, AttributeType.PUBLIC_EXPONENT));
			case EC, EDWARDS ->
				Der.unwrapOctets(read(session, handle, AttributeType.EC_POINT), KeyForms.pointBytes(algorithm));
			case ML_DSA, ML_KEM -> read(session, handle, AttributeType.VALUE);
			case AES -> throw new IllegalArgumentException(algorithm + ": has no public key");
		};
		return PublicKeys.info(algorithm, bits);
	}

	private static byte[] read(TokenSession session, long handle, AttributeType type) {
		byte @Nullable [] value = session.calls().attribute(handle, type).orElse(null);
		if (value == null) {
			throw new HsmException(Problem.REFUSED, "the token does not reveal CKA_" + type + " of a public key");
		}
		return value;
	}

}
