package io.qnsp.kms.escrow.deposit;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.error.QnspException;
import io.qnsp.core.tenantkey.TenantKeys;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.aead.AeadKey;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.sharing.Share;
import io.qnsp.crypto.sharing.ShareSet;
import io.qnsp.crypto.sharing.SharesRefusedException;
import io.qnsp.kms.escrow.agent.Agent;
import io.qnsp.kms.escrow.agent.EscrowAgentRepository;
import io.qnsp.kms.escrow.model.Quorum;
import io.qnsp.kms.escrow.share.SharePlace;
import io.qnsp.kms.escrow.share.StoredShare;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Encrypts keys under random keys that exist only in shares, and opens them again. The
 * size of a key does not matter, as it is not what is shared.
 */
@Component
public final class Deposits {

	private static final SecretAccess DEPOSITING = SecretAccess.because("key that is encrypted for its escrow");

	private static final SecretAccess ENCRYPTING = SecretAccess.because("share that is encrypted to its agent");

	private final CryptoEngine engine;

	private final TenantKeys tenantKeys;

	private final EscrowAgentRepository agents;

	Deposits(CryptoEngine engine, TenantKeys tenantKeys, EscrowAgentRepository agents) {
		this.engine = engine;
		this.tenantKeys = tenantKeys;
		this.agents = agents;
	}

	/**
	 * Deposits a key, in the surrounding transaction: the agents' public keys stay what
	 * they are until it ends.
	 * @param material the key, open until the answer
	 * @param place which share set of which escrow it will be
	 * @param quorum who gets shares
	 * @return what to store
	 */
	public Mono<Deposit> make(SecretBytes material, SharePlace place, Quorum quorum) {
		return this.agents.keysOf(place.tenantId(), quorum.holders())
			.flatMap((keys) -> Mono.usingWhen(Mono.fromSupplier(() -> this.engine.randoms().secret(AeadKey.BYTES)),
					(random) -> encrypted(material, random, place)
						.flatMap((ciphertext) -> shared(random, place, quorum, keys)
							.map((shared) -> new Deposit(ciphertext, shared.fingerprint, shared.shares))),
					(random) -> Mono.fromRunnable(random::close)));
	}

	private Mono<byte[]> encrypted(SecretBytes material, SecretBytes random, SharePlace place) {
		return Mono.using(() -> material.toByteArray(DEPOSITING),
				(bytes) -> this.engine.bareAead().encrypt(Algorithm.AES_256_GCM, random, bytes, place.associatedData()),
				(bytes) -> Arrays.fill(bytes, (byte) 0));
	}

	private Mono<Shared> shared(SecretBytes random, SharePlace place, Quorum quorum, Map<String, Agent> keys) {
		List<String> holders = quorum.holders();
		return Mono.usingWhen(this.engine.sharing().split(random, quorum.threshold(), holders.size()),
				(set) -> Flux.fromIterable(set.shares())
					.concatMap((share) -> stored(share, place, holders.get(share.index() - 1), keys))
					.collectList()
					.map((shares) -> new Shared(set.fingerprint(), shares)),
				(ShareSet set) -> Mono.fromRunnable(set::close));
	}

	private Mono<StoredShare> stored(Share share, SharePlace place, String agentId, Map<String, Agent> keys) {
		Agent agent = keys.get(agentId);
		return Mono
			.using(share::encode,
					(encoded) -> content(encoded, place, agentId, agent).map((content) -> new StoredShare(agentId,
							share.index(), (agent != null) ? agent.algorithm() : null, content, null)),
					SecretBytes::close);
	}

	private Mono<byte[]> content(SecretBytes encoded, SharePlace place, String agentId, @Nullable Agent agent) {
		if (agent == null) {
			return this.tenantKeys.seal(encoded, place.sealedFor(agentId));
		}
		return Mono.using(() -> encoded.toByteArray(ENCRYPTING),
				(bytes) -> this.engine.hybridEncryption()
					.encrypt(agent.algorithm(), agent.publicKey(), bytes, place.bytesBoundTo(agentId)),
				(bytes) -> Arrays.fill(bytes, (byte) 0));
	}

	/**
	 * Opens a deposit.
	 * @param escrow the escrow
	 * @param shares shares of its present set, open until the answer
	 * @return the key; the caller closes it. A 409 when they do not open it
	 */
	public Mono<SecretBytes> open(StoredEscrow escrow, List<Share> shares) {
		byte[] ciphertext = escrow.ciphertext();
		if (ciphertext == null) {
			return Mono.error(notOpened(escrow.escrowId()));
		}
		return Mono
			.usingWhen(this.engine.sharing().combine(shares, escrow.fingerprint()),
					(random) -> this.engine.bareAead()
						.decrypt(Algorithm.AES_256_GCM, random, ciphertext, escrow.place().associatedData())
						.map(SecretBytes::takeOver),
					(random) -> Mono.fromRunnable(random::close))
			.onErrorMap((ex) -> ex instanceof SharesRefusedException || ex instanceof DecryptionException,
					(ex) -> notOpened(escrow.escrowId()));
	}

	/**
	 * The refusal of shares that do not open a deposit.
	 * @param escrowId the escrow
	 * @return a 409 that tells nothing about the key
	 */
	public static QnspException notOpened(UUID escrowId) {
		return QnspException
			.conflict("The shares do not open the escrow %s; nothing was done (expected: intact shares and ciphertext)"
				.formatted(escrowId));
	}

	private record Shared(byte[] fingerprint, List<StoredShare> shares) {

	}

}
