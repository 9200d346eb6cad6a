package io.qnsp.hsm.testing.vault;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/** EMSA-PSS of RFC 8017, 9.1, for digests: the JDK has it for messages alone. */
final class FakePss {

	private static final byte TRAILER = (byte) 0xbc;

	private FakePss() {
	}

	static byte[] encode(String hash, byte[] digest, int bits) throws GeneralSecurityException {
		byte[] salt = new byte[digest.length];
		new SecureRandom().nextBytes(salt);
		byte[] check = check(hash, digest, salt);
		byte[] block = new byte[(bits + 7) / 8 - check.length - 1];
		block[block.length - salt.length - 1] = 1;
		System.arraycopy(salt, 0, block, block.length - salt.length, salt.length);
		byte[] masked = masked(hash, block, check, bits);
		return ByteBuffer.allocate(masked.length + check.length + 1).put(masked).put(check).put(TRAILER).array();
	}

	static boolean verify(String hash, byte[] digest, byte[] encoded, int bits) throws GeneralSecurityException {
		int end = encoded.length - 1 - digest.length;
		byte[] check = Arrays.copyOfRange(encoded, end, encoded.length - 1);
		byte[] block = masked(hash, Arrays.copyOf(encoded, end), check, bits);
		byte[] salt = Arrays.copyOfRange(block, block.length - digest.length, block.length);
		byte[] padding = new byte[block.length - digest.length];
		padding[padding.length - 1] = 1;
		return encoded[encoded.length - 1] == TRAILER && Arrays.equals(padding, Arrays.copyOf(block, padding.length))
				&& Arrays.equals(check, check(hash, digest, salt));
	}

	private static byte[] check(String hash, byte[] digest, byte[] salt) throws GeneralSecurityException {
		MessageDigest function = MessageDigest.getInstance(hash);
		function.update(new byte[8]);
		function.update(digest);
		return function.digest(salt);
	}

	private static byte[] masked(String hash, byte[] block, byte[] seed, int bits) throws GeneralSecurityException {
		byte[] result = block.clone();
		MessageDigest function = MessageDigest.getInstance(hash);
		for (int i = 0; i < result.length; i++) {
			if (i % seed.length == 0) {
				function.update(seed);
				byte[] mask = function.digest(ByteBuffer.allocate(4).putInt(i / seed.length).array());
				for (int k = 0; k < mask.length && i + k < result.length; k++) {
					result[i + k] ^= mask[k];
				}
			}
		}
		result[0] &= (byte) (0xff >>> (8 * ((bits + 7) / 8) - bits));
		return result;
	}

}
