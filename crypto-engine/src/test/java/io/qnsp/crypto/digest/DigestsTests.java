package io.qnsp.crypto.digest;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

import io.qnsp.crypto.TestEngine;
import io.qnsp.crypto.inline.InlineOperations;
import io.qnsp.crypto.secret.SecretBytes;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DigestsTests {

	@Test
	void hashesAsTheStandardsSay() {
		assertThat(hex(Digests.sha256(new byte[0])))
			.isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
		assertThat(hex(Digests.sha3_256(new byte[0])))
			.isEqualTo("a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 55, 56, 63, 64, 65, 135, 136, 137, 1000, 100_000 })
	void agreesWithAnIndependentImplementation(int length) {
		byte[] data = new byte[length];
		new Random(length).nextBytes(data);
		assertThat(Digests.sha256(data)).isEqualTo(bouncyCastle(new SHA256Digest(), data));
		assertThat(Digests.sha3_256(data)).isEqualTo(bouncyCastle(new SHA3Digest(256), data));
		byte[] key = new byte[16 + length % 200];
		new Random(1).nextBytes(key);
		try (SecretBytes secret = SecretBytes.copyOf(key)) {
			assertThat(Digests.hmacSha256(secret, data)).isEqualTo(bouncyCastleMac(key, data));
		}
	}

	@Test
	void refusesAShortMacKey() {
		try (SecretBytes key = SecretBytes.takeOver(new byte[15])) {
			assertThatExceptionOfType(IllegalArgumentException.class)
				.isThrownBy(() -> Digests.hmacSha256(key, new byte[1]))
				.withMessage("HMAC key: 15 bytes (expected: at least 16)");
		}
	}

	@Test
	void comparesContent() {
		byte[] tag = "tag".getBytes(StandardCharsets.US_ASCII);
		assertThat(Digests.constantTimeEquals(tag, tag.clone())).isTrue();
		assertThat(Digests.constantTimeEquals(tag, "tah".getBytes(StandardCharsets.US_ASCII))).isFalse();
		assertThat(Digests.constantTimeEquals(tag, "ta".getBytes(StandardCharsets.US_ASCII))).isFalse();
	}

	@Test
	void refusesMoreThanTheBoundOnAnEventLoopButNotOnALane() {
		assertRefusedOnEventLoop(InlineOperations.SHA_256_BYTES, Digests::sha256);
		assertRefusedOnEventLoop(InlineOperations.SHA3_256_BYTES, Digests::sha3_256);
		byte[] large = new byte[1 << 20];
		assertThat(TestEngine.await(TestEngine.ENGINE.fastLane().run("sha3", () -> Digests.sha3_256(large))))
			.isEqualTo(bouncyCastle(new SHA3Digest(256), large));
	}

	private static void assertRefusedOnEventLoop(int bound, java.util.function.Function<byte[], byte[]> hash) {
		StepVerifier.create(onEventLoop(bound, hash)).expectNextCount(1).verifyComplete();
		StepVerifier.create(onEventLoop(bound + 1, hash))
			.verifyErrorSatisfies((error) -> assertThat(error).isInstanceOf(IllegalArgumentException.class)
				.hasMessageEndingWith((bound + 1) + " bytes (expected inline: 0.." + bound + "; run it on a lane)"));
	}

	private static Mono<byte[]> onEventLoop(int length, java.util.function.Function<byte[], byte[]> hash) {
		return Mono.fromCallable(() -> hash.apply(new byte[length])).subscribeOn(Schedulers.parallel());
	}

	private static byte[] bouncyCastle(Digest digest, byte[] data) {
		byte[] out = new byte[digest.getDigestSize()];
		digest.update(data, 0, data.length);
		digest.doFinal(out, 0);
		return out;
	}

	private static byte[] bouncyCastleMac(byte[] key, byte[] data) {
		HMac mac = new HMac(new SHA256Digest());
		mac.init(new KeyParameter(key));
		mac.update(data, 0, data.length);
		byte[] out = new byte[32];
		mac.doFinal(out, 0);
		return out;
	}

	private static String hex(byte[] bytes) {
		return HexFormat.of().formatHex(bytes);
	}

}
