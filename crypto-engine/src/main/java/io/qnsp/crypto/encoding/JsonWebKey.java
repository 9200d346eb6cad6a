package io.qnsp.crypto.encoding;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.digest.Digests;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.util.BigIntegers;

/**
 * A public key as a JSON Web Key, with the members that its type requires and no other: a
 * caller adds {@code kid} and {@code use} in its own answer. By key type:
 * <ul>
 * <li>{@code RSA} and {@code EC}: RFC 7518, sections 6.2 and 6.3, coordinates as long as
 * the field;</li>
 * <li>{@code OKP} for Ed25519 and X25519: RFC 8037;</li>
 * <li>{@code AKP} with {@code alg} and {@code pub} for ML-DSA: RFC 9964
 * (draft-ietf-cose-dilithium before); for SLH-DSA: the same form by
 * draft-ietf-cose-sphincs-plus, which names some of the parameter sets so far, with the
 * standard's names for all; for ML-KEM: draft-ietf-jose-pqc-kem-05.</li>
 * </ul>
 * Drafts may still change. Hybrids, composites, LMS, XMSS and the experiments have no
 * form here.
 *
 * @param members name to value, {@code kty} first; unmodifiable
 */
public record JsonWebKey(SequencedMap<String, String> members) {

	private static final int UNCOMPRESSED = 4;

	/**
	 * Keeps a copy.
	 */
	public JsonWebKey {
		members = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
	}

	/**
	 * The JWK of a public key.
	 * @param algorithm what the key is for
	 * @param raw the raw public key, see {@link KeyEncodings}
	 * @return the key, or empty for an algorithm without a JWK form
	 * @throws IllegalArgumentException for a key of another length or form
	 */
	public static Optional<JsonWebKey> of(Algorithm algorithm, byte[] raw) {
		return switch (algorithm.family()) {
			case RSA -> Optional.of(rsa(algorithm, raw));
			case ECDSA, ECDH -> Optional.of(curve(algorithm, raw));
			case EDDSA, XDH -> Optional.of(key("OKP", "crv", algorithm.nistName(), "x", base64(fixed(algorithm, raw))));
			case ML_DSA, SLH_DSA, ML_KEM ->
				Optional.of(key("AKP", "alg", algorithm.nistName(), "pub", base64(fixed(algorithm, raw))));
			default -> Optional.empty();
		};
	}

	private static JsonWebKey rsa(Algorithm algorithm, byte[] raw) {
		try {
			RSAPublicKey key = RSAPublicKey.getInstance(raw);
			return key("RSA", "n", unsigned(key.getModulus()), "e", unsigned(key.getPublicExponent()));
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			throw new IllegalArgumentException(
					algorithm + " public key: " + raw.length + " bytes, malformed (expected: PKCS#1)", ex);
		}
	}

	private static JsonWebKey curve(Algorithm algorithm, byte[] raw) {
		if (fixed(algorithm, raw)[0] != UNCOMPRESSED) {
			throw new IllegalArgumentException(
					algorithm + " public key: first byte " + raw[0] + " (expected: 4, an uncompressed point)");
		}
		int middle = 1 + raw.length / 2;
		return key("EC", "crv", algorithm.nistName().endsWith("P256") ? "P-256" : "P-384", "x",
				base64(Arrays.copyOfRange(raw, 1, middle)), "y", base64(Arrays.copyOfRange(raw, middle, raw.length)));
	}

	private static byte[] fixed(Algorithm algorithm, byte[] raw) {
		if (raw.length != algorithm.sizes().publicKey()) {
			throw new IllegalArgumentException(algorithm + " public key: " + raw.length + " bytes (expected: "
					+ algorithm.sizes().publicKey() + ")");
		}
		return raw;
	}

	private static JsonWebKey key(String type, String... namesAndValues) {
		SequencedMap<String, String> members = new LinkedHashMap<>();
		members.put("kty", type);
		for (int i = 0; i < namesAndValues.length; i += 2) {
			members.put(namesAndValues[i], namesAndValues[i + 1]);
		}
		return new JsonWebKey(members);
	}

	private static String unsigned(BigInteger number) {
		return base64(BigIntegers.asUnsignedByteArray(number));
	}

	private static String base64(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

	/**
	 * The thumbprint with SHA-256 (RFC 7638).
	 * @return 43 characters of base64url
	 */
	public String thumbprint() {
		// names and values hold no character that JSON would escape
		String json = new TreeMap<>(this.members).entrySet()
			.stream()
			.map((member) -> "\"" + member.getKey() + "\":\"" + member.getValue() + "\"")
			.collect(Collectors.joining(",", "{", "}"));
		return base64(Digests.sha256(json.getBytes(StandardCharsets.US_ASCII)));
	}

}
