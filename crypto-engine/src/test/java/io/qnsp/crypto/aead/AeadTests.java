package io.qnsp.crypto.aead;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import io.qnsp.crypto.TestEngine;
import io.qnsp.crypto.inline.InlineOperations;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AeadTests {

	private static final KeyId ID = KeyId.of(UUID.fromString("01932d7a-0000-7000-8000-000000000001"));

	private static final AssociatedData DATA = AssociatedData.of("tenant", "key", "1");

	private final Aead aead = TestEngine.ENGINE.aead();

	private final AeadKey key = this.aead.generateKey(ID);

	@AfterEach
	void close() {
		this.key.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 15, 16, 17, 4096, InlineOperations.AES_GCM_BYTES })
	void decryptsWhatItEncryptedOnEitherPath(int length) {
		byte[] plaintext = randomBytes(length);
		byte[] onLane = TestEngine.await(this.aead.encrypt(this.key, plaintext, DATA));
		byte[] inline = this.aead.encryptInline(this.key, plaintext, DATA);
		assertThat(onLane).hasSize(length + Aead.OVERHEAD_BYTES).isNotEqualTo(inline);
		assertThat(this.aead.decryptInline(this.key, onLane, DATA)).isEqualTo(plaintext);
		assertThat(TestEngine.await(this.aead.decrypt(this.key, inline, DATA))).isEqualTo(plaintext);
	}

	@Test
	void encryptsAMegabyteOnTheLane() {
		byte[] plaintext = randomBytes(1 << 20);
		byte[] envelope = TestEngine.await(this.aead.encrypt(this.key, plaintext, DATA));
		assertThat(TestEngine.await(this.aead.decrypt(this.key, envelope, DATA))).isEqualTo(plaintext);
	}

	@Test
	void writesTheDocumentedFormatThatBouncyCastleOpens() throws Exception {
		byte[] plaintext = randomBytes(33);
		byte[] envelope = this.aead.encryptInline(this.key, plaintext, DATA);
		assertThat(Arrays.copyOf(envelope, 4)).containsExactly(1, 1, 0x01, (byte) 0x93);
		byte[] keyBytes = this.key.bytes().toByteArray(SecretAccess.because("test: independent decryption"));
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", new BouncyCastleProvider());
		cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(keyBytes, "AES"),
				new GCMParameterSpec(128, envelope, 18, 12));
		cipher.updateAAD(envelope, 0, 18);
		cipher.updateAAD(DATA.toByteArray());
		assertThat(cipher.doFinal(envelope, 30, envelope.length - 30)).isEqualTo(plaintext);
	}

	@Test
	void refusesATamperedByteAnywhere() {
		byte[] envelope = this.aead.encryptInline(this.key, randomBytes(40), DATA);
		Random random = new Random(7);
		for (int at = 0; at < envelope.length; at++) {
			byte[] tampered = envelope.clone();
			tampered[at] ^= (byte) (1 + random.nextInt(255));
			assertDoesNotOpen(this.key, tampered, DATA);
		}
	}

	@Test
	void refusesEveryTruncationAndAnExtension() {
		byte[] envelope = this.aead.encryptInline(this.key, randomBytes(5), DATA);
		for (int length = 0; length < envelope.length; length++) {
			assertDoesNotOpen(this.key, Arrays.copyOf(envelope, length), DATA);
		}
		assertDoesNotOpen(this.key, Arrays.copyOf(envelope, envelope.length + 1), DATA);
	}

	@Test
	void refusesOtherAssociatedDataAndOtherKeys() {
		byte[] envelope = this.aead.encryptInline(this.key, randomBytes(5), DATA);
		assertDoesNotOpen(this.key, envelope, AssociatedData.of("tenant", "key", "2"));
		assertDoesNotOpen(this.key, envelope, AssociatedData.of("tenantkey", "1"));
		try (AeadKey sameName = this.aead.generateKey(ID);
				AeadKey otherName = new AeadKey(new KeyId(1, 2), this.key.bytes().copy())) {
			assertDoesNotOpen(sameName, envelope, DATA);
			assertDoesNotOpen(otherName, envelope, DATA);
		}
	}

	@Test
	void saysNothingAboutWhy() {
		byte[] envelope = this.aead.encryptInline(this.key, randomBytes(5), DATA);
		StepVerifier.create(this.aead.decrypt(this.key, envelope, AssociatedData.of("x")))
			.verifyErrorSatisfies((error) -> assertThat(error).isExactlyInstanceOf(DecryptionException.class)
				.hasMessage("decryption failed")
				.hasNoCause());
		StepVerifier.create(this.aead.decrypt(this.key, new byte[3], DATA))
			.verifyErrorSatisfies((error) -> assertThat(error).isExactlyInstanceOf(DecryptionException.class)
				.hasMessage("decryption failed")
				.hasNoCause());
	}

	@Test
	void drawsADifferentNonceForEachEnvelope() {
		assertThat(Stream.generate(() -> this.aead.encryptInline(this.key, new byte[0], DATA))
			.limit(1000)
			.map((envelope) -> HexFormat.of().formatHex(envelope, 18, 30))
			.distinct()).hasSize(1000);
	}

	@Test
	void refusesInlineWorkAboveTheBound() {
		byte[] tooLong = new byte[InlineOperations.AES_GCM_BYTES + 1];
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> this.aead.encryptInline(this.key, tooLong, DATA))
			.withMessage("aes-256-gcm: 65537 bytes (expected inline: 0..65536; run it on a lane)");
		byte[] envelope = TestEngine.await(this.aead.encrypt(this.key, tooLong, DATA));
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> this.aead.decryptInline(this.key, envelope, DATA));
	}

	@Test
	void refusesAClosedKey() {
		byte[] envelope = this.aead.encryptInline(this.key, new byte[1], DATA);
		this.key.close();
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.aead.encryptInline(this.key, new byte[1], DATA));
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.aead.decryptInline(this.key, envelope, DATA));
	}

	@Test
	void refusesAKeyOfAnotherLength() {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> new AeadKey(ID, SecretBytes.takeOver(new byte[16])))
			.withMessage("AES-256 key: 16 bytes (expected: 32)");
	}

	@Test
	void namesTheKeyOfAnEnvelope() {
		assertThat(Aead.keyIdOf(this.aead.encryptInline(this.key, new byte[1], DATA))).contains(ID);
		assertThat(Aead.keyIdOf(new byte[100])).isEmpty();
		assertThat(Aead.keyIdOf(new byte[0])).isEmpty();
		assertThat(ID).hasToString("01932d7a000070008000000000000001");
	}

	private void assertDoesNotOpen(AeadKey with, byte[] envelope, AssociatedData associatedData) {
		assertThatExceptionOfType(DecryptionException.class)
			.isThrownBy(() -> this.aead.decryptInline(with, envelope, associatedData));
	}

	private static byte[] randomBytes(int length) {
		byte[] bytes = new byte[length];
		new Random(length).nextBytes(bytes);
		return bytes;
	}

}
