package io.qnsp.crypto;

import io.micrometer.core.instrument.MeterRegistry;
import io.qnsp.crypto.aead.Aead;
import io.qnsp.crypto.keyring.Keyring;
import io.qnsp.crypto.keyring.RootKey;
import io.qnsp.crypto.lane.Lane;
import io.qnsp.crypto.random.Randoms;
import io.qnsp.crypto.signature.Signatures;

/**
 * The one entrance to the engine: primitives, lanes and randomness.
 * <p>
 * <b>Security guarantees.</b> An engine exists only if every primitive it offers gave its
 * known answer in this process. Each primitive states its own guarantees. No computation
 * runs on the caller's thread but those listed in
 * {@link io.qnsp.crypto.inline.InlineOperations}.
 */
public final class CryptoEngine implements AutoCloseable {

	private final Lane fastLane;

	private final Lane slowLane;

	private final Randoms randoms;

	private final Signatures signatures;

	private final Aead aead;

	private CryptoEngine(CryptoEngineSettings settings, MeterRegistry registry) {
		this.randoms = Randoms.seeded();
		this.fastLane = Lane.start("crypto-fast", settings.fastThreads(), settings.fastQueuePerThread(),
				settings.answersOn(), registry);
		this.slowLane = Lane.start("crypto-slow", settings.slowThreads(), settings.slowQueuePerThread(),
				settings.answersOn(), registry);
		this.signatures = new Signatures(this.fastLane, this.randoms);
		this.aead = new Aead(this.fastLane, this.randoms);
	}

	/**
	 * Runs the self test, seeds the random source and starts the lanes. Blocks for some
	 * hundred milliseconds when cold: call it at start-up, never on an event loop.
	 * @param settings how the lanes are sized
	 * @param registry where the lanes' meters live
	 * @return the running engine; the caller closes it
	 * @throws CryptoSelfTestException if a primitive does not give its known answer
	 */
	public static CryptoEngine start(CryptoEngineSettings settings, MeterRegistry registry) {
		SelfTest.ofEverything().run();
		return new CryptoEngine(settings, registry);
	}

	/**
	 * Digital signatures.
	 * @return the primitive, on the fast lane
	 */
	public Signatures signatures() {
		return this.signatures;
	}

	/**
	 * Authenticated encryption.
	 * @return the primitive, on the fast lane
	 */
	public Aead aead() {
		return this.aead;
	}

	/**
	 * A keyring on this engine.
	 * @param current the root key for everything new; closed with the keyring
	 * @param retired root keys of what was made earlier; closed with the keyring
	 * @return the keyring; the caller closes it
	 */
	public Keyring keyring(RootKey current, RootKey... retired) {
		return new Keyring(this.aead, current, retired);
	}

	/**
	 * Randomness.
	 * @return the one source, safe on event loops
	 */
	public Randoms randoms() {
		return this.randoms;
	}

	/**
	 * The lane for work of up to some milliseconds, and for batches of small work.
	 * @return {@code crypto-fast}
	 */
	public Lane fastLane() {
		return this.fastLane;
	}

	/**
	 * The lane for work of tens of milliseconds and more.
	 * @return {@code crypto-slow}
	 */
	public Lane slowLane() {
		return this.slowLane;
	}

	/**
	 * Closes the lanes: what waits fails, what runs still answers. Keys and keyrings have
	 * their own life.
	 */
	@Override
	public void close() {
		this.fastLane.close();
		this.slowLane.close();
	}

}
