package io.qnsp.kms.byohsm.operation;

import java.util.Arrays;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.hsm.HsmCapabilities;
import io.qnsp.hsm.HsmConnection;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmKeyAlgorithm;
import io.qnsp.hsm.HsmWrapScheme;
import io.qnsp.kms.byohsm.HsmCall;
import io.qnsp.kms.byohsm.HsmConnections;
import io.qnsp.kms.byohsm.HsmDescription;
import io.qnsp.kms.byohsm.key.HsmKeyRepository;
import io.qnsp.kms.byohsm.key.KeyPurpose;
import io.qnsp.kms.byohsm.key.StoredHsmKey;
import io.qnsp.kms.byohsm.key.StoredHsmKey.Place;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Uses keys in HSMs on behalf of callers.
 */
@Component
final class KeysAtWork {

	private static final int LONGEST_KEY = 4096;

	private static final int LONGEST_WRAPPED = 16 * 1024;

	private static final byte[] NOTHING = {};

	private final HsmKeyRepository keys;

	private final HsmConnections connections;

	private final PostQuantumKeys postQuantum;

	KeysAtWork(HsmKeyRepository keys, HsmConnections connections, PostQuantumKeys postQuantum) {
		this.keys = keys;
		this.connections = connections;
		this.postQuantum = postQuantum;
	}

	Mono<OperationAnswer.Wrapped> wrap(OperationRequest.Wrap request, Caller caller, CallAudit audit) {
		UUID keyId = OperationRequest.id("wrappingKeyId", request.wrappingKeyId());
		String named = OperationRequest.name(request.algorithm());
		byte[] secret = OperationRequest.bytes("keyToWrap", request.keyToWrap(), 1, LONGEST_KEY);
		return found(keyId, KeyPurpose.ENCRYPT, caller, audit).flatMap((key) -> {
			if (!(key.place() instanceof Place.Native inHsm) || !wrapsInHsm(key)) {
				Schemes.requireOwn(key, named);
				return this.postQuantum.wrap(key, secret)
					.map((wrapped) -> new OperationAnswer.Wrapped(wrapped, keyId, key.algorithm()));
			}
			return scheme(key, named).flatMap((scheme) -> {
				Schemes.requireFit(scheme, key.hsmAlgorithm().orElseThrow(), secret.length);
				return this.connections
					.use(call(key, audit), (hsm) -> hsm.wrap(key.inHsm(inHsm), scheme, secret, NOTHING))
					.map((wrapped) -> new OperationAnswer.Wrapped(wrapped, keyId, scheme.label()));
			});
		}).doFinally((end) -> Arrays.fill(secret, (byte) 0));
	}

	Mono<OperationAnswer.Unwrapped> unwrap(OperationRequest.Unwrap request, Caller caller, CallAudit audit) {
		UUID keyId = OperationRequest.id("unwrappingKeyId", request.unwrappingKeyId());
		String named = OperationRequest.name(request.algorithm());
		byte[] wrapped = OperationRequest.bytes("wrappedKey", request.wrappedKey(), 1, LONGEST_WRAPPED);
		return found(keyId, KeyPurpose.DECRYPT, caller, audit).flatMap((key) -> {
			if (!(key.place() instanceof Place.Native inHsm) || !wrapsInHsm(key)) {
				Schemes.requireOwn(key, named);
				return this.postQuantum.unwrap(key, wrapped, call(key, audit));
			}
			return scheme(key, named).flatMap((scheme) -> this.connections.use(call(key, audit),
					(hsm) -> unwrapped(hsm, key.inHsm(inHsm), scheme, wrapped)));
		}).map(OperationAnswer.Unwrapped::new);
	}

	private static Mono<byte[]> unwrapped(HsmConnection hsm, HsmKey key, HsmWrapScheme scheme, byte[] wrapped) {
		return hsm.unwrap(key, scheme, wrapped, NOTHING)
			.onErrorMap(HsmException.class, (failure) -> (failure.problem() == Problem.INVALID_INPUT)
					? PostQuantumKeys.notUnwrapped() : failure);
	}

