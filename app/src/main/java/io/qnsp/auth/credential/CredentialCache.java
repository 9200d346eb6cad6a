package io.qnsp.auth.credential;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.qnsp.core.caller.Caller;
import io.qnsp.crypto.digest.Digests;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Verified credentials by their SHA-256, so that no secret stays in memory. An entry
 * lives for a minute at most, for what changes outside of the journal's sight.
 */
@Component
final class CredentialCache {

	private static final Duration LONGEST = Duration.ofMinutes(1);

	private static final long SIZE = 50_000;

	private final Clock clock;

	private final AtomicLong generation = new AtomicLong();

	private final Cache<ByteBuffer, Entry> entries = Caffeine.newBuilder()
		.maximumSize(SIZE)
		.expireAfterWrite(LONGEST)
		.executor(Runnable::run)
		.build();

	CredentialCache(Clock clock) {
		this.clock = clock;
	}

	static ByteBuffer keyOf(String credential) {
		return ByteBuffer.wrap(Digests.sha256(credential.getBytes(StandardCharsets.UTF_8)));
	}

	@Nullable Caller find(ByteBuffer key) {
		Entry entry = this.entries.getIfPresent(key);
		return (entry != null && this.clock.instant().isBefore(entry.expiresAt)) ? entry.caller : null;
	}

	/**
	 * When a remembered credential ends.
	 * @return {@link Instant#MAX} when it is not remembered
	 */
	Instant expiryOf(ByteBuffer key) {
		Entry entry = this.entries.getIfPresent(key);
		return (entry != null) ? entry.expiresAt : Instant.MAX;
	}

	/**
	 * Counts the evictions: what was verified before one must not be kept after it.
	 */
	long generation() {
		return this.generation.get();
	}

	/**
	 * Remembers a verified credential, unless something was evicted since it was begun to
	 * be verified.
	 */
	void put(ByteBuffer key, Caller caller, Instant expiresAt, long generation) {
		this.entries.put(key, new Entry(caller, expiresAt));
		if (this.generation.get() != generation) {
			this.entries.invalidate(key);
		}
	}

	/**
	 * Forgets everything that was verified for a token or API key.
	 */
	void evict(String credentialId) {
		this.generation.incrementAndGet();
		this.entries.asMap()
			.values()
			.removeIf((entry) -> entry.caller.credentialId().equals(credentialId)
					|| entry.caller.clientId().equals(credentialId));
	}

	/**
	 * Forgets everything that was verified for a user or service account.
	 */
	void evictSubject(String subject) {
		this.generation.incrementAndGet();
		this.entries.asMap().values().removeIf((entry) -> entry.caller.subject().equals(subject));
	}

	private record Entry(Caller caller, Instant expiresAt) {

	}

}
