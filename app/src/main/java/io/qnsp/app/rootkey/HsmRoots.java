package io.qnsp.app.rootkey;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.qnsp.app.hsm.HsmWrappingKey;
import io.qnsp.app.rootkey.HsmRootRepository.Stored;
import io.qnsp.core.sql.Transactions;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.aead.AssociatedData;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.aead.KeyId;
import io.qnsp.crypto.keyring.Keyring;
import io.qnsp.crypto.keyring.RootKey;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.hsm.HsmConnection;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmKeyAlgorithm;
import io.qnsp.hsm.HsmKeyRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds the root key in the HSM, or makes it when the installation has none of that label
 * yet, and opens the sealing secrets that it and its predecessors wrap.
 */
final class HsmRoots {

	private static final Logger log = LoggerFactory.getLogger(HsmRoots.class);

	private static final AssociatedData SECRET = AssociatedData.of("hsm-root v1", "sealing secret");

	private final HsmConnection hsm;

	private final HsmRootRepository repository;

	private final Transactions transactions;

	private final CryptoEngine engine;

	private final Clock clock;

	HsmRoots(HsmConnection hsm, HsmRootRepository repository, Transactions transactions, CryptoEngine engine,
			Clock clock) {
		this.hsm = hsm;
		this.repository = repository;
		this.transactions = transactions;
		this.engine = engine;
		this.clock = clock;
	}

	/**
	 * Opens the root keys.
	 * @param label label of the current one
	 * @param files root keys that were in files; closed with the keyring
	 * @return the root keys, which the caller closes, this connection with them
	 */
	Mono<RootKeys> open(String label, List<RootKey> files) {
		Mono<List<Stored>> all = this.repository.lock()
			.thenMany(this.repository.all())
			.collectList()
			.flatMap((known) -> current(label, known).map((current) -> currentFirst(current, known)));
		return this.transactions.inTransaction(all)
			.flatMap((stored) -> Flux.fromIterable(stored).concatMap(this::opened).collectList())
			.map((opened) -> rootKeys(label, opened, files));
	}

	private Mono<Stored> current(String label, List<Stored> known) {
		Stored before = known.stream().filter((root) -> root.label().equals(label)).findFirst().orElse(null);
		Mono<HsmKey> make = Mono.defer(() -> {
			log.info("The HSM has no key {} yet: it makes one, which is the root key from now on", label);
			return this.hsm
				.create(new HsmKeyRequest(HsmKeyAlgorithm.AES_256, Set.of(HsmKeyRequest.Use.ENCRYPT), label));
		});
		return this.hsm.find(HsmKeyAlgorithm.AES_256, label)
			.switchIfEmpty((before == null) ? make : Mono.error(() -> missing(label)))
			.flatMap((key) -> {
				HsmWrappingKey wrapping = new HsmWrappingKey(this.hsm, key);
				if (before == null) {
					return add(wrapping, label);
				}
				return before.rootKeyId().equals(wrapping.id().toString()) ? Mono.just(before)
						: Mono.error(() -> missing(label));
			});
	}

	private static IllegalStateException missing(String label) {
		return new IllegalStateException(("The HSM has no key %s that this installation's keys are wrapped with "
				+ "(expected: the HSM, or the restored backup of it, that they were made with)")
			.formatted(label));
	}

	private Mono<Stored> add(HsmWrappingKey key, String label) {
		return Mono
			.using(() -> this.engine.randoms().secret(RootKey.BYTES), (fresh) -> key.wrap(fresh, SECRET),
					SecretBytes::close)
			.map((wrapped) -> new Stored(key.id().toString(), label, key.key().reference(), wrapped))
			.flatMap((made) -> this.repository.insert(made, this.clock.instant()).thenReturn(made));
	}

	private static List<Stored> currentFirst(Stored current, List<Stored> known) {
		List<Stored> all = new ArrayList<>(List.of(current));
		known.stream().filter((root) -> !root.rootKeyId().equals(current.rootKeyId())).forEach(all::add);
		return all;
	}

	private Mono<Opened> opened(Stored stored) {
		HsmWrappingKey key = new HsmWrappingKey(this.hsm,
				new HsmKey(stored.reference(), HsmKeyAlgorithm.AES_256, null));
		return key.unwrap(stored.wrappedSecret(), SECRET)
			.map((secret) -> new Opened(stored.label(), key, RootKey.of(secret)))
			.onErrorMap(DecryptionException.class,
					(ex) -> new IllegalStateException(
							"Key %s of the HSM does not open what it wrapped (expected: the data or the key unchanged)"
								.formatted(stored.label()),
							ex))
			.onErrorResume(HsmException.class, (ex) -> {
				if (ex.problem() != HsmException.Problem.KEY_MISSING) {
					return Mono.error(ex);
				}
				log.warn(
						"The HSM has no key {} any more, which was the root key once: what it still wraps stays closed",
						stored.label());
				return Mono.empty();
			});
	}

	private RootKeys rootKeys(String label, List<Opened> opened, List<RootKey> files) {
		Opened current = opened.stream()
			.filter((root) -> root.label().equals(label))
			.findFirst()
			.orElseThrow(() -> missing(label));
		List<RootKey> retired = new ArrayList<>(files);
		Map<KeyId, HsmWrappingKey> inHsm = new LinkedHashMap<>();
		for (Opened root : opened) {
			inHsm.put(root.key().id(), root.key());
			if (!root.key().id().equals(current.key().id())) {
				retired.add(root.secret());
			}
		}
		Keyring keyring = this.engine.keyring(current.secret(), retired.toArray(RootKey[]::new));
		log.info("The root key is key {} of the HSM", label);
		return new RootKeys(keyring, new HsmRootWrapping(current.key(), inHsm, keyring.wrapping()), this.hsm);
	}

	private record Opened(String label, HsmWrappingKey key, RootKey secret) {

	}

}
