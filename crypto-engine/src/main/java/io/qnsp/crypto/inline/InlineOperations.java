package io.qnsp.crypto.inline;

import reactor.core.scheduler.Schedulers;

/**
 * The one list of crypto operations that run on the calling thread. Measured on two
 * cores: a hop to a lane and back costs from 3 microseconds (64 in flight) to about 20 (a
 * thread must wake up); small work costs less than that, and no bound lets one call hold
 * an event loop for more than about 40. Everything else runs on a
 * {@link io.qnsp.crypto.lane.Lane}.
 *
 * <table>
 * <caption>Inline operations and their bounds</caption>
 * <tr>
 * <th>operation</th>
 * <th>bound</th>
 * <th>cost at the bound (AES-NI, SHA-NI)</th>
 * <th>above the bound</th>
 * </tr>
 * <tr>
 * <td>{@code Keyring.wrap}, {@code unwrap}, {@code seal}, {@code open},
 * {@code Aead.encryptInline}, {@code decryptInline}</td>
 * <td>{@value #AES_GCM_BYTES} bytes of plaintext</td>
 * <td>about 12 microseconds; 2 to 3 for 200 bytes, key derivation included</td>
 * <td>always refused</td>
 * </tr>
 * <tr>
 * <td>{@code Digests.sha256}, {@code Digests.hmacSha256}, {@code Keyring.mac}</td>
 * <td>{@value #SHA_256_BYTES} bytes</td>
 * <td>about 18 microseconds</td>
 * <td>refused on an event-loop thread only</td>
 * </tr>
 * <tr>
 * <td>{@code Digests.sha3_256}</td>
 * <td>{@value #SHA3_256_BYTES} bytes</td>
 * <td>about 37 microseconds</td>
 * <td>refused on an event-loop thread only</td>
 * </tr>
 * <tr>
 * <td>{@code BareAead.encrypt}, {@code decrypt}, {@code Macs.mac}</td>
 * <td>as AES-GCM and HMAC above</td>
 * <td></td>
 * <td>on the lane, by itself</td>
 * </tr>
 * <tr>
 * <td>{@code KeyWrap.wrap}, {@code unwrap}</td>
 * <td>{@value #KEY_WRAP_BYTES} bytes</td>
 * <td>about 24 microseconds; 1.4 for 32 bytes</td>
 * <td>refused on an event-loop thread only</td>
 * </tr>
 * <tr>
 * <td>{@code Randoms.bytes}</td>
 * <td>{@value #RANDOM_BYTES} bytes</td>
 * <td>about 10 microseconds</td>
 * <td>always refused</td>
 * </tr>
 * <tr>
 * <td>{@code Digests.constantTimeEquals}, {@code SecretBytes.equals}</td>
 * <td>none</td>
 * <td>below a microsecond for tags, tokens and keys</td>
 * <td></td>
 * </tr>
 * </table>
 * Work above a bound, and batches of small work, goes to a lane as one piece:
 * {@code engine.fastLane().run("merkle-leaves", () -> ...)}.
 */
public final class InlineOperations {

	/** Most plaintext bytes of an inline AES-256-GCM operation. */
	public static final int AES_GCM_BYTES = 64 * 1024;

	/** Most bytes of an SHA-256 or HMAC-SHA-256 on an event-loop thread. */
	public static final int SHA_256_BYTES = 32 * 1024;

	/** Most bytes of an SHA3-256 on an event-loop thread. */
	public static final int SHA3_256_BYTES = 8 * 1024;

	/** Most bytes of a key that is wrapped on an event-loop thread. */
	public static final int KEY_WRAP_BYTES = 1024;

	/** Most random bytes drawn in one call. */
	public static final int RANDOM_BYTES = 4 * 1024;

	private InlineOperations() {
	}

	/**
	 * Refuses an operation above its bound.
	 * @param operation its name
	 * @param size bytes it was asked to process
	 * @param bound most bytes it takes
	 * @throws IllegalArgumentException above the bound
	 */
	public static void requireWithin(String operation, int size, int bound) {
		if (size > bound) {
			throw new IllegalArgumentException(
					operation + ": " + size + " bytes (expected inline: 0.." + bound + "; run it on a lane)");
		}
	}

	/**
	 * Refuses an operation above its bound on a thread that must not be held up; other
	 * threads may do as much as they like.
	 * @param operation its name
	 * @param size bytes it was asked to process
	 * @param bound most bytes it takes on an event-loop thread
	 * @throws IllegalArgumentException above the bound on such a thread
	 */
	public static void requireWithinOnEventLoop(String operation, int size, int bound) {
		if (size > bound && Schedulers.isInNonBlockingThread()) {
			requireWithin(operation, size, bound);
		}
	}

}
