package io.qnsp.crypto.imported;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.encoding.KeyEncodings;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Public keys from outside, out of their wrapping and in the one spelling that is stored.
 */
final class PublicForm {

	/** Of RFC 9802: one tree, and several. */
	private static final Set<String> XMSS = Set.of("1.3.6.1.5.5.7.6.34", "1.3.6.1.5.5.7.6.35");

	private static final int FALCON_MODULUS = 12289;

	private static final int FALCON_BITS = 14;

	private PublicForm() {
	}

	/**
	 * The raw key, not validated.
	 * @param given SubjectPublicKeyInfo or raw
	 * @throws IllegalArgumentException for a SubjectPublicKeyInfo of another algorithm
	 */
	static byte[] raw(Algorithm algorithm, byte[] given) {
		Optional<SubjectPublicKeyInfo> info = (given.length == algorithm.sizes().publicKey()) ? Optional.empty()
				: info(given);
		if (info.isEmpty()) {
			return given.clone();
		}
		Optional<byte[]> raw = switch (algorithm) {
			case XMSS -> xmss(info.get());
			default -> KeyEncodings.hasX509(algorithm) ? KeyEncodings.rawPublicKey(algorithm, given) : Optional.empty();
		};
		byte[] found = raw.orElseThrow(() -> new IllegalArgumentException(
				algorithm + " public key: SubjectPublicKeyInfo of " + info.get().getAlgorithm().getAlgorithm()
						+ " (expected: the identifier and curve of " + algorithm + ", or the raw key)"));
		return (algorithm == Algorithm.LMS) ? unwrapped(found) : found;
	}

	/**
	 * Checks what the primitives do not, and answers the one spelling.
	 * @throws IllegalArgumentException if it is no key of the algorithm
	 */
	static byte[] normalized(Algorithm algorithm, byte[] raw) {
		requireLength(algorithm, raw);
		return switch (algorithm.family()) {
			case RSA -> RsaKeys.normalizedPublic(algorithm, raw);
			case ECDSA, ECDH -> CurveKeys.uncompressed(algorithm, raw);
			case EDDSA -> ed25519(algorithm, raw);
			case FN_DSA -> falcon(algorithm, raw);
			case COMPOSITE_SIGNATURE -> CompositeKeys.normalizedPublic(algorithm, raw);
			default -> raw;
		};
	}

	// A point may come compressed.
	private static void requireLength(Algorithm algorithm, byte[] raw) {
		int expected = algorithm.sizes().publicKey();
		boolean compressed = switch (algorithm.family()) {
			case ECDSA, ECDH -> raw.length == expected / 2 + 1;
			default -> false;
		};
		if (expected != 0 && raw.length != expected && !compressed) {
			throw new IllegalArgumentException(
					algorithm + " public key: " + raw.length + " bytes (expected: " + expected + ")");
		}
	}

	static byte[] ed25519(Algorithm algorithm, byte[] raw) {
		if (!Ed25519.validatePublicKeyFull(raw, 0)) {
			throw new IllegalArgumentException(algorithm
					+ " public key: not a point of the prime-order group (expected: RFC 8032, section 5.1.2)");
		}
		return raw;
	}

	private static byte[] falcon(Algorithm algorithm, byte[] raw) {
		int value = 0;
		int bits = 0;
		for (int i = 1; i < raw.length; i++) {
			value = (value << Byte.SIZE) | (raw[i] & 0xff);
			bits += Byte.SIZE;
			if (bits >= FALCON_BITS) {
				bits -= FALCON_BITS;
				if ((value >>> bits) >= FALCON_MODULUS) {
					throw new IllegalArgumentException(
							algorithm + " public key: a coefficient out of range (expected: below 12289)");
				}
				value &= (1 << bits) - 1;
			}
		}
		return raw;
	}

	private static Optional<byte[]> xmss(SubjectPublicKeyInfo info) {
		return XMSS.contains(info.getAlgorithm().getAlgorithm().getId())
				? Optional.of(info.getPublicKeyData().getOctets()) : Optional.empty();
	}

	// RFC 8708 put the key into an octet string, RFC 9802 does not. A key begins with its
	// number of levels, 0x00000001 to 8, and so with no octet string's tag.
	private static byte[] unwrapped(byte[] found) {
		if (found.length > 0 && found[0] == 0x04) {
			try {
				return ASN1OctetString.getInstance(found).getOctets();
			}
			catch (IllegalArgumentException ex) {
				return found;
			}
		}
		return found;
	}

	private static Optional<SubjectPublicKeyInfo> info(byte[] given) {
		try {
			SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(given);
			return (info.getPublicKeyData().getPadBits() == 0) ? Optional.of(info) : Optional.empty();
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			return Optional.empty();
		}
	}

	static byte[] part(byte[] bytes, int from) {
		return Arrays.copyOfRange(bytes, from, bytes.length);
	}

}
