package io.qnsp.crypto.sharing;

import java.util.List;

import io.qnsp.crypto.secret.Wipeable;

/**
 * What a split gives.
 *
 * @param shares in order of their index; closed with this object
 * @param fingerprint of the set, 32 bytes; public, to be kept where nobody can change it
 */
public record ShareSet(List<Share> shares, byte[] fingerprint) implements Wipeable {

	@Override
	public void close() {
		this.shares.forEach(Share::close);
	}

	@Override
	public String toString() {
		return "ShareSet[" + this.shares.size() + " shares]";
	}

}
