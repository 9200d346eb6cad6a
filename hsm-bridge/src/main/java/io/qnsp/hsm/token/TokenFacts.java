package io.qnsp.hsm.token;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.qnsp.hsm.binding.Cryptoki;
import io.qnsp.hsm.binding.MechanismType;

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

	private volatile boolean paddingKnown;

	private volatile Optional<MechanismType> padding = Optional.empty();

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
	 * Which mechanism of the token means RFC 5649.
	 * @param find finds it out, the first time
	 * @return the mechanism; empty when the token has none
	 */
	public Optional<MechanismType> padding(Supplier<Optional<MechanismType>> find) {
		if (!this.paddingKnown) {
			this.padding = find.get();
			this.paddingKnown = true;
		}
		return this.padding;
	}

	Set<MechanismType> mechanisms() {
		return this.mechanisms;
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
