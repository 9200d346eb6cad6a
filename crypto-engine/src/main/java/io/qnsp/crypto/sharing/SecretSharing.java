package io.qnsp.crypto.sharing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.qnsp.crypto.digest.Digests;
import io.qnsp.crypto.lane.Lane;
import io.qnsp.crypto.lane.Lanes;
import io.qnsp.crypto.random.Randoms;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import reactor.core.publisher.Mono;

/**
 * Shamir's secret sharing over GF(2^8), with the checks that the scheme itself lacks.
 *
 * <pre>
 * payload = secret || salt (32 random bytes)
 * value of share i = the payload's polynomials (one per byte, random, of degree
 *                    threshold - 1) at i
 * commitment = SHA3-256(label || threshold || count || set id || salt || secret)
 * hash of share i = SHA3-256(label || i || threshold || count || set id || commitment || value)
 * fingerprint = SHA3-256(label || threshold || count || set id || commitment || all hashes)
 * </pre>
 *
 * Every share carries the commitment, the hashes of all shares and the fingerprint. A MAC
 * in their place would need a key that whoever holds only shares does not have.
 * <p>
 * <b>Security guarantees.</b> Fewer shares than the threshold tell nothing about the
 * secret but its length: the values by information theory; the commitment and the hashes
 * do not serve to test guesses, even of a short secret, because the unknown salt and the
 * unknown values are of 256 bits of entropy each. Before anything is combined, every
 * share is checked: one that was changed, is of another set, or is there twice is refused
 * by its index. What is recovered is checked against the commitment. With a fingerprint
 * from a trusted place (the one who split keeps it) a forged share is refused even if
 * whoever made it knows this format; without one, forgers who bring all the shares, or
 * most of them, can pass off a set of their own, and then with a secret of their own,
 * never with a changed one of the true set. Not guaranteed: that holders hand in their
 * shares, and constant time (the library multiplies without tables, but in Java).
 * <p>
 * Runs on the fast lane; a set of so many or so long shares that the work takes more than
 * some milliseconds on the slow one. Cold, once per subscription.
 */
public final class SecretSharing {

	/** Fewest shares that may recover a secret. */
	public static final int SMALLEST_THRESHOLD = 2;

	/** Most shares of a set. */
	public static final int MOST_SHARES = 255;

	/** Longest secret, in bytes. */
	public static final int LONGEST_SECRET = 4096;

	private static final SecretAccess SPLITTING = SecretAccess.because("secret to be split in shares");

	private static final SecretAccess COMBINING = SecretAccess.because("values of shares to be combined");

	/** Multiplications in the field, some 10 ns each once the code is compiled. */
	private static final long FAST_WORK = 500_000;

	private final Lanes lanes;

	private final Randoms randoms;

	/**
	 * The primitive on its lanes.
	 * @param lanes where it runs
	 * @param randoms for polynomials, salts and set ids
	 */
	public SecretSharing(Lanes lanes, Randoms randoms) {
		this.lanes = lanes;
		this.randoms = randoms;
	}

	/**
	 * Splits a secret.
	 * @param secret 1..{@value #LONGEST_SECRET} bytes, open until the answer
	 * @param threshold how many shares recover it, {@value #SMALLEST_THRESHOLD} to
	 * {@code count}
	 * @param count how many shares there are, at most {@value #MOST_SHARES}
	 * @return the shares; the caller closes them. {@link IllegalArgumentException}
	 * outside these ranges
	 */
	public Mono<ShareSet> split(SecretBytes secret, int threshold, int count) {
		long multiplications = (secret.length() + (long) SetDescription.SALT_BYTES) * threshold * count;
		return lane(multiplications).run("sharing.split", () -> {
			require("secret", secret.length(), 1, LONGEST_SECRET);
			require("count", count, SMALLEST_THRESHOLD, MOST_SHARES);
			require("threshold", threshold, SMALLEST_THRESHOLD, count);
			return splitHere(secret, threshold, count);
		});
	}

