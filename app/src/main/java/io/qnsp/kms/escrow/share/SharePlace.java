package io.qnsp.kms.escrow.share;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

import io.qnsp.core.tenantkey.SealedFor;
import io.qnsp.crypto.aead.AssociatedData;

/**
 * Which share set of which escrow: what ciphertexts of it are bound to.
 *
 * @param tenantId whose it is
 * @param escrowId the escrow
 * @param keyId the key
 * @param keyVersion the key's version
 * @param shareSet which set, from 1
 */
public record SharePlace(UUID tenantId, UUID escrowId, UUID keyId, int keyVersion, int shareSet) {

	private static final String DEPOSIT = "qnsp escrow v1";

	private static final String SHARE = "qnsp escrow share v1";

	private static final String PURPOSE = "kms.escrow-share";

	/**
	 * The next share set of the same escrow.
	 * @return the place
	 */
	public SharePlace next() {
		return new SharePlace(this.tenantId, this.escrowId, this.keyId, this.keyVersion, this.shareSet + 1);
	}

	/**
	 * What the encrypted key is bound to.
	 * @return associated data
	 */
	public byte[] associatedData() {
		return AssociatedData
			.of(DEPOSIT, this.tenantId.toString(), this.escrowId.toString(), this.keyId.toString(),
					Integer.toString(this.keyVersion), Integer.toString(this.shareSet))
			.toByteArray();
	}

	/**
	 * What a share that is encrypted to its agent is bound to; agents need it to decrypt.
	 * @param agentId the agent
	 * @return text, its UTF-8 bytes are the associated data
	 */
	public String boundTo(String agentId) {
		return String.join("|", SHARE, this.tenantId.toString(), this.escrowId.toString(),
				Integer.toString(this.shareSet), agentId);
	}

	/**
	 * The bytes of {@link #boundTo}.
	 * @param agentId the agent
	 * @return associated data
	 */
	public byte[] bytesBoundTo(String agentId) {
		return boundTo(agentId).getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * What a share that is handed out once is sealed for.
	 * @param agentId the agent
	 * @return the binding
	 */
	public SealedFor sealedFor(String agentId) {
		return new SealedFor(this.tenantId, PURPOSE, this.escrowId + "|" + agentId, this.shareSet);
	}

}
