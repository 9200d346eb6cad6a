package io.qnsp.kms.escrow.deposit;

import java.util.List;

import io.qnsp.kms.escrow.share.StoredShare;

/**
 * What depositing a key gives: nothing of it is secret.
 *
 * @param ciphertext the key, encrypted under a random key that exists only in the shares
 * @param fingerprint of the share set
 * @param shares the shares, each encrypted to its agent or sealed
 */
public record Deposit(byte[] ciphertext, byte[] fingerprint, List<StoredShare> shares) {

	public Deposit {
		shares = List.copyOf(shares);
	}

	@Override
	public String toString() {
		return "Deposit[" + this.shares.size() + " shares]";
	}

}
