package io.qnsp.crypto.sharing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import io.qnsp.crypto.TestEngine;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.sharing.SharesRefusedException.Reason;
import io.qnsp.crypto.sharing.SharesRefusedException.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SecretSharingTests {

	private static final SecretAccess TEST = SecretAccess.because("comparison in a test");

	private final SecretSharing sharing = TestEngine.ENGINE.sharing();

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 })
	void anyThresholdOfSharesInAnyOrderRecoverAndFewerAreRefused(long seed) {
		Random random = new Random(seed);
		int count = 2 + random.nextInt(9);
		int threshold = 2 + random.nextInt(count - 1);
		byte[] secret = bytes(1 + random.nextInt(100), random);
		try (ShareSet set = split(secret, threshold, count)) {
			for (int round = 0; round < 20; round++) {
				List<Share> shares = new ArrayList<>(set.shares());
				Collections.shuffle(shares, random);
				int taken = threshold + random.nextInt(count - threshold + 1);
				recovers(shares.subList(0, taken), set, secret);
				int fewer = random.nextInt(threshold);
				refuses(shares.subList(0, fewer), "shares: " + fewer + " (expected: at least "
						+ ((fewer == 0) ? SecretSharing.SMALLEST_THRESHOLD : threshold) + ")");
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "1, 2, 2", "32, 2, 3", "32, 5, 5", "4096, 3, 5", "64, 255, 255", "32, 2, 255", "4096, 128, 255" })
	void worksAtTheEdgesOfItsRanges(int length, int threshold, int count) {
		byte[] secret = bytes(length, new Random(length));
		try (ShareSet set = split(secret, threshold, count)) {
			assertThat(set.shares()).hasSize(count);
			List<Share> last = set.shares().subList(count - threshold, count);
			recovers(last, set, secret);
			refuses(last.subList(1, threshold), (threshold - 1) + " (expected: at least " + threshold + ")");
		}
	}

	@ParameterizedTest
	@CsvSource({ "0, 2, 3, secret: 0", "4097, 2, 3, secret: 4097", "32, 1, 3, threshold: 1", "32, 4, 3, threshold: 4",
			"32, 2, 256, count: 256", "32, 1, 1, count: 1", "32, -1, 3, threshold: -1" })
	void refusesOtherRanges(int length, int threshold, int count, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> split(new byte[length], threshold, count))
			.withMessageStartingWith(message);
	}

	@Test
	void everySingleBitChangeOfAShareIsRefused() {
		byte[] secret = bytes(16, new Random(5));
		try (ShareSet set = split(secret, 2, 3)) {
			byte[] encoded = encoded(set.shares().get(1));
			int malformed = 0;
			for (int bit = 0; bit < 8 * encoded.length; bit++) {
				byte[] changed = encoded.clone();
				changed[bit / 8] ^= (byte) (1 << (bit % 8));
				Share share;
				try (SecretBytes bytes = SecretBytes.takeOver(changed)) {
					share = Share.decode(bytes);
				}
				catch (IllegalArgumentException ex) {
					malformed++;
					continue;
				}
				int index = share.index();
				assertThatExceptionOfType(SharesRefusedException.class).as("bit %s", bit)
					.isThrownBy(() -> combine(List.of(set.shares().get(0), share, set.shares().get(2))))
					.satisfies((refused) -> assertThat(refused.refusals())
						.containsExactly(new Refusal(index, Reason.CHANGED)));
				share.close();
			}
			assertThat(malformed).isBetween(8, 32);
		}
	}

	@Test
	void refusesSharesOfAnotherSetByIndexEvenOfTheSameSecret() {
		byte[] secret = bytes(32, new Random(6));
		try (ShareSet ours = split(secret, 3, 5); ShareSet theirs = split(secret, 3, 5)) {
			List<Share> mixed = List.of(ours.shares().get(0), theirs.shares().get(3), ours.shares().get(2),
					ours.shares().get(4));
			assertThatExceptionOfType(SharesRefusedException.class).isThrownBy(() -> combine(mixed))
				.withMessageContaining("refused 4 (of another set)")
				.satisfies((refused) -> assertThat(refused.refusals()).containsExactly(new Refusal(4, Reason.FOREIGN)));
			assertThatExceptionOfType(SharesRefusedException.class)
				.isThrownBy(() -> TestEngine.await(this.sharing.combine(mixed, theirs.fingerprint())))
				.satisfies((refused) -> assertThat(refused.refusals()).extracting(Refusal::index)
					.containsExactly(1, 3, 5));
		}
	}

	@Test
	void refusesAWholeForgedSetWhereTheFingerprintIsKnown() {
		try (ShareSet ours = split(bytes(32, new Random(7)), 2, 3);
				ShareSet forged = split(bytes(32, new Random(8)), 2, 3)) {
			assertThatExceptionOfType(SharesRefusedException.class)
				.isThrownBy(() -> TestEngine.await(this.sharing.combine(forged.shares(), ours.fingerprint())))
				.satisfies((refused) -> assertThat(refused.refusals()).hasSize(3)
					.extracting(Refusal::reason)
					.containsOnly(Reason.FOREIGN));
		}
	}

	@Test
	void checksOneShareByItself() {
		try (ShareSet ours = split(bytes(32, new Random(13)), 2, 3);
				ShareSet theirs = split(bytes(32, new Random(13)), 2, 3)) {
			Share second = ours.shares().get(1);
			assertThat(TestEngine.await(this.sharing.verify(second, ours.fingerprint()))).isSameAs(second);
			assertThatExceptionOfType(SharesRefusedException.class)
				.isThrownBy(() -> TestEngine.await(this.sharing.verify(second, theirs.fingerprint())))
				.satisfies((refused) -> assertThat(refused.refusals()).containsExactly(new Refusal(2, Reason.FOREIGN)));
			byte[] changed = encoded(second);
			changed[changed.length - 1] ^= 1;
			try (SecretBytes bytes = SecretBytes.takeOver(changed); Share broken = Share.decode(bytes)) {
				assertThatExceptionOfType(SharesRefusedException.class)
					.isThrownBy(() -> TestEngine.await(this.sharing.verify(broken, ours.fingerprint())))
					.satisfies((refused) -> assertThat(refused.refusals())
						.containsExactly(new Refusal(2, Reason.CHANGED)));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 4, 5, 6, 7 })
	void everySubsetOfTheThresholdRecoversAndEverySmallerOneIsRefused(int count) {
		byte[] secret = bytes(32, new Random(count));
		for (int threshold = 2; threshold <= count; threshold++) {
			try (ShareSet set = split(secret, threshold, count)) {
				for (int subset = 0; subset < 1 << count; subset++) {
					int chosen = subset;
					List<Share> shares = set.shares()
						.stream()
						.filter((share) -> (chosen >> (share.index() - 1) & 1) == 1)
						.toList();
					if (shares.size() >= threshold) {
						recovers(shares, set, secret);
					}
					else {
						refuses(shares, "expected: at least");
					}
				}
			}
		}
	}

	/**
	 * Beyond the refusal: one share fewer than needed, with the polynomials themselves,
	 * gives something else.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 4, 5, 6, 7 })
	void noSubsetBelowTheThresholdInterpolatesTheSecret(int count) {
		byte[] payload = bytes(32, new Random(count));
		for (int threshold = 2; threshold <= count; threshold++) {
			byte[][] values = Shamir.split(payload, threshold, count, new java.security.SecureRandom());
			for (int subset = 1; subset < 1 << count; subset++) {
				int chosen = subset;
				int[] indexes = IntStream.rangeClosed(1, count).filter((i) -> (chosen >> (i - 1) & 1) == 1).toArray();
				byte[][] some = IntStream.of(indexes).mapToObj((i) -> values[i - 1]).toArray(byte[][]::new);
				if (indexes.length >= threshold) {
					assertThat(Shamir.combine(some, indexes)).isEqualTo(payload);
				}
				else if (indexes.length >= 2) {
					assertThat(Shamir.combine(some, indexes)).isNotEqualTo(payload);
				}
			}
		}
	}

	@Test
	void refusesAShareThatIsThereTwice() {
		try (ShareSet set = split(bytes(32, new Random(9)), 3, 5)) {
			Share second = set.shares().get(1);
			assertThatExceptionOfType(SharesRefusedException.class)
				.isThrownBy(() -> combine(List.of(set.shares().get(0), second, second)))
				.satisfies(
						(refused) -> assertThat(refused.refusals()).containsExactly(new Refusal(2, Reason.DUPLICATE)));
		}
	}

	@Test
	void namesEveryShareThatIsRefused() {
		try (ShareSet set = split(bytes(32, new Random(10)), 2, 5); ShareSet other = split(new byte[32], 2, 5)) {
			byte[] changed = encoded(set.shares().get(4));
			changed[changed.length - 1] ^= 1;
			try (SecretBytes bytes = SecretBytes.takeOver(changed); Share broken = Share.decode(bytes)) {
				assertThatExceptionOfType(SharesRefusedException.class)
					.isThrownBy(() -> combine(List.of(set.shares().get(0), set.shares().get(1), broken,
							other.shares().get(2), set.shares().get(0))))
					.satisfies(
							(refused) -> assertThat(refused.refusals()).containsExactly(new Refusal(5, Reason.CHANGED),
									new Refusal(3, Reason.FOREIGN), new Refusal(1, Reason.DUPLICATE)));
			}
		}
	}

	@Test
	void refusesASetThatDoesNotGiveTheSecretItCommitsTo() {
		// a dishonest dealer hashes values that lie on no polynomial of the payload
		SetDescription.Terms terms = new SetDescription.Terms(2, 3, new byte[16]);
		byte[][] values = { bytes(40, new Random(1)), bytes(40, new Random(2)), bytes(41, new Random(3)) };
		SetDescription set = SetDescription.of(terms, terms.commitment(bytes(40, new Random(4))), values);
		List<Share> shares = IntStream.range(0, 3)
			.mapToObj((i) -> new Share(i + 1, set, set.fingerprint(), SecretBytes.copyOf(values[i])))
			.toList();
		refuses(shares.subList(0, 2), "do not give the secret that their set commits to");
		refuses(shares.subList(1, 3), "do not give the secret that their set commits to");
	}

	@Test
	void encodesAndDecodesWithoutLoss() {
		byte[] secret = bytes(33, new Random(11));
		try (ShareSet set = split(secret, 2, 4)) {
			List<Share> decoded = set.shares().stream().map((share) -> {
				try (SecretBytes bytes = share.encode()) {
					return Share.decode(bytes);
				}
			}).toList();
			set.close();
			recovers(decoded.subList(2, 4), set, secret);
			assertThat(decoded.getLast()).hasToString("Share[4 of 4, threshold 2]");
			assertThat(decoded.getLast().setId()).isEqualTo(set.shares().getFirst().setId()).hasSize(16);
			decoded.forEach(Share::close);
		}
	}

	@Test
	void refusesMalformedBytes() {
		Random random = new Random(12);
		for (int length : new int[] { 0, 1, 3, 4, 20, 100, 300, 20_000 }) {
			byte[] garbage = bytes(length, random);
			if (length > 3) {
				garbage[0] = 1;
				garbage[1] = 1;
				garbage[2] = 2;
				garbage[3] = (byte) 200;
			}
			try (SecretBytes bytes = SecretBytes.takeOver(garbage)) {
				assertThatIllegalArgumentException().isThrownBy(() -> Share.decode(bytes))
					.withMessageStartingWith("share: ");
			}
		}
	}

	@Test
	void sharesAndCommitmentOfTheSameSecretDifferEachTime() {
		byte[] secret = { 1 };
		try (ShareSet first = split(secret, 2, 2); ShareSet second = split(secret, 2, 2)) {
			SetDescription one = first.shares().getFirst().set();
			SetDescription two = second.shares().getFirst().set();
			assertThat(one.commitment()).isNotEqualTo(two.commitment());
			assertThat(one.terms().setId()).isNotEqualTo(two.terms().setId());
			assertThat(first.shares().getFirst().value()).isNotEqualTo(second.shares().getFirst().value());
			assertThat(first.fingerprint()).isNotEqualTo(second.fingerprint());
		}
	}

	@Test
	void oneValueOfASecretIsAsLikelyAsAnother() {
		// the first byte of share 1 of the same secret takes nearly all 256 values
		int[] seen = new int[256];
		for (int round = 0; round < 3000; round++) {
			try (ShareSet set = split(new byte[] { 77 }, 2, 2)) {
				seen[set.shares().getFirst().value().read(TEST, (bytes) -> bytes[0] & 0xff)]++;
			}
		}
		assertThat(Arrays.stream(seen).filter((times) -> times > 0).count()).isGreaterThan(250);
		assertThat(Arrays.stream(seen).max().orElseThrow()).isLessThan(40);
	}

	@Test
	void refusesClosedSharesAndKeepsNothingOpen() {
		ShareSet set = split(new byte[8], 2, 2);
		set.close();
		assertThat(set.shares()).allMatch((share) -> share.value().isClosed());
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> combine(set.shares()));
		assertThat(set).hasToString("ShareSet[2 shares]");
	}

	private void recovers(List<Share> shares, ShareSet set, byte[] secret) {
		for (Mono<SecretBytes> combined : List.of(this.sharing.combine(shares),
				this.sharing.combine(shares, set.fingerprint()))) {
			try (SecretBytes recovered = TestEngine.await(combined)) {
				assertThat(recovered.toByteArray(TEST)).isEqualTo(secret);
			}
		}
	}

	private void refuses(List<Share> shares, String message) {
		assertThatExceptionOfType(SharesRefusedException.class).isThrownBy(() -> combine(shares))
			.withMessageContaining(message);
	}

	private SecretBytes combine(List<Share> shares) {
		return TestEngine.await(this.sharing.combine(shares));
	}

	private ShareSet split(byte[] secret, int threshold, int count) {
		try (SecretBytes bytes = SecretBytes.copyOf(secret)) {
			return TestEngine.await(this.sharing.split(bytes, threshold, count));
		}
	}

	private static byte[] encoded(Share share) {
		try (SecretBytes bytes = share.encode()) {
			return bytes.toByteArray(TEST);
		}
	}

	private static byte[] bytes(int length, Random random) {
		byte[] bytes = new byte[length];
		random.nextBytes(bytes);
		return bytes;
	}

}