	private ShareSet splitHere(SecretBytes secret, int threshold, int count) {
		byte[] salt = this.randoms.bytes(SetDescription.SALT_BYTES);
		byte[] payload = secret.read(SPLITTING, (bytes) -> concatenated(bytes, salt));
		byte[][] values = {};
		try {
			SetDescription.Terms terms = new SetDescription.Terms(threshold, count,
					this.randoms.bytes(SetDescription.SET_ID_BYTES));
			byte[] commitment = terms.commitment(payload);
			values = Shamir.split(payload, threshold, count, this.randoms.asSecureRandom());
			SetDescription set = SetDescription.of(terms, commitment, values);
			List<Share> shares = new ArrayList<>(count);
			for (int i = 0; i < count; i++) {
				shares.add(new Share(i + 1, set, set.fingerprint(), SecretBytes.copyOf(values[i])));
			}
			return new ShareSet(List.copyOf(shares), set.fingerprint());
		}
		finally {
			Arrays.fill(salt, (byte) 0);
			Arrays.fill(payload, (byte) 0);
			wipe(values);
		}
	}

	/**
	 * Recovers a secret from shares that vouch for each other.
	 * @param shares at least the threshold, in any order, open until the answer; the set
	 * that most of them are of is taken for theirs
	 * @return the secret; the caller closes it. {@link SharesRefusedException} naming
	 * every share that was refused, or that there are too few
	 */
	public Mono<SecretBytes> combine(List<Share> shares) {
		return lane(work(shares)).run("sharing.combine", () -> combineHere(ShareChecks.among(shares)));
	}

	/**
	 * Recovers a secret from shares of a known set.
	 * @param shares at least the threshold, in any order, open until the answer
	 * @param fingerprint {@link ShareSet#fingerprint()}, from a trusted place
	 * @return the secret; the caller closes it. {@link SharesRefusedException} naming
	 * every share that was refused, or that there are too few
	 */
	public Mono<SecretBytes> combine(List<Share> shares, byte[] fingerprint) {
		return lane(work(shares)).run("sharing.combine", () -> combineHere(ShareChecks.of(shares, fingerprint)));
	}

	/**
	 * Checks a share before there are enough to recover the secret.
	 * @param share open until the answer
	 * @param fingerprint {@link ShareSet#fingerprint()}, from a trusted place
	 * @return the same share; {@link SharesRefusedException} when it was changed or is of
	 * another set
	 */
	public Mono<Share> verify(Share share, byte[] fingerprint) {
		return this.lanes.fast().run("sharing.verify", () -> {
			ShareChecks.requireOf(share, fingerprint);
			return share;
		});
	}

	private static SecretBytes combineHere(List<Share> checked) {
		SetDescription set = checked.getFirst().set();
		List<Share> used = checked.subList(0, set.terms().threshold());
		byte[][] values = used.stream().map((share) -> share.value().toByteArray(COMBINING)).toArray(byte[][]::new);
		byte[] payload = {};
		try {
			requireEqualLengths(values);
			payload = Shamir.combine(values, used.stream().mapToInt(Share::index).toArray());
			if (!Digests.constantTimeEquals(set.terms().commitment(payload), set.commitment())) {
				throw SharesRefusedException.notCommitted();
			}
			return SecretBytes.takeOver(Arrays.copyOf(payload, payload.length - SetDescription.SALT_BYTES));
		}
		finally {
			Arrays.fill(payload, (byte) 0);
			wipe(values);
		}
	}

	// Only whoever made the set can have hashed values of several lengths.
	private static void requireEqualLengths(byte[][] values) {
		if (Arrays.stream(values).mapToInt((value) -> value.length).distinct().count() != 1) {
			throw SharesRefusedException.notCommitted();
		}
	}

	// Rather too much: the hashes of all shares in each share must be hashed too.
	private static long work(List<Share> shares) {
		return shares.stream().mapToLong((share) -> share.value().length()).sum()
				* Math.min(MOST_SHARES, shares.size());
	}

	private Lane lane(long work) {
		return (work > FAST_WORK) ? this.lanes.slow() : this.lanes.fast();
	}

	private static void require(String name, int value, int least, int most) {
		if (value < least || value > most) {
			throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + ".." + most + ")");
		}
	}

	private static void wipe(byte[][] values) {
		for (byte[] value : values) {
			Arrays.fill(value, (byte) 0);
		}
	}

	private static byte[] concatenated(byte[] first, byte[] second) {
		byte[] both = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, both, first.length, second.length);
		return both;
	}

}
