package io.qnsp.crypto.keyring;

import java.util.Set;

import io.qnsp.crypto.aead.KeyId;
import io.qnsp.crypto.secret.SecretBytes;
import reactor.core.publisher.Mono;

/**
 * Wraps under a keyring: at once, on the calling thread.
 */
record KeyringWrapping(Keyring keyring) implements RootWrapping {

	@Override
	public KeyId currentRoot() {
		return this.keyring.currentRoot();
	}

	@Override
	public Set<KeyId> retiredRoots() {
		return this.keyring.retiredRoots();
	}

	@Override
	public Mono<byte[]> wrap(SecretBytes secret, String purpose, String subject) {
		return Mono.fromCallable(() -> this.keyring.wrap(secret, purpose, subject));
	}

	@Override
	public Mono<SecretBytes> unwrap(byte[] envelope, String purpose, String subject) {
		return Mono.fromCallable(() -> this.keyring.unwrap(envelope, purpose, subject));
	}

}
