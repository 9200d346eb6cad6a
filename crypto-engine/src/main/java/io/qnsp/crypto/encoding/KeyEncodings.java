package io.qnsp.crypto.encoding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;

import io.qnsp.crypto.catalogue.Algorithm;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Turns raw keys into the structures that other software reads, and back. A raw public
 * key is the content of its bit string: the standard's own encoding for post-quantum and
 * Edwards keys, the uncompressed point for the NIST curves, PKCS#1 for RSA. A raw private
 * key is the content of its octet string: RFC 5915 for the NIST curves, PKCS#1 for RSA,
 * the seed for the rest. LMS keys are written as RFC 9802 has them. XMSS has two object
 * identifiers, and its raw public key does not say which: it has no X.509 form here.
 */
public final class KeyEncodings {

	private static final String NIST_SIGNATURES = "2.16.840.1.101.3.4.3";

	private static final String NIST_KEMS = "2.16.840.1.101.3.4.4";

	private static final Map<Algorithm, AlgorithmIdentifier> IDENTIFIERS = identifiers();

	private KeyEncodings() {
	}

	/**
	 * Whether an algorithm has a registered object identifier, and so X.509 forms.
	 * @param algorithm any
	 * @return false for symmetric keys, for X25519MLKEM768, for XMSS and for experiments
	 */
	public static boolean hasX509(Algorithm algorithm) {
		return IDENTIFIERS.containsKey(algorithm);
	}

	/**
	 * The SubjectPublicKeyInfo of a raw public key (RFC 5280, section 4.1).
	 * @param algorithm what the key is for
	 * @param raw the raw public key
	 * @return DER
	 * @throws IllegalArgumentException if the algorithm has no X.509 form
	 */
	public static byte[] subjectPublicKeyInfo(Algorithm algorithm, byte[] raw) {
		return der(new SubjectPublicKeyInfo(identifier(algorithm), raw));
	}

	/**
	 * The raw public key of a SubjectPublicKeyInfo.
	 * @param algorithm what the key must be for
	 * @param der the structure
	 * @return the raw key, or empty if it is malformed or of another algorithm
	 */
	public static Optional<byte[]> rawPublicKey(Algorithm algorithm, byte[] der) {
		try {
			SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(der);
			return sameAlgorithm(algorithm, info.getAlgorithm()) ? Optional.of(info.getPublicKeyData().getOctets())
					: Optional.empty();
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			return Optional.empty();
		}
	}

	/**
	 * The PKCS#8 structure of a raw private key (RFC 5958, 8410, 9881, 9935). The caller
	 * wipes it.
	 * @param algorithm what the key is for
	 * @param raw the raw private key
	 * @return DER
	 * @throws IllegalArgumentException if the algorithm has no X.509 form
	 */
	public static byte[] pkcs8(Algorithm algorithm, byte[] raw) {
		return switch (algorithm.family()) {
			case EDDSA, XDH -> pkcs8(algorithm, new DEROctetString(raw));
			case ML_DSA, ML_KEM -> pkcs8(algorithm, new DERTaggedObject(false, 0, new DEROctetString(raw)));
			default -> der(privateKeyInfo(algorithm, raw));
		};
	}

	/**
	 * The PKCS#8 structure of an expanded ML-DSA or ML-KEM private key, for providers
	 * that don't read seeds. The caller wipes it.
	 * @param algorithm what the key is for
	 * @param expanded the standard's private key
	 * @return DER
	 */
	public static byte[] expandedPkcs8(Algorithm algorithm, byte[] expanded) {
		return pkcs8(algorithm, new DEROctetString(expanded));
	}

	private static byte[] pkcs8(Algorithm algorithm, ASN1Object content) {
		return der(privateKeyInfo(algorithm, der(content)));
	}

	/**
	 * The raw private key of a PKCS#8 structure. The caller wipes it.
	 * @param algorithm what the key must be for
	 * @param der the structure; ML-DSA and ML-KEM keys must hold their seed
	 * @return the raw key, or empty if it is malformed or of another algorithm
	 */
	public static Optional<byte[]> rawPrivateKey(Algorithm algorithm, byte[] der) {
		try {
			PrivateKeyInfo info = PrivateKeyInfo.getInstance(der);
			return sameAlgorithm(algorithm, info.getPrivateKeyAlgorithm())
					? raw(algorithm, info.getPrivateKey().getOctets()) : Optional.empty();
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			return Optional.empty();
		}
	}

