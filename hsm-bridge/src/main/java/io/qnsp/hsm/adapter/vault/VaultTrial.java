package io.qnsp.hsm.adapter.vault;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import com.azure.security.keyvault.keys.models.KeyVaultKey;
import io.qnsp.hsm.HsmCapabilities;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmKeyAlgorithm;
import io.qnsp.hsm.HsmKeyAlgorithm.Family;
import io.qnsp.hsm.HsmKeyRequest;
import io.qnsp.hsm.HsmKeyRequest.Use;
import io.qnsp.hsm.HsmSignatureScheme;
import io.qnsp.hsm.HsmToken;
import io.qnsp.hsm.HsmWrapScheme;
import io.qnsp.hsm.adapter.vault.network.VaultAddress;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tries what a vault can do by three keys, one a family: AES-256, RSA-2048 and P-256.
 * Each is made, used in all ways, deleted and, where that is allowed, purged. The
 * family's other sizes are believed: a Managed HSM is paid by the hour, not by the key,
 * but where purging is not allowed each trial leaves a deleted key behind until its
 * retention ends.
 */
final class VaultTrial {

	private static final byte[] MESSAGE = "a message to be signed".getBytes(StandardCharsets.UTF_8);

	private static final byte[] SECRET = Arrays.copyOf(MESSAGE, 16);

	private static final byte[] NOTHING = {};

	private static final String LABEL = "qnsp-trial";

	private final VaultKeys keys;

	private final VaultSigning signing;

	private final VaultWrapping wrapping;

	private final VaultAddress address;

	private final Set<HsmKeyAlgorithm> made = Collections.synchronizedSet(EnumSet.noneOf(HsmKeyAlgorithm.class));

	private final Set<HsmSignatureScheme> signatures = Collections
		.synchronizedSet(EnumSet.noneOf(HsmSignatureScheme.class));

	private final Set<HsmWrapScheme> wraps = Collections.synchronizedSet(EnumSet.noneOf(HsmWrapScheme.class));

	private final List<String> missing = Collections.synchronizedList(new ArrayList<>());

	private volatile String firmware = "";

	VaultTrial(VaultKeys keys, VaultSigning signing, VaultWrapping wrapping, VaultAddress address) {
		this.keys = keys;
		this.signing = signing;
		this.wrapping = wrapping;
		this.address = address;
	}

	/**
	 * Tries everything.
	 * @return what the vault can do; fails when it can't be reached or refuses the login
	 */
	Mono<HsmCapabilities> run() {
		return Flux.just(HsmKeyAlgorithm.AES_256, HsmKeyAlgorithm.RSA_2048, HsmKeyAlgorithm.EC_P256)
			.concatMap(this::family)
			.then(Mono.fromCallable(this::capabilities));
	}

	private Mono<Void> family(HsmKeyAlgorithm algorithm) {
		return attempt(algorithm.label(), Mono.usingWhen(this.keys.make(request(algorithm)),
				(key) -> uses(key, algorithm), (key) -> this.keys.destroy(key.getName())));
	}

	private static HsmKeyRequest request(HsmKeyAlgorithm algorithm) {
		Set<Use> uses = switch (algorithm.family()) {
			case AES -> Set.of(Use.ENCRYPT, Use.WRAP);
			case RSA -> Set.of(Use.SIGN, Use.WRAP);
			default -> Set.of(Use.SIGN);
		};
		return new HsmKeyRequest(algorithm, uses, LABEL);
	}

	private Mono<Void> uses(KeyVaultKey vaultKey, HsmKeyAlgorithm algorithm) {
		HsmKey key = VaultKeys.describe(vaultKey, algorithm);
		String platform = vaultKey.getProperties().getHsmPlatform();
		this.firmware = (platform != null) ? "platform " + platform : "";
		Arrays.stream(HsmKeyAlgorithm.values())
			.filter((each) -> each.family() == algorithm.family())
			.forEach(this.made::add);
		return Flux.fromIterable(HsmSignatureScheme.of(algorithm))
			.concatMap((scheme) -> attempt(scheme.label(), signature(key, scheme)))
			.thenMany(Flux.fromArray(HsmWrapScheme.values()))
			.filter((scheme) -> scheme.family() == algorithm.family())
			.concatMap((scheme) -> attempt(scheme.label(), wrap(key, scheme)))
			.then();
	}

	private Mono<Void> signature(HsmKey key, HsmSignatureScheme scheme) {
		return this.signing.sign(key, scheme, MESSAGE)
			.flatMap((signature) -> this.signing.verify(key, scheme, MESSAGE, signature))
			.doOnNext((valid) -> require(valid, "the vault's own signature"))
			.doOnSuccess((valid) -> this.signatures.add(scheme))
			.then();
	}

	private Mono<Void> wrap(HsmKey key, HsmWrapScheme scheme) {
		return Mono.defer(() -> this.wrapping.wrap(key, scheme, SECRET, NOTHING))
			.flatMap((wrapped) -> this.wrapping.unwrap(key, scheme, wrapped, NOTHING))
			.doOnNext((secret) -> require(Arrays.equals(SECRET, secret), "what the vault wrapped itself"))
			.doOnSuccess((secret) -> this.wraps.add(scheme))
			.then();
	}

	private static void require(boolean right, String what) {
		if (!right) {
			throw new HsmException(Problem.UNSUPPORTED, what + " is not accepted by the vault");
		}
	}

	// A vault that is gone or does not know us has not been tried.
	private Mono<Void> attempt(String what, Mono<Void> trial) {
		return trial.onErrorResume((error) -> error instanceof HsmException known && isAnswer(known.problem()),
				(error) -> {
					this.missing.add(what + ": " + error.getMessage());
					return Mono.empty();
				});
	}

	private static boolean isAnswer(Problem problem) {
		return problem == Problem.UNSUPPORTED || problem == Problem.INVALID_INPUT || problem == Problem.REFUSED
				|| problem == Problem.KEY_MISSING;
	}

	private HsmCapabilities capabilities() {
		Arrays.stream(HsmKeyAlgorithm.values())
			.filter((each) -> each.family() == Family.EDWARDS || each.family() == Family.ML_DSA
					|| each.family() == Family.ML_KEM)
			.forEach((each) -> this.missing.add(VaultKeys.unsupported(each.label()).getMessage()));
		String host = this.address.host();
		HsmToken token = new HsmToken(host, host, host.substring(0, host.indexOf('.')), "Microsoft",
				"Azure Managed HSM", this.firmware, "Key Vault REST " + VaultClients.PROTOCOL);
		return new HsmCapabilities(token, Set.copyOf(this.made), Set.copyOf(this.signatures), Set.copyOf(this.wraps),
				List.copyOf(this.missing));
	}

}
