package io.qnsp.audit.integrity.seal;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.qnsp.app.signing.PlatformKeys;
import io.qnsp.app.signing.PlatformPublicKey;
import io.qnsp.core.integrity.Checkpoint;
import io.qnsp.crypto.CryptoEngine;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Signs checkpoints with a key of the platform that signs nothing else, and verifies
 * them.
 */
@Component
public final class CheckpointSignatures {

	private static final String PURPOSE = "audit.checkpoint";

	private static final UUID NO_KEY = new UUID(0, 0);

	private final PlatformKeys keys;

	private final CryptoEngine engine;

	CheckpointSignatures(PlatformKeys keys, CryptoEngine engine) {
		this.keys = keys;
		this.engine = engine;
	}

	/**
	 * The public keys, also of those that sign no more.
	 * @return the newest first
	 */
	public Mono<List<PlatformPublicKey>> keys() {
		return this.keys.publicKeys(PURPOSE);
	}

	/**
	 * Signs a checkpoint. The key's id is part of what is signed, and which key signs is
	 * known for certain only afterwards: after a rotation it is signed once more.
	 * @param unsigned the checkpoint, whatever key and signature it names
	 * @return the signed checkpoint
	 */
	Mono<Checkpoint> sign(Checkpoint unsigned) {
		return keys().map((known) -> known.getFirst().keyId())
			.defaultIfEmpty(NO_KEY)
			.flatMap((keyId) -> sign(unsigned.signed(keyId, ""), 2));
	}

	private Mono<Checkpoint> sign(Checkpoint named, int tries) {
		return this.keys.sign(PURPOSE, named.signedBytes()).flatMap((signature) -> {
			if (signature.keyId().equals(named.keyId())) {
				return Mono.just(named.signed(named.keyId(), Base64.getEncoder().encodeToString(signature.bytes())));
			}
			return (tries > 0) ? sign(named.signed(signature.keyId(), ""), tries - 1)
					: Mono.error(new IllegalStateException("The key of checkpoints changes with each signature"));
		});
	}

	/**
	 * Whether a checkpoint is signed by a key of the platform.
	 * @param checkpoint the checkpoint
	 * @return whether it is; empty when the platform has no key of that name
	 */
	public Mono<Boolean> verify(Checkpoint checkpoint) {
		return keys().flatMap((known) -> Mono.justOrEmpty(find(known, checkpoint.keyId())))
			.flatMap((key) -> this.engine.signatures()
				.verify(PlatformKeys.ALGORITHM, key.publicKey(), checkpoint.signedBytes(),
						Base64.getDecoder().decode(checkpoint.signature())));
	}

	private static Optional<PlatformPublicKey> find(List<PlatformPublicKey> known, UUID keyId) {
		return known.stream().filter((key) -> key.keyId().equals(keyId)).findFirst();
	}

}
