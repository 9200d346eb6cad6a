package io.qnsp.hsm.token;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.qnsp.hsm.binding.Cryptoki;
import io.qnsp.hsm.binding.MechanismType;
import io.qnsp.hsm.binding.TokenInfo;

/**
 * What was found out about a token, true as long as its sessions live.
 */
public final class TokenFacts {

	private static final int MOST_HANDLES = 10_000;

	private final Cryptoki cryptoki;

	private final long slot;

	private final String protocol;

	private final Set<MechanismType> mechanisms;

	private final boolean encapsulates;

	private final Map<String, Long> handles = new ConcurrentHashMap<>();

	private final Map<Class<?>, Optional<?>> found = new ConcurrentHashMap<>();

	TokenFacts(Cryptoki cryptoki, long slot) {
		this.cryptoki = cryptoki;
		this.slot = slot;
		this.protocol = "PKCS#11 " + cryptoki.version().label();
		this.mechanisms = cryptoki.mechanisms(slot);
		this.encapsulates = cryptoki.encapsulates();
	}

	/**
	 * How the token is spoken to.
	 * @return for example {@code PKCS#11 3.2}
	 */
	public String protocol() {
		return this.protocol;
	}

	/**
	 * Whether the library has the functions for key encapsulation.
	 * @return true from 3.2 on
	 */
	public boolean encapsulates() {
		return this.encapsulates;
	}

	/**
	 * Something that is found out once.
	 * @param kind what it is
	 * @param find finds it out, the first time
	 * @return what was found, the first time or now
	 */
	public <T> Optional<T> once(Class<T> kind, Supplier<Optional<T>> find) {
		return this.found.computeIfAbsent(kind, (absent) -> find.get()).map(kind::cast);
	}

	Set<MechanismType> mechanisms() {
		return this.mechanisms;
	}

	boolean isThere(TokenInfo token) {
		return this.cryptoki.token(this.slot).filter((now) -> now.serial().equals(token.serial())).isPresent();
	}

	long largestKey(MechanismType type) {
		return this.cryptoki.largestKey(this.slot, type);
	}

	long handle(String name, LongSupplier find) {
		Long known = this.handles.get(name);
		if (known != null) {
			return known;
		}
		long found = find.getAsLong();
		if (this.handles.size() >= MOST_HANDLES) {
			this.handles.clear();
		}
		this.handles.put(name, found);
		return found;
	}

	void forget(String reference) {
		this.handles.keySet().removeIf((name) -> name.endsWith(reference));
	}

}
