package io.qnsp.app.rootkey;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.qnsp.app.hsm.HsmWrappingKey;
import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.aead.Aead;
import io.qnsp.crypto.aead.AssociatedData;
import io.qnsp.crypto.aead.KeyId;
import io.qnsp.crypto.keyring.RootWrapping;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.hsm.HsmException;
import reactor.core.publisher.Mono;

/**
 * Wraps inside the HSM; what a key file wrapped earlier still opens. An HSM that does not
 * answer is a 503: whatever is wrong with it, the caller's request is not.
 */
final class HsmRootWrapping implements RootWrapping {

	private static final String FORMAT = "hsm-root v1";

	private final HsmWrappingKey current;

	private final Map<KeyId, HsmWrappingKey> inHsm;

	private final RootWrapping files;

	HsmRootWrapping(HsmWrappingKey current, Map<KeyId, HsmWrappingKey> inHsm, RootWrapping files) {
		this.current = current;
		this.inHsm = Map.copyOf(inHsm);
		this.files = files;
	}

	@Override
	public KeyId currentRoot() {
		return this.current.id();
	}

	@Override
	public Set<KeyId> retiredRoots() {
		Set<KeyId> retired = new HashSet<>(this.inHsm.keySet());
		retired.remove(currentRoot());
		retired.addAll(this.files.retiredRoots());
		return retired;
	}

	@Override
	public Mono<byte[]> wrap(SecretBytes secret, String purpose, String subject) {
		return this.current.wrap(secret, boundTo(purpose, subject))
			.onErrorMap(HsmException.class, HsmRootWrapping::down);
	}

	@Override
	public Mono<SecretBytes> unwrap(byte[] envelope, String purpose, String subject) {
		HsmWrappingKey key = Aead.keyIdOf(envelope).map(this.inHsm::get).orElse(null);
		return (key == null) ? this.files.unwrap(envelope, purpose, subject)
				: key.unwrap(envelope, boundTo(purpose, subject)).onErrorMap(HsmException.class, HsmRootWrapping::down);
	}

	private static AssociatedData boundTo(String purpose, String subject) {
		return AssociatedData.of(FORMAT, purpose, subject);
	}

	private static QnspException down(HsmException ex) {
		return QnspException.unavailable("The HSM that holds the root key can't be used now", ex.retryAfter(), ex);
	}

}