	Mono<OperationAnswer.Signed> sign(OperationRequest.Sign request, Caller caller, CallAudit audit) {
		UUID keyId = OperationRequest.id("keyId", request.keyId());
		String named = OperationRequest.name(request.algorithm());
		byte[] data = OperationRequest.bytes("data", request.data(), 0, OperationRequest.MOST_BYTES);
		return found(keyId, KeyPurpose.SIGN, caller, audit).flatMap((key) -> switch (key.place()) {
			case Place.Native inHsm -> {
				HsmKeyAlgorithm algorithm = key.hsmAlgorithm().orElseThrow();
				yield capabilities(key).map((able) -> Schemes.signature(algorithm, named, able))
					.flatMap((scheme) -> this.connections
						.use(call(key, audit), (hsm) -> hsm.sign(key.inHsm(inHsm), scheme, data))
						.map((signature) -> new OperationAnswer.Signed(signature, keyId,
								Schemes.label(scheme, algorithm))));
			}
			case Place.Wrapped wrapped -> {
				Schemes.requireOwn(key, named);
				yield this.postQuantum.sign(key, wrapped, data, call(key, audit))
					.map((signature) -> new OperationAnswer.Signed(signature, keyId, key.algorithm()));
			}
		});
	}

	Mono<OperationAnswer.Verified> verify(OperationRequest.Verify request, Caller caller, CallAudit audit) {
		UUID keyId = OperationRequest.id("keyId", request.keyId());
		String named = OperationRequest.name(request.algorithm());
		byte[] data = OperationRequest.bytes("data", request.data(), 0, OperationRequest.MOST_BYTES);
		byte[] signature = OperationRequest.bytes("signature", request.signature(), 0, OperationRequest.MOST_BYTES);
		return found(keyId, KeyPurpose.VERIFY, caller, audit).flatMap((key) -> switch (key.place()) {
			case Place.Native inHsm -> {
				HsmKeyAlgorithm algorithm = key.hsmAlgorithm().orElseThrow();
				yield capabilities(key).map((able) -> Schemes.signature(algorithm, named, able))
					.flatMap((scheme) -> this.connections.use(call(key, audit),
							(hsm) -> hsm.verify(key.inHsm(inHsm), scheme, data, signature)));
			}
			case Place.Wrapped wrapped -> {
				Schemes.requireOwn(key, named);
				yield this.postQuantum.verify(key, data, signature);
			}
		}).map((valid) -> {
			audit.detail("valid", valid);
			return new OperationAnswer.Verified(valid, keyId);
		});
	}

	private Mono<StoredHsmKey> found(UUID keyId, KeyPurpose purpose, Caller caller, CallAudit audit) {
		return this.keys.find(caller.tenantId(), keyId)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("key in an HSM", keyId)))
			.doOnNext((key) -> {
				audit.resource("hsm-key", keyId).detail("algorithm", key.algorithm());
				Schemes.require(key, purpose);
			});
	}

	private Mono<HsmWrapScheme> scheme(StoredHsmKey key, @Nullable String named) {
		return capabilities(key).map((able) -> Schemes.wrap(key.hsmAlgorithm().orElseThrow(), named, able));
	}

	private Mono<HsmCapabilities> capabilities(StoredHsmKey key) {
		return this.connections.find(key.tenantId(), key.connectionId()).map(HsmDescription::required);
	}

	private static boolean wrapsInHsm(StoredHsmKey key) {
		return key.hsmAlgorithm().filter(Schemes::wrapsInHsm).isPresent();
	}

	private static HsmCall call(StoredHsmKey key, CallAudit audit) {
		return new HsmCall(key.tenantId(), key.connectionId(), key.keyId(), audit);
	}

}
