package io.qnsp.hsm.adapter.vault;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import com.azure.security.keyvault.keys.KeyAsyncClient;
import com.azure.security.keyvault.keys.models.CreateEcKeyOptions;
import com.azure.security.keyvault.keys.models.CreateOctKeyOptions;
import com.azure.security.keyvault.keys.models.CreateRsaKeyOptions;
import com.azure.security.keyvault.keys.models.DeletedKey;
import com.azure.security.keyvault.keys.models.JsonWebKey;
import com.azure.security.keyvault.keys.models.KeyCurveName;
import com.azure.security.keyvault.keys.models.KeyOperation;
import com.azure.security.keyvault.keys.models.KeyType;
import com.azure.security.keyvault.keys.models.KeyVaultKey;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmKeyAlgorithm;
import io.qnsp.hsm.HsmKeyAlgorithm.Family;
import io.qnsp.hsm.HsmKeyRequest;
import io.qnsp.hsm.HsmKeyRequest.Use;
import io.qnsp.hsm.encoding.PublicKeys;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Keys of a vault. A key's name is its label and 16 random bytes of the HSM, so that no
 * two keys share one. What was made is looked at: a key that is not the HSM's own, or
 * that could leave it, is destroyed again.
 */
final class VaultKeys {

	private static final Logger LOG = LoggerFactory.getLogger(VaultKeys.class);

	private static final byte UNCOMPRESSED = 4;

	private static final int NAME_BYTES = 16;

	private static final Duration POLL = Duration.ofMillis(100);

	private final VaultCalls calls;

	VaultKeys(VaultCalls calls) {
		this.calls = calls;
	}

	/**
	 * Makes a key. When nobody waits for it any more it is destroyed as soon as it is
	 * there.
	 * @param request which one
	 * @return the key as the vault describes it
	 */
	Mono<KeyVaultKey> make(HsmKeyRequest request) {
		requireKnown(request);
		return this.calls.vault("create", (keys) -> keys.getRandomBytes(NAME_BYTES))
			.map((random) -> name(request.label(), random))
			.flatMap((name) -> destroyedWhenUnwanted(made(name, request), name));
	}

	private Mono<KeyVaultKey> made(String name, HsmKeyRequest request) {
		return this.calls.once("create " + request.algorithm().label(), (keys) -> create(keys, name, request))
			.doOnNext((key) -> requireKept(key, request.algorithm()));
	}

	// The request goes on when its caller goes away, since the vault would not stop
	// either.
	private Mono<KeyVaultKey> destroyedWhenUnwanted(Mono<KeyVaultKey> making, String name) {
		Mono<KeyVaultKey> running = making.cache();
		return running.doOnError(VaultKeys::mayHaveMade, (error) -> destroyLater(Mono.empty(), name))
			.doOnCancel(() -> destroyLater(running.then(), name));
	}

	private static boolean mayHaveMade(Throwable error) {
		return error instanceof HsmException known
				&& (known.problem() == Problem.UNAVAILABLE || known.problem() == Problem.REFUSED);
	}

	// Its lifecycle: the calls in it end by their own timeouts, and a closed connection
	// fails them.
	private void destroyLater(Mono<Void> after, String name) {
		after.onErrorComplete().then(destroy(name)).subscribe((done) -> {
		}, (error) -> LOG.warn("key {} was not wanted any more and could not be destroyed: {}", name,
				error.getMessage()));
	}

	private static Mono<KeyVaultKey> create(KeyAsyncClient keys, String name, HsmKeyRequest request) {
		KeyOperation[] uses = operations(request);
		return switch (request.algorithm().family()) {
			case AES -> keys.createOctKey(new CreateOctKeyOptions(name).setHardwareProtected(true)
				.setKeySize(request.algorithm().size())
				.setExportable(false)
				.setKeyOperations(uses));
			case RSA -> keys.createRsaKey(new CreateRsaKeyOptions(name).setHardwareProtected(true)
				.setKeySize(request.algorithm().size())
				.setExportable(false)
				.setKeyOperations(uses));
			case EC -> keys.createEcKey(new CreateEcKeyOptions(name).setHardwareProtected(true)
				.setCurveName(curve(request.algorithm()))
				.setExportable(false)
				.setKeyOperations(uses));
			case EDWARDS, ML_DSA, ML_KEM -> throw unsupported(request.algorithm().label());
		};
	}

	private static KeyOperation[] operations(HsmKeyRequest request) {
		List<KeyOperation> operations = new ArrayList<>();
		if (request.uses().contains(Use.SIGN)) {
			operations.addAll(List.of(KeyOperation.SIGN, KeyOperation.VERIFY));
		}
		// AES-GCM is encryption to a vault, whatever it is used for
		boolean wraps = request.uses().contains(Use.WRAP);
		if (request.uses().contains(Use.ENCRYPT) || (wraps && request.algorithm().family() == Family.AES)) {
			operations.addAll(List.of(KeyOperation.ENCRYPT, KeyOperation.DECRYPT));
		}
		if (wraps) {
			operations.addAll(List.of(KeyOperation.WRAP_KEY, KeyOperation.UNWRAP_KEY));
		}
		return operations.toArray(KeyOperation[]::new);
	}

