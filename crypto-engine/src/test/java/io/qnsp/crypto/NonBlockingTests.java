package io.qnsp.crypto;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.qnsp.crypto.aead.AeadKey;
import io.qnsp.crypto.aead.AssociatedData;
import io.qnsp.crypto.aead.KeyId;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.kem.DecapsulationKey;
import io.qnsp.crypto.digest.Digests;
import io.qnsp.crypto.inline.InlineOperations;
import io.qnsp.crypto.jca.RawKeyPair;
import io.qnsp.crypto.keyring.Keyring;
import io.qnsp.crypto.keyring.RootKey;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.signature.Signatures;
import io.qnsp.crypto.signature.SigningKey;
import io.qnsp.crypto.signature.VerificationKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every operation is called from a thread that must not block, with BlockHound on. Each
 * runs often enough for random sources to refill.
 */
class NonBlockingTests {

	private static final int ROUNDS = 500;

	private static final CryptoEngine ENGINE = TestEngine.ENGINE;

	private static final AssociatedData DATA = AssociatedData.of("a");

	private static final AeadKey KEY = ENGINE.aead().generateKey(new KeyId(1, 1));

	private static final Keyring KEYRING = ENGINE.keyring(RootKey.of(ENGINE.randoms().secret(32)));

	private static final SigningKey SIGNING_KEY = TestEngine.await(ENGINE.signatures().generate(Algorithm.ML_DSA_65));

	private static final DecapsulationKey KEM_KEY = TestEngine.await(ENGINE.kems().generate(Algorithm.ML_KEM_768));

	@AfterAll
	static void close() {
		KEY.close();
		KEYRING.close();
		SIGNING_KEY.close();
		KEM_KEY.close();
	}

	@Test
	void blockHoundIsOn() {
		StepVerifier.create(Mono.fromCallable(() -> {
			Thread.sleep(1);
			return 1;
		}).subscribeOn(Schedulers.parallel()))
			.verifyErrorSatisfies((error) -> assertThat(error).isInstanceOf(BlockingOperationError.class));
	}

	@TestFactory
	Stream<DynamicTest> monosDoNotBlockTheirCaller() {
		Signatures signatures = ENGINE.signatures();
		byte[] message = new byte[100];
		byte[] publicKey = SIGNING_KEY.publicKey();
		byte[] signature = TestEngine.await(signatures.sign(SIGNING_KEY, message));
		byte[] envelope = ENGINE.aead().encryptInline(KEY, message, DATA);
		Map<String, Mono<?>> operations = new TreeMap<>();
		operations.put("generate", signatures.generate(Algorithm.ML_DSA_65).doOnNext(SigningKey::close));
		operations.put("open",
				signatures.open(Algorithm.ML_DSA_65, SIGNING_KEY.secret(), publicKey).doOnNext(SigningKey::close));
		operations.put("encapsulate",
				ENGINE.kems()
					.encapsulate(Algorithm.ML_KEM_768, KEM_KEY.publicKey())
					.flatMap((made) -> ENGINE.kems().decapsulate(KEM_KEY, made.encapsulated()).doOnNext((secret) -> {
						secret.close();
						made.close();
					})));
		operations.put("sign", signatures.sign(SIGNING_KEY, message));
		operations.put("sign with context", signatures.sign(SIGNING_KEY, message, new byte[3]));
		operations.put("verify", signatures.verify(Algorithm.ML_DSA_65, publicKey, message, signature));
		VerificationKey decoded = signatures.verificationKeyHere(Algorithm.ML_DSA_65, publicKey);
		operations.put("decode", signatures.verificationKey(Algorithm.ML_DSA_65, publicKey));
		operations.put("verify decoded", signatures.verify(decoded, message, signature, new byte[0]));
		operations.put("import",
				ENGINE.imports().derive(Algorithm.ML_DSA_65, SIGNING_KEY.secret()).doOnNext(RawKeyPair::close));
		operations.put("validate", ENGINE.imports().validatePublicKey(Algorithm.ML_DSA_65, publicKey));
		operations.put("split and combine",
				ENGINE.sharing()
					.split(SIGNING_KEY.secret(), 2, 3)
					.flatMap((set) -> ENGINE.sharing().combine(set.shares()).doOnNext((secret) -> {
						secret.close();
						set.close();
					})));
		operations.put("encrypt", ENGINE.aead().encrypt(KEY, message, DATA));
		operations.put("decrypt", ENGINE.aead().decrypt(KEY, envelope, DATA));
		operations.put("slow lane", ENGINE.slowLane().run("test", () -> 1));
		return operations.entrySet()
			.stream()
			.map((operation) -> DynamicTest.dynamicTest(operation.getKey(),
					() -> runOnEventLoops(operation.getValue())));
	}

	@TestFactory
	Stream<DynamicTest> inlineOperationsDoNotBlock() {
		byte[] small = new byte[1000];
		byte[] sealed = KEYRING.seal(small, "p", "s");
		SecretBytes secret = ENGINE.randoms().secret(32);
		byte[] wrapped = KEYRING.wrap(secret, "p", "s");
		byte[] envelope = ENGINE.aead().encryptInline(KEY, small, DATA);
		Map<String, Callable<?>> operations = new TreeMap<>();
		operations.put("seal", () -> KEYRING.seal(small, "p", "s"));
		operations.put("seal at the bound", () -> KEYRING.seal(new byte[InlineOperations.AES_GCM_BYTES], "p", "s"));
		operations.put("seal for a new purpose",
				() -> KEYRING.seal(small, "new-" + Thread.currentThread().threadId(), "s"));
		operations.put("open", () -> KEYRING.open(sealed, "p", "s"));
		operations.put("wrap", () -> KEYRING.wrap(secret, "p", "s"));
		operations.put("unwrap", () -> KEYRING.unwrap(wrapped, "p", "s"));
		operations.put("mac", () -> KEYRING.mac(small, "p"));
		operations.put("encryptInline", () -> ENGINE.aead().encryptInline(KEY, small, DATA));
		operations.put("decryptInline", () -> ENGINE.aead().decryptInline(KEY, envelope, DATA));
		operations.put("sha256", () -> Digests.sha256(small));
		operations.put("sha3_256", () -> Digests.sha3_256(small));
		operations.put("hmacSha256", () -> Digests.hmacSha256(secret, small));
		operations.put("random bytes", () -> ENGINE.randoms().bytes(InlineOperations.RANDOM_BYTES));
		return operations.entrySet()
			.stream()
			.map((operation) -> DynamicTest.dynamicTest(operation.getKey(),
					() -> runOnEventLoops(Mono.fromCallable(operation.getValue()))));
	}

	private static void runOnEventLoops(Mono<?> operation) {
		StepVerifier
			.create(Flux.range(0, ROUNDS).flatMap((round) -> operation.subscribeOn(Schedulers.parallel()), 16).count())
			.expectNext((long) ROUNDS)
			.expectComplete()
			.verify(Duration.ofSeconds(60));
	}

}
