package io.qnsp.crypto.secret;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SecretBytesTests {

	private static final SecretAccess TEST = SecretAccess.because("test");

	@Test
	void overwritesTheBytesItTookOverOnClose() {
		byte[] bytes = { 1, 2, 3 };
		SecretBytes secret = SecretBytes.takeOver(bytes);
		secret.close();
		secret.close();
		assertThat(bytes).containsOnly(0);
		assertThat(secret.isClosed()).isTrue();
	}

	@Test
	void leavesTheCallersArrayAloneWhenItCopied() {
		byte[] bytes = { 1, 2, 3 };
		SecretBytes.copyOf(bytes).close();
		assertThat(bytes).containsExactly(1, 2, 3);
	}

	@Test
	void refusesEveryUseAfterClose() {
		SecretBytes secret = SecretBytes.copyOf(new byte[4]);
		SecretBytes other = SecretBytes.copyOf(new byte[4]);
		secret.close();
		assertRefused(() -> secret.toByteArray(TEST));
		assertRefused(() -> secret.read(TEST, (bytes) -> 1));
		assertRefused(secret::copy);
		assertRefused(() -> secret.asKey(TEST, "AES").getEncoded());
		assertRefused(() -> secret.equals(other));
		assertRefused(() -> other.equals(secret));
		assertThat(secret.length()).isEqualTo(4);
	}

	@Test
	void comparesContent() {
		SecretBytes secret = SecretBytes.copyOf(new byte[] { 1, 2 });
		assertThat(secret).isEqualTo(secret)
			.isEqualTo(SecretBytes.copyOf(new byte[] { 1, 2 }))
			.hasSameHashCodeAs(SecretBytes.copyOf(new byte[] { 1, 2 }))
			.isNotEqualTo(SecretBytes.copyOf(new byte[] { 1, 3 }))
			.isNotEqualTo(SecretBytes.copyOf(new byte[] { 1 }))
			.isNotEqualTo("12")
			.isNotEqualTo(null);
	}

	@Test
	void showsOnlyItsLength() {
		SecretBytes secret = SecretBytes.copyOf("correct horse".getBytes(java.nio.charset.StandardCharsets.UTF_8));
		assertThat(secret).hasToString("SecretBytes[13 bytes]");
		assertThat(secret.asKey(TEST, "AES").toString()).doesNotContain("correct");
		secret.close();
		assertThat(secret).hasToString("SecretBytes[13 bytes, closed]");
	}

	@Test
	void aCopyHasItsOwnLife() {
		SecretBytes secret = SecretBytes.copyOf(new byte[] { 7 });
		SecretBytes copy = secret.copy();
		secret.close();
		assertThat(copy.toByteArray(TEST)).containsExactly(7);
	}

	@Test
	void aReadUnderWayEndsBeforeTheWipe() throws Exception {
		byte[] bytes = { 5, 5, 5 };
		SecretBytes secret = SecretBytes.takeOver(bytes);
		CountDownLatch reading = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		CompletableFuture<byte[]> seen = CompletableFuture.supplyAsync(() -> secret.read(TEST, (lent) -> {
			reading.countDown();
			await(closed);
			return lent.clone();
		}));
		await(reading);
		secret.close();
		assertRefused(() -> secret.toByteArray(TEST));
		closed.countDown();
		assertThat(seen.get(20, TimeUnit.SECONDS)).containsOnly(5);
		assertThat(bytes).containsOnly(0);
	}

	@Test
	void manyReadersAndOneCloseNeverSeeHalfWipedBytes() {
		for (int round = 0; round < 500; round++) {
			byte[] bytes = new byte[64];
			java.util.Arrays.fill(bytes, (byte) 9);
			SecretBytes secret = SecretBytes.takeOver(bytes);
			CompletableFuture<Boolean> reader = CompletableFuture.supplyAsync(() -> readsOnlyNines(secret));
			secret.close();
			assertThat(reader.join()).isTrue();
			assertThat(bytes).containsOnly(0);
		}
	}

	@Test
	void anAccessTokenSaysWhy() {
		assertThat(TEST).hasToString("SecretAccess[test]");
		assertThatIllegalArgumentException().isThrownBy(() -> SecretAccess.because(" "));
	}

	private static boolean readsOnlyNines(SecretBytes secret) {
		try {
			while (true) {
				for (byte value : secret.toByteArray(TEST)) {
					if (value != 9) {
						return false;
					}
				}
			}
		}
		catch (IllegalStateException closed) {
			return true;
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable use) {
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(use)
			.withMessage("secret bytes: used after close");
	}

}
