package io.qnsp.crypto.keyring;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import io.qnsp.crypto.TestEngine;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.inline.InlineOperations;
import io.qnsp.crypto.secret.SecretBytes;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeyringTests {

	private static final byte[] DATA = "a small secret".getBytes(StandardCharsets.UTF_8);

	private final RootKey root = root();

	private final Keyring keyring = TestEngine.ENGINE.keyring(this.root);

	@AfterEach
	void close() {
		this.keyring.close();
	}

	@Test
	void unwrapsWhatItWrapped() {
		try (SecretBytes secret = TestEngine.ENGINE.randoms().secret(32);
				SecretBytes unwrapped = this.keyring.unwrap(this.keyring.wrap(secret, "auth.signing-key", "kid-1"),
						"auth.signing-key", "kid-1")) {
			assertThat(unwrapped).isEqualTo(secret);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 1000, InlineOperations.AES_GCM_BYTES })
	void opensWhatItSealed(int length) {
		byte[] plaintext = TestEngine.ENGINE.randoms().bytes(Math.min(length, 4096));
		byte[] padded = Arrays.copyOf(plaintext, length);
		byte[] envelope = this.keyring.seal(padded, "p", "s");
		assertThat(this.keyring.open(envelope, "p", "s")).isEqualTo(padded);
		assertThat(this.keyring.seal(padded, "p", "s")).isNotEqualTo(envelope);
	}

	@Test
	void opensInAnotherProcessWithTheSameRootKey() {
		byte[] envelope = this.keyring.seal(DATA, "p", "s");
		byte[] mac = this.keyring.mac(DATA, "p");
		try (Keyring other = TestEngine.ENGINE.keyring(RootKey.of(this.root.bytes().copy()))) {
			assertThat(other.open(envelope, "p", "s")).isEqualTo(DATA);
			assertThat(other.mac(DATA, "p")).isEqualTo(mac);
			assertThat(other.currentRoot()).isEqualTo(this.keyring.currentRoot());
		}
	}

	@Test
	void refusesAnotherPurposeSubjectOrUse() {
		byte[] sealed = this.keyring.seal(DATA, "purpose", "subject");
		assertFails(() -> this.keyring.open(sealed, "purpose2", "subject"));
		assertFails(() -> this.keyring.open(sealed, "purpose", "subject2"));
		assertFails(() -> this.keyring.open(sealed, "subject", "purpose"));
		assertFails(() -> this.keyring.unwrap(sealed, "purpose", "subject"));
		try (SecretBytes secret = SecretBytes.copyOf(DATA)) {
			byte[] wrapped = this.keyring.wrap(secret, "purpose", "subject");
			assertFails(() -> this.keyring.open(wrapped, "purpose", "subject"));
		}
	}

	@Test
	void refusesATamperedByteAnywhereAndEveryTruncation() {
		byte[] envelope = this.keyring.seal(DATA, "p", "s");
		for (int at = 0; at < envelope.length; at++) {
			byte[] tampered = envelope.clone();
			tampered[at] ^= 0x40;
			byte[] truncated = Arrays.copyOf(envelope, at);
			assertFails(() -> this.keyring.open(tampered, "p", "s"));
			assertFails(() -> this.keyring.open(truncated, "p", "s"));
		}
	}

	@Test
	void refusesAnotherRootKey() {
		byte[] envelope = this.keyring.seal(DATA, "p", "s");
		try (Keyring other = TestEngine.ENGINE.keyring(root())) {
			assertFails(() -> other.open(envelope, "p", "s"));
			assertThat(other.mac(DATA, "p")).isNotEqualTo(this.keyring.mac(DATA, "p"));
		}
	}

	@Test
	void opensUnderARetiredRootKeyAndSealsUnderTheCurrentOne() {
		byte[] old = this.keyring.seal(DATA, "p", "s");
		RootKey next = root();
		try (Keyring rotated = TestEngine.ENGINE.keyring(next, RootKey.of(this.root.bytes().copy()))) {
			assertThat(rotated.open(old, "p", "s")).isEqualTo(DATA);
			byte[] fresh = rotated.seal(DATA, "p", "s");
			assertThat(rotated.currentRoot()).isEqualTo(next.id());
			assertFails(() -> this.keyring.open(fresh, "p", "s"));
		}
	}

	@Test
	void refusesTheSameRootKeyTwice() {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> TestEngine.ENGINE.keyring(this.root, RootKey.of(this.root.bytes().copy())))
			.withMessage("root key " + this.root.id() + ": given twice (expected: different keys)");
	}

	@Test
	void keepsPurposesApart() {
		assertThat(List.of(this.keyring.mac(DATA, "a"), this.keyring.mac(DATA, "b"))).doesNotHaveDuplicates();
	}

	@Test
	void refusesLargeData() {
		byte[] tooLong = new byte[InlineOperations.AES_GCM_BYTES + 1];
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> this.keyring.seal(tooLong, "p", "s"));
		try (SecretBytes secret = SecretBytes.takeOver(tooLong)) {
			assertThatExceptionOfType(IllegalArgumentException.class)
				.isThrownBy(() -> this.keyring.wrap(secret, "p", "s"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Upper", "with space", "-leading", "ümlaut", "a|b" })
	void refusesAPurposeThatIsNoConstant(String purpose) {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> this.keyring.seal(DATA, purpose, "s"));
	}

	@Test
	void refusesAnUnboundedNumberOfPurposes() {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> {
			for (int i = 0; i < 300; i++) {
				this.keyring.seal(DATA, "purpose-" + i, "s");
			}
		}).withMessageStartingWith("purposes: more than 256");
	}

	@Test
	void refusesAnEmptySubject() {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> this.keyring.seal(DATA, "p", ""));
	}

	@Test
	void refusesUseAfterCloseAndWipesTheRootKey() {
		byte[] envelope = this.keyring.seal(DATA, "p", "s");
		this.keyring.close();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.keyring.open(envelope, "p", "s"));
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.keyring.seal(DATA, "new", "s"));
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.keyring.mac(DATA, "p"));
		assertThat(this.root.bytes().isClosed()).isTrue();
	}

	private static RootKey root() {
		return RootKey.of(TestEngine.ENGINE.randoms().secret(RootKey.BYTES));
	}

	private static void assertFails(ThrowingCallable opening) {
		assertThatExceptionOfType(DecryptionException.class).isThrownBy(opening)
			.withMessage("decryption failed")
			.withNoCause();
	}

}
