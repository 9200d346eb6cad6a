package io.qnsp.crypto.mac;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;

import javax.crypto.Mac;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.inline.InlineOperations;
import io.qnsp.crypto.lane.Lane;
import io.qnsp.crypto.provider.SecurityProviders;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import reactor.core.publisher.Mono;

/**
 * HMAC-SHA-256 and HMAC-SHA3-256 (FIPS 198-1), tags of 32 bytes.
 * <p>
 * <b>Security guarantees.</b> Unforgeable under chosen-message attack. Tags are compared
 * in constant time. Who can verify can also make tags.
 */
public final class Macs {

	private static final SecretAccess KEY = SecretAccess.because("HMAC key for the JDK's Mac");

	private final Lane lane;

	/**
	 * The primitive on a lane.
	 * @param lane where long messages are processed
	 */
	public Macs(Lane lane) {
		this.lane = lane;
	}

	/**
	 * Makes a tag: of short messages at once, of longer ones on the lane.
	 * @param algorithm of the HMAC family
	 * @param key open until the answer
	 * @param message any length; unchanged until the answer
	 * @return 32 bytes
	 */
	public Mono<byte[]> mac(Algorithm algorithm, SecretBytes key, byte[] message) {
		return (message.length <= bound(algorithm)) ? Mono.fromCallable(() -> macHere(algorithm, key, message))
				: this.lane.run(algorithm.id() + ".mac", () -> macHere(algorithm, key, message));
	}

	/**
	 * Verifies a tag.
	 * @param algorithm of the HMAC family
	 * @param key open until the answer
	 * @param message any length; unchanged until the answer
	 * @param tag what {@link #mac} made
	 * @return false for any other tag
	 */
	public Mono<Boolean> verify(Algorithm algorithm, SecretBytes key, byte[] message, byte[] tag) {
		return mac(algorithm, key, message).map((expected) -> MessageDigest.isEqual(expected, tag));
	}

	/**
	 * {@link #mac} on the calling thread, for work that is on a lane already.
	 * @param algorithm of the HMAC family
	 * @param key an open key
	 * @param message within the inline bound when on an event loop
	 * @return 32 bytes
	 */
	public byte[] macHere(Algorithm algorithm, SecretBytes key, byte[] message) {
		String name = switch (algorithm) {
			case HMAC_SHA_256 -> "HmacSHA256";
			case HMAC_SHA3_256 -> "HmacSHA3-256";
			default -> throw new IllegalArgumentException(algorithm + " (expected: HMAC)");
		};
		InlineOperations.requireWithinOnEventLoop(algorithm.id(), message.length, bound(algorithm));
		try {
			Mac mac = Mac.getInstance(name, SecurityProviders.jdk("SunJCE"));
			mac.init(key.asKey(KEY, name));
			return mac.doFinal(message);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(algorithm + ": failed", ex);
		}
	}

	private static int bound(Algorithm algorithm) {
		return (algorithm == Algorithm.HMAC_SHA3_256) ? InlineOperations.SHA3_256_BYTES
				: InlineOperations.SHA_256_BYTES;
	}

}