	private static void requireKnown(HsmKeyRequest request) {
		HsmKeyAlgorithm algorithm = request.algorithm();
		switch (algorithm.family()) {
			case EDWARDS, ML_DSA, ML_KEM -> throw unsupported(algorithm.label());
			case AES -> require(!request.uses().contains(Use.SIGN), algorithm.label() + ": does not sign");
			case EC -> require(request.uses().equals(Set.of(Use.SIGN)), algorithm.label() + ": only signs");
			case RSA -> {
			}
		}
		require(!request.uses().contains(Use.DECAPSULATE), algorithm.label() + ": does not decapsulate");
	}

	private static void require(boolean right, String otherwise) {
		if (!right) {
			throw new HsmException(Problem.INVALID_INPUT, otherwise);
		}
	}

	static HsmException unsupported(String what) {
		return new HsmException(Problem.UNSUPPORTED, what + ": Azure Managed HSM has no such mechanism");
	}

	private static void requireKept(KeyVaultKey key, HsmKeyAlgorithm algorithm) {
		KeyType expected = switch (algorithm.family()) {
			case AES -> KeyType.OCT_HSM;
			case RSA -> KeyType.RSA_HSM;
			default -> KeyType.EC_HSM;
		};
		boolean exportable = Boolean.TRUE.equals(key.getProperties().isExportable());
		if (!expected.equals(key.getKeyType()) || exportable || !hasSize(key.getKey(), algorithm)) {
			throw new HsmException(Problem.REFUSED, algorithm.label() + ": the vault made a key of type "
					+ key.getKeyType() + (exportable ? ", exportable" : "") + " (expected: " + expected + ")");
		}
	}

	// A vault does not tell the size of an AES key.
	private static boolean hasSize(JsonWebKey key, HsmKeyAlgorithm algorithm) {
		return switch (algorithm.family()) {
			case RSA -> new BigInteger(1, key.getN()).bitLength() == algorithm.size();
			case EC -> curve(algorithm).equals(key.getCurveName()) && key.getX().length <= bytes(algorithm)
					&& key.getY().length <= bytes(algorithm);
			default -> true;
		};
	}

	private static KeyCurveName curve(HsmKeyAlgorithm algorithm) {
		return switch (algorithm) {
			case EC_P256 -> KeyCurveName.P_256;
			case EC_P384 -> KeyCurveName.P_384;
			case EC_P521 -> KeyCurveName.P_521;
			default -> throw new IllegalArgumentException(algorithm + ": has no curve");
		};
	}

	private static String name(String label, byte[] random) {
		return label.replaceAll("[^0-9a-zA-Z-]", "-") + "-" + HexFormat.of().formatHex(random);
	}

	/**
	 * What others keep of a key.
	 * @param made what the vault says
	 * @param algorithm what was asked for
	 * @return the key
	 */
	static HsmKey describe(KeyVaultKey made, HsmKeyAlgorithm algorithm) {
		String reference = made.getName() + "/" + made.getProperties().getVersion();
		return new HsmKey(reference, algorithm, publicKey(made.getKey(), algorithm));
	}

	// The client's own conversion makes a key pair on the way, which waits for entropy.
	private static byte @Nullable [] publicKey(JsonWebKey key, HsmKeyAlgorithm algorithm) {
		return switch (algorithm.family()) {
			case RSA -> PublicKeys.info(algorithm, PublicKeys.rsa(key.getN(), key.getE()));
			case EC -> PublicKeys.info(algorithm, point(key, bytes(algorithm)));
			default -> null;
		};
	}

	private static int bytes(HsmKeyAlgorithm curve) {
		return (curve.size() + 7) / 8;
	}

	private static byte[] point(JsonWebKey key, int half) {
		byte[] x = key.getX();
		byte[] y = key.getY();
		byte[] point = new byte[1 + 2 * half];
		point[0] = UNCOMPRESSED;
		System.arraycopy(x, 0, point, 1 + half - x.length, x.length);
		System.arraycopy(y, 0, point, point.length - y.length, y.length);
		return point;
	}

	/**
	 * Deletes a key, then purges it where the vault and the role allow that. Where not,
	 * the key can't be used any more but be recovered by the vault's owner until its
	 * retention ends.
	 * @param name without a version: a key of the bridge has one
	 * @return completes when it is gone
	 */
	Mono<Void> destroy(String name) {
		return this.calls.vault("destroy", (keys) -> deleted(keys, name))
			.onErrorResume(VaultKeys::isGone, (gone) -> Mono.empty())
			.then(this.calls.once("purge", (keys) -> keys.purgeDeletedKey(name)).onErrorResume((error) -> {
				LOG.debug("key {} is deleted, not purged: {}", name, error.getMessage());
				return Mono.empty();
			}));
	}

	private static Mono<DeletedKey> deleted(KeyAsyncClient keys, String name) {
		return keys.beginDeleteKey(name).setPollInterval(POLL).last().mapNotNull((answer) -> answer.getValue());
	}

	private static boolean isGone(Throwable error) {
		return error instanceof HsmException known && known.problem() == Problem.KEY_MISSING;
	}

}
