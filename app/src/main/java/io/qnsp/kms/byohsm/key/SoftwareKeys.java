package io.qnsp.kms.byohsm.key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Family;
import io.qnsp.crypto.encoding.KeyEncodings;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.hsm.HsmCapabilities;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmWrapScheme;
import io.qnsp.kms.byohsm.HsmCall;
import io.qnsp.kms.byohsm.HsmConnections;
import io.qnsp.kms.byohsm.connection.live.WrappingKeys;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Keys that no HSM of the tenant makes: made by the crypto engine, wrapped by a key that
 * never leaves the HSM, and unwrapped by the HSM for each use. They are in this server's
 * memory meanwhile and wiped after it. With AES-GCM the wrapped key is bound to tenant,
 * key and algorithm; RFC 5649, for HSMs without it, binds it to nothing.
 */
@Component
public final class SoftwareKeys {

	private static final SecretAccess WRAPPING = SecretAccess.because("private key to be wrapped by the tenant's HSM");

	private static final byte[] NOTHING = {};

	private final CryptoEngine engine;

	private final HsmConnections connections;

	private final WrappingKeys wrappingKeys;

	SoftwareKeys(CryptoEngine engine, HsmConnections connections, WrappingKeys wrappingKeys) {
		this.engine = engine;
		this.connections = connections;
		this.wrappingKeys = wrappingKeys;
	}

	/**
	 * A key that was made.
	 *
	 * @param place where it is
	 * @param publicKey its X.509 SubjectPublicKeyInfo
	 */
	record Made(StoredHsmKey.Place place, byte[] publicKey) {

	}

	Mono<Made> make(Algorithm algorithm, HsmCall call, HsmCapabilities capabilities) {
		HsmWrapScheme scheme = scheme(capabilities);
		return this.wrappingKeys.of(call).flatMap((wrapping) -> generated(algorithm, (secret, publicKey) -> {
			byte[] bytes = secret.toByteArray(WRAPPING);
			return this.connections
				.use(call,
						(hsm) -> hsm.wrap(wrapping, scheme, bytes,
								boundTo(scheme, call.tenantId(), Objects.requireNonNull(call.keyId()), algorithm.id())))
				.doFinally((end) -> Arrays.fill(bytes, (byte) 0))
				.map((wrapped) -> new Made(new StoredHsmKey.Place.Wrapped(wrapping.reference(), scheme, wrapped),
						KeyEncodings.subjectPublicKeyInfo(algorithm, publicKey)));
		}));
	}

	private static HsmWrapScheme scheme(HsmCapabilities capabilities) {
		if (capabilities.wraps().contains(HsmWrapScheme.AES_GCM)) {
			return HsmWrapScheme.AES_GCM;
		}
		if (capabilities.wraps().contains(HsmWrapScheme.AES_KWP)) {
			return HsmWrapScheme.AES_KWP;
		}
		throw QnspException.unprocessable("algorithm",
				"The HSM can neither make the key nor wrap one made outside of it "
						+ "(expected: AES-GCM or AES-KWP with a key of AES-256)");
	}

	private Mono<Made> generated(Algorithm algorithm, Wrapper wrapper) {
		return (algorithm.family() == Family.ML_KEM)
				? Mono.usingWhen(this.engine.kems().generate(algorithm),
						(key) -> wrapper.wrap(key.secret(), key.publicKey()), (key) -> Mono.fromRunnable(key::close))
				: Mono.usingWhen(this.engine.signatures().generate(algorithm),
						(key) -> wrapper.wrap(key.secret(), key.publicKey()), (key) -> Mono.fromRunnable(key::close));
	}

	/**
	 * Uses a key.
	 * @param <T> the result's type
	 * @param key the key
	 * @param place its place
	 * @param call what for
	 * @param use what to do with the raw private key, which is closed afterwards
	 * @return the result
	 */
	public <T> Mono<T> with(StoredHsmKey key, StoredHsmKey.Place.Wrapped place, HsmCall call,
			Function<SecretBytes, Mono<T>> use) {
		HsmKey wrapping = WrappingKeys.key(place.wrappedBy());
		byte[] bound = boundTo(place.scheme(), key.tenantId(), key.keyId(), key.engineAlgorithm().id());
		return Mono.usingWhen(this.connections
			.use(call,
					(hsm) -> hsm.unwrap(wrapping, place.scheme(), place.bytes(), bound)
						.onErrorMap(HsmException.class,
								(failure) -> (failure.problem() == Problem.INVALID_INPUT) ? gone(key) : failure))
			.map(SecretBytes::takeOver), use, (secret) -> Mono.fromRunnable(secret::close));
	}

	// It was written by this server: what does not open is no longer what was written.
	private static QnspException gone(StoredHsmKey key) {
		return new QnspException(ErrorCode.GONE,
				"The stored form of key %s does not unwrap in the HSM any more".formatted(key.keyId()));
	}

	private static byte[] boundTo(HsmWrapScheme scheme, UUID tenantId, UUID keyId, String algorithm) {
		return (scheme == HsmWrapScheme.AES_GCM)
				? (tenantId + "|" + keyId + "|" + algorithm).getBytes(StandardCharsets.US_ASCII) : NOTHING;
	}

	/** Wraps a fresh key. */
	@FunctionalInterface
	private interface Wrapper {

		Mono<Made> wrap(SecretBytes secret, byte[] publicKey);

	}

}