	private static Optional<byte[]> raw(Algorithm algorithm, byte[] content) {
		return switch (algorithm.family()) {
			case EDDSA, XDH -> Optional.of(ASN1OctetString.getInstance(content).getOctets());
			case ML_DSA, ML_KEM -> seed(content);
			default -> Optional.of(content);
		};
	}

	// Either the seed alone, or the seed and the expanded key, which it makes
	// superfluous.
	private static Optional<byte[]> seed(byte[] content) {
		ASN1Primitive form = parsed(content);
		if (form instanceof ASN1TaggedObject tagged && tagged.hasContextTag(0)) {
			return Optional.of(ASN1OctetString.getInstance(tagged, false).getOctets());
		}
		return (form instanceof ASN1Sequence both)
				? Optional.of(ASN1OctetString.getInstance(both.getObjectAt(0)).getOctets()) : Optional.empty();
	}

	private static ASN1Primitive parsed(byte[] content) {
		try {
			return ASN1Primitive.fromByteArray(content);
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("private key: not DER", ex);
		}
	}

	private static boolean sameAlgorithm(Algorithm algorithm, AlgorithmIdentifier found) {
		AlgorithmIdentifier expected = identifier(algorithm);
		ASN1Encodable curve = expected.getParameters();
		return expected.getAlgorithm().equals(found.getAlgorithm())
				&& (curve == null || curve.equals(DERNull.INSTANCE) || curve.equals(found.getParameters()));
	}

	private static PrivateKeyInfo privateKeyInfo(Algorithm algorithm, byte[] content) {
		return new PrivateKeyInfo(identifier(algorithm), content, null, null);
	}

	private static AlgorithmIdentifier identifier(Algorithm algorithm) {
		AlgorithmIdentifier identifier = IDENTIFIERS.get(algorithm);
		if (identifier == null) {
			throw new IllegalArgumentException(
					algorithm + ": has no X.509 form (expected: one with an object identifier)");
		}
		return identifier;
	}

	private static byte[] der(ASN1Object object) {
		try {
			return object.getEncoded("DER");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Map<Algorithm, AlgorithmIdentifier> identifiers() {
		Map<Algorithm, AlgorithmIdentifier> all = new EnumMap<>(Algorithm.class);
		for (Algorithm rsa : new Algorithm[] { Algorithm.RSA_2048, Algorithm.RSA_3072, Algorithm.RSA_4096 }) {
			all.put(rsa, new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE));
		}
		for (Algorithm p256 : new Algorithm[] { Algorithm.ECDSA_P256, Algorithm.ECDH_P256 }) {
			all.put(p256, new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp256r1));
		}
		for (Algorithm p384 : new Algorithm[] { Algorithm.ECDSA_P384, Algorithm.ECDH_P384 }) {
			all.put(p384, new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp384r1));
		}
		all.put(Algorithm.ED25519, new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.101.112")));
		all.put(Algorithm.X25519, new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.101.110")));
		numbered(all, NIST_KEMS, 1, Algorithm.ML_KEM_512, Algorithm.ML_KEM_1024);
		numbered(all, NIST_SIGNATURES, 17, Algorithm.ML_DSA_44, Algorithm.ML_DSA_87);
		numbered(all, NIST_SIGNATURES, 20, Algorithm.SLH_DSA_SHA2_128S, Algorithm.SLH_DSA_SHAKE_256F);
		all.put(Algorithm.X_WING, new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.6.1.4.1.62253.25722")));
		all.put(Algorithm.LMS, new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.3.17")));
		all.put(Algorithm.ML_DSA_65_ED25519, new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.6.48")));
		all.put(Algorithm.ML_DSA_87_ECDSA_P384,
				new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.6.49")));
		return all;
	}

	/** NIST numbers its parameter sets in the catalogue's order. */
	private static void numbered(Map<Algorithm, AlgorithmIdentifier> all, String arc, int first, Algorithm from,
			Algorithm to) {
		int number = first;
		for (Algorithm algorithm : EnumSet.range(from, to)) {
			all.put(algorithm, new AlgorithmIdentifier(new ASN1ObjectIdentifier(arc + "." + number)));
			number++;
		}
	}

}
