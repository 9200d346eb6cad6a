package io.qnsp.crypto;

import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.micrometer.core.instrument.MeterRegistry;
import io.qnsp.crypto.aead.Aead;
import io.qnsp.crypto.aead.BareAead;
import io.qnsp.crypto.hybrid.HybridEncryption;
import io.qnsp.crypto.imported.KeyImports;
import io.qnsp.crypto.kem.Kems;
import io.qnsp.crypto.keyring.Keyring;
import io.qnsp.crypto.keyring.RootKey;
import io.qnsp.crypto.lane.Lane;
import io.qnsp.crypto.lane.Lanes;
import io.qnsp.crypto.mac.Macs;
import io.qnsp.crypto.provider.NoProviderException;
import io.qnsp.crypto.provider.ProviderChoices;
import io.qnsp.crypto.random.Randoms;
import io.qnsp.crypto.sharing.SecretSharing;
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

	private final Lanes lanes;

	private final Randoms randoms;

	private final Signatures signatures;

	private final Kems kems;

	private final Aead aead;

	private final BareAead bareAead;

	private final Macs macs;

	private final HybridEncryption hybridEncryption;

	private final KeyImports imports;

	private final SecretSharing sharing;

	private final ProviderChoices choices;

	private CryptoEngine(CryptoEngineSettings settings, MeterRegistry registry) {
		this.randoms = Randoms.seeded();
		this.lanes = new Lanes(
				Lane.start("crypto-fast", settings.fastThreads(), settings.fastQueuePerThread(), settings.answersOn(),
						registry),
				Lane.start("crypto-slow", settings.slowThreads(), settings.slowQueuePerThread(), settings.answersOn(),
						registry));
		this.choices = new ProviderChoices(settings.pins());
		// Their self tests are most of a start: side by side they take half of the time.
		CompletableFuture<Kems> besides = CompletableFuture
			.supplyAsync(() -> new Kems(this.lanes, this.randoms, this.choices));
		this.signatures = new Signatures(this.lanes, this.randoms, this.choices);
		this.kems = result(besides);
		this.aead = new Aead(this.lanes.fast(), this.randoms);
		this.bareAead = new BareAead(this.lanes.fast(), this.randoms);
		this.macs = new Macs(this.lanes.fast());
		this.imports = new KeyImports(this.lanes, this.signatures, this.kems);
		this.sharing = new SecretSharing(this.lanes, this.randoms);
		this.hybridEncryption = new HybridEncryption(this.lanes.fast(), this.kems, this.bareAead);
	}

	private static Kems result(CompletableFuture<Kems> kems) {
		try {
			return kems.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof NoProviderException refused) ? refused : ex;
		}
	}

	/**
	 * Runs the self test, seeds the random source and starts the lanes. Blocks for some
	 * hundred milliseconds when cold: call it at start-up, never on an event loop.
	 * @param settings how the lanes are sized
	 * @param registry where the lanes' meters live
	 * @return the running engine; the caller closes it
	 * @throws CryptoSelfTestException if a primitive does not give its known answer
	 * @throws NoProviderException if an operation has no provider that does
	 */
	public static CryptoEngine start(CryptoEngineSettings settings, MeterRegistry registry) {
		SelfTest.ofEverything().run();
		return new CryptoEngine(settings, registry);
	}

	/**
	 * Digital signatures.
	 * @return the primitive
	 */
	public Signatures signatures() {
		return this.signatures;
	}

	/**
	 * Key encapsulation.
	 * @return the primitive, on the fast lane
	 */
	public Kems kems() {
		return this.kems;
	}

	/**
	 * Keys from outside.
	 * @return what takes them in
	 */
	public KeyImports imports() {
		return this.imports;
	}

	/**
	 * Secrets in shares.
	 * @return the primitive, on the fast lane; large sets on the slow one
	 */
	public SecretSharing sharing() {
		return this.sharing;
	}

	/**
	 * Encryption to a public key.
	 * @return the primitive, on the fast lane
	 */
	public HybridEncryption hybridEncryption() {
		return this.hybridEncryption;
	}

	/**
	 * Authenticated encryption with keys that have no name.
	 * @return the primitive, inline or on the fast lane
	 */
	public BareAead bareAead() {
		return this.bareAead;
	}

	/**
	 * Message authentication codes.
	 * @return the primitive, inline or on the fast lane
	 */
	public Macs macs() {
		return this.macs;
	}

	/**
	 * Authenticated encryption in envelopes that name their key.
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
		return this.lanes.fast();
	}

	/**
	 * The lane for work of tens of milliseconds and more.
	 * @return {@code crypto-slow}
	 */
	public Lane slowLane() {
		return this.lanes.slow();
	}

	/**
	 * Who computes what in this process.
	 * @return operation to provider, sorted by operation
	 */
	public SequencedMap<String, ProviderChoices.Choice> providers() {
		return this.choices.made();
	}

	/**
	 * Closes the lanes: what waits fails, what runs still answers. Keys and keyrings have
	 * their own life.
	 */
	@Override
	public void close() {
		this.lanes.fast().close();
		this.lanes.slow().close();
	}

}
