package io.qnsp.crypto.bench;

import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.CryptoEngineSettings;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.kem.DecapsulationKey;
import io.qnsp.crypto.kem.Encapsulation;
import io.qnsp.crypto.kem.EncapsulationKey;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.signature.SigningKey;
import io.qnsp.crypto.signature.VerificationKey;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The same through the engine: one caller, 64 operations in flight; small operations also
 * as one piece of a hundred.
 */
@State(Scope.Benchmark)
@Threads(1)
public class EngineBenchmark {

	private static final int CALLS = 512;

	private static final int IN_FLIGHT = 64;

	private static final int PIECE = 100;

	private static final byte[] MESSAGE = new byte[1024];

	private static final byte[] NO_DATA = {};

	private CryptoEngine engine;

	private SigningKey mlDsa;

	private byte[] mlDsaSignature;

	private VerificationKey mlDsaPublic;

	private SigningKey ecdsa;

	private SigningKey ed25519;

	private DecapsulationKey mlKem;

	private byte[] encapsulated;

	private EncapsulationKey mlKemPublic;

	private SecretBytes key;

	/**
	 * Starts the engine and makes the keys.
	 */
	@Setup
	public void prepare() {
		this.engine = CryptoEngine.start(CryptoEngineSettings.ofThisMachine(Map.of()), new SimpleMeterRegistry());
		this.mlDsa = signingKey(Algorithm.ML_DSA_65);
		this.mlDsaSignature = Objects.requireNonNull(this.engine.signatures().sign(this.mlDsa, MESSAGE).block());
		this.mlDsaPublic = this.engine.signatures().verificationKeyHere(Algorithm.ML_DSA_65, this.mlDsa.publicKey());
		this.ecdsa = signingKey(Algorithm.ECDSA_P256);
		this.ed25519 = signingKey(Algorithm.ED25519);
		this.mlKem = Objects.requireNonNull(this.engine.kems().generate(Algorithm.ML_KEM_768).block());
		this.mlKemPublic = this.engine.kems().encapsulationKeyHere(Algorithm.ML_KEM_768, this.mlKem.publicKey());
		try (Encapsulation made = Objects.requireNonNull(
				this.engine.kems().encapsulate(Algorithm.ML_KEM_768, this.mlKem.publicKey()).block())) {
			this.encapsulated = made.encapsulated();
		}
		this.key = this.engine.randoms().secret(32);
	}

	private SigningKey signingKey(Algorithm algorithm) {
		return Objects.requireNonNull(this.engine.signatures().generate(algorithm).block());
	}

	/**
	 * Closes everything.
	 */
	@TearDown
	public void close() {
		this.mlDsa.close();
		this.ecdsa.close();
		this.ed25519.close();
		this.mlKem.close();
		this.key.close();
		this.engine.close();
	}

	@Benchmark
	@OperationsPerInvocation(CALLS)
	public Object mlDsaSign() {
		return many(() -> this.engine.signatures().sign(this.mlDsa, MESSAGE));
	}

	@Benchmark
	@OperationsPerInvocation(CALLS)
	public Object mlDsaVerify() {
		return many(() -> this.engine.signatures().verify(this.mlDsaPublic, MESSAGE, this.mlDsaSignature, NO_DATA));
	}

	@Benchmark
	@OperationsPerInvocation(CALLS)
	public Object mlDsaVerifyDecoding() {
		byte[] publicKey = this.mlDsa.publicKey();
		return many(
				() -> this.engine.signatures().verify(Algorithm.ML_DSA_65, publicKey, MESSAGE, this.mlDsaSignature));
	}

	@Benchmark
	@OperationsPerInvocation(CALLS)
	public Object ecdsaSign() {
		return many(() -> this.engine.signatures().sign(this.ecdsa, MESSAGE));
	}

	@Benchmark
	@OperationsPerInvocation(CALLS)
	public Object ed25519Sign() {
		return many(() -> this.engine.signatures().sign(this.ed25519, MESSAGE));
	}

	@Benchmark
	@OperationsPerInvocation(CALLS)
	public Object mlKemEncapsulate() {
		return many(() -> this.engine.kems().encapsulate(this.mlKemPublic).doOnNext(Encapsulation::close));
	}

	@Benchmark
	@OperationsPerInvocation(CALLS)
	public Object mlKemEncapsulateDecoding() {
		byte[] publicKey = this.mlKem.publicKey();
		return many(
				() -> this.engine.kems().encapsulate(Algorithm.ML_KEM_768, publicKey).doOnNext(Encapsulation::close));
	}

	@Benchmark
	@OperationsPerInvocation(CALLS)
	public Object mlKemDecapsulate() {
		return many(() -> this.engine.kems().decapsulate(this.mlKem, this.encapsulated).doOnNext(SecretBytes::close));
	}

	@Benchmark
	@OperationsPerInvocation(PIECE * IN_FLIGHT)
	public Object aesGcmEncrypt() {
		return Flux.range(0, IN_FLIGHT).flatMap((i) -> this.engine.fastLane().run("bench", () -> {
			byte[] last = NO_DATA;
			for (int piece = 0; piece < PIECE; piece++) {
				last = this.engine.bareAead().encryptHere(Algorithm.AES_256_GCM, this.key, MESSAGE, NO_DATA);
			}
			return last;
		}), IN_FLIGHT).blockLast();
	}

	private static Object many(Supplier<Mono<?>> operation) {
		return Flux.range(0, CALLS).flatMap((i) -> operation.get(), IN_FLIGHT).blockLast();
	}

}
