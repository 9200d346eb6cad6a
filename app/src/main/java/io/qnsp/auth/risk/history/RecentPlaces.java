package io.qnsp.auth.risk.history;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.qnsp.auth.risk.model.UserHistory;
import io.qnsp.auth.risk.model.UserHistory.LastSeen;
import io.qnsp.auth.risk.model.UserKey;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Where this instance has let users in just now. Histories learn of a login about a
 * second after it; somebody who signs in on another continent within that second must not
 * pass for it.
 */
@Component
public final class RecentPlaces {

	private static final Duration UNTIL_LEARNED = Duration.ofSeconds(30);

	private static final long SIZE = 100_000;

	private final Cache<UserKey, LastSeen> places = Caffeine.newBuilder()
		.maximumSize(SIZE)
		.expireAfterWrite(UNTIL_LEARNED)
		.executor(Runnable::run)
		.build();

	RecentPlaces() {
	}

	/**
	 * Remembers that a user was let in.
	 * @param user the user
	 * @param seen where and when
	 */
	public void add(UserKey user, LastSeen seen) {
		this.places.put(user, seen);
	}

	/**
	 * Where a user was seen last.
	 * @param user the user
	 * @param history what is known of the user
	 * @return the later of what the history knows and what was seen just now, or
	 * {@code null} when neither knows a place
	 */
	public @Nullable LastSeen latest(UserKey user, UserHistory history) {
		LastSeen recent = this.places.getIfPresent(user);
		LastSeen known = history.lastSeen();
		return (recent == null || (known != null && known.at().isAfter(recent.at()))) ? known : recent;
	}

}
