package io.qnsp.crypto.keyring;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.qnsp.crypto.aead.Aead;
import io.qnsp.crypto.aead.AeadKey;
import io.qnsp.crypto.aead.AssociatedData;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.aead.KeyId;
import io.qnsp.crypto.digest.Digests;
import io.qnsp.crypto.inline.InlineOperations;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.secret.Wipeable;
import reactor.core.publisher.Mono;

/**
 * Wraps secrets and seals data under keys derived from the root key. Small data is an
 * inline operation (see {@link InlineOperations}), larger data goes to the lane.
 * <p>
 * <b>Security guarantees.</b> AES-256-GCM envelopes that name the root key. Wrap, seal
 * and mac use separate keys; each purpose and subject has its own (HKDF-SHA-256), and
 * both are associated data besides, with the format's version: an envelope opens under
 * exactly the use, purpose and subject it was made for. Any other use, and any changed
 * byte, is the same {@link DecryptionException}. At most 2^32 envelopes for one purpose
 * and subject. New envelopes use the current root key; retired ones still open.
 * <p>
 * A purpose is a constant in code, for example {@code auth.signing-key}; a subject names
 * the record, for example tenant and id, 1 to 65535 bytes of UTF-8.
 */
public final class Keyring implements Wipeable {

	private static final String FORMAT_VERSION = "1";

	private static final SecretAccess WRAPPING = SecretAccess.because("plaintext of a wrapped secret");

	private final Aead aead;

	private final DerivedKeys current;

	private final Map<KeyId, DerivedKeys> all = new LinkedHashMap<>();

	/**
	 * A keyring that owns its root keys: they are closed with it.
	 * @param aead the primitive
	 * @param current the root key for everything new
	 * @param retired root keys of what was made earlier
	 * @throws IllegalArgumentException if two root keys are the same
	 */
	public Keyring(Aead aead, RootKey current, RootKey... retired) {
		this.aead = aead;
		this.current = new DerivedKeys(current);
		this.all.put(current.id(), this.current);
		for (RootKey key : retired) {
			if (this.all.putIfAbsent(key.id(), new DerivedKeys(key)) != null) {
				throw new IllegalArgumentException("root key " + key.id() + ": given twice (expected: different keys)");
			}
		}
	}

	/**
	 * Which root key new envelopes use.
	 * @return its public name
	 */
	public KeyId currentRoot() {
		return this.current.rootId();
	}

	/**
	 * Which root keys old envelopes may use.
	 * @return their public names
	 */
	public Set<KeyId> retiredRoots() {
		return this.all.keySet().stream().filter((id) -> !id.equals(currentRoot())).collect(Collectors.toSet());
	}

	/**
	 * Wraps for those who leave open where the root key is.
	 * @return the same as {@link #wrap} and {@link #unwrap}; usable as long as this
	 * keyring
	 */
	public RootWrapping wrapping() {
		return new KeyringWrapping(this);
	}

	/**
	 * Wraps a secret: a seed, a key, a credential.
	 * @param secret at most {@value InlineOperations#AES_GCM_BYTES} bytes
	 * @param purpose what kind of secret it is
	 * @param subject whose or which
	 * @return the envelope
	 * @throws IllegalArgumentException for a longer secret or an impossible purpose or
	 * subject
	 * @throws IllegalStateException if the keyring or the secret is closed
	 */
	public byte[] wrap(SecretBytes secret, String purpose, String subject) {
		return secret.read(WRAPPING, (bytes) -> close(DerivedKeys.Use.WRAP, bytes, purpose, subject));
	}

	/**
	 * Unwraps a secret.
	 * @param envelope what {@link #wrap} made
	 * @param purpose the same as then
	 * @param subject the same as then
	 * @return the secret; the caller closes it
	 * @throws DecryptionException if it does not open, whatever the reason
	 * @throws IllegalArgumentException for an envelope above the bound, or an impossible
	 * purpose or subject
	 * @throws IllegalStateException if the keyring is closed
	 */
	public SecretBytes unwrap(byte[] envelope, String purpose, String subject) {
		return SecretBytes.takeOver(open(DerivedKeys.Use.WRAP, envelope, purpose, subject));
	}

	/**
	 * Seals small data that is kept outside.
	 * @param plaintext at most {@value InlineOperations#AES_GCM_BYTES} bytes
	 * @param purpose what kind of data it is
	 * @param subject whose or which
	 * @return the envelope
	 * @throws IllegalArgumentException for longer data or an impossible purpose or
	 * subject
	 * @throws IllegalStateException if the keyring is closed
	 */
	public byte[] seal(byte[] plaintext, String purpose, String subject) {
		return close(DerivedKeys.Use.SEAL, plaintext, purpose, subject);
	}

	/**
	 * Opens sealed data.
	 * @param envelope what {@link #seal} made
	 * @param purpose the same as then
	 * @param subject the same as then
	 * @return the plaintext
	 * @throws DecryptionException if it does not open, whatever the reason
	 * @throws IllegalArgumentException for an envelope above the bound, or an impossible
	 * purpose or subject
	 * @throws IllegalStateException if the keyring is closed
	 */
	public byte[] open(byte[] envelope, String purpose, String subject) {
		return open(DerivedKeys.Use.SEAL, envelope, purpose, subject);
	}

	/**
	 * Seals data of any length, small data at once and larger data on the fast lane; the
	 * envelope is the same.
	 * @param plaintext what is sealed; unchanged until the answer
	 * @param purpose what kind of data it is
	 * @param subject whose or which
	 * @return the envelope
	 */
	public Mono<byte[]> sealOfAnyLength(byte[] plaintext, String purpose, String subject) {
		if (plaintext.length <= InlineOperations.AES_GCM_BYTES) {
			return Mono.fromCallable(() -> seal(plaintext, purpose, subject));
		}
		AssociatedData associatedData = AssociatedData.of(purpose, subject, FORMAT_VERSION);
		return Mono.using(() -> this.current.subjectKey(DerivedKeys.Use.SEAL, purpose, associatedData),
				(key) -> this.aead.encrypt(key, plaintext, associatedData), AeadKey::close);
	}

	/**
	 * Opens sealed data of any length, small data at once and larger data on the fast
	 * lane.
	 * @param envelope what {@link #seal} or {@link #sealOfAnyLength} made
	 * @param purpose the same as then
	 * @param subject the same as then
	 * @return the plaintext, or {@link DecryptionException}
	 */
	public Mono<byte[]> openOfAnyLength(byte[] envelope, String purpose, String subject) {
		if (envelope.length - Aead.OVERHEAD_BYTES <= InlineOperations.AES_GCM_BYTES) {
			return Mono.fromCallable(() -> open(envelope, purpose, subject));
		}
		AssociatedData associatedData = AssociatedData.of(purpose, subject, FORMAT_VERSION);
		return Mono.using(() -> keysOf(envelope).subjectKey(DerivedKeys.Use.SEAL, purpose, associatedData),
				(key) -> this.aead.decrypt(key, envelope, associatedData), AeadKey::close);
	}

	/**
	 * HMAC-SHA-256 under a key of this purpose, of the current root key: it changes when
	 * the root key does.
	 * @param data on an event loop at most {@value InlineOperations#SHA_256_BYTES} bytes
	 * @param purpose what it is for
	 * @return 32 bytes; compare them with {@link Digests#constantTimeEquals}
	 * @throws IllegalArgumentException above that bound, or for an impossible purpose
	 * @throws IllegalStateException if the keyring is closed
	 */
	public byte[] mac(byte[] data, String purpose) {
		return Digests.hmacSha256(this.current.purposeKey(DerivedKeys.Use.MAC, purpose), data);
	}

	private byte[] close(DerivedKeys.Use use, byte[] plaintext, String purpose, String subject) {
		AssociatedData associatedData = AssociatedData.of(purpose, subject, FORMAT_VERSION);
		try (AeadKey key = this.current.subjectKey(use, purpose, associatedData)) {
			return this.aead.encryptInline(key, plaintext, associatedData);
		}
	}

	private byte[] open(DerivedKeys.Use use, byte[] envelope, String purpose, String subject) {
		AssociatedData associatedData = AssociatedData.of(purpose, subject, FORMAT_VERSION);
		try (AeadKey key = keysOf(envelope).subjectKey(use, purpose, associatedData)) {
			return this.aead.decryptInline(key, envelope, associatedData);
		}
	}

	private DerivedKeys keysOf(byte[] envelope) {
		return Aead.keyIdOf(envelope).map(this.all::get).orElseThrow(DecryptionException::new);
	}

	@Override
	public void close() {
		this.all.values().forEach(DerivedKeys::close);
	}

	@Override
	public String toString() {
		return "Keyring[current root " + currentRoot() + ", " + this.all.size() + " in all]";
	}

}
