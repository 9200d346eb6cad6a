package io.qnsp.audit.delivery.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.qnsp.app.outbound.TargetRules;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts one producer may connect to. A host that was refused once stays refused: a
 * name that means something else a moment later does not help, since the client may still
 * have the addresses of before.
 */
final class HostGuard {

	private final TargetRules rules;

	private final Set<String> refused = ConcurrentHashMap.newKeySet();

	HostGuard(TargetRules rules) {
		this.rules = rules;
	}

	/**
	 * Looks a host up, and may wait for that. The machine remembers the answer for some
	 * seconds, so whoever asks next gets the same.
	 * @param host a name or an address
	 * @throws IOException when it is unknown, or one of its addresses is not permitted
	 */
	void check(String host) throws IOException {
		InetAddress[] addresses;
		try {
			addresses = InetAddress.getAllByName(host);
		}
		catch (UnknownHostException ex) {
			throw new IOException(host + " is not known", ex);
		}
		if (!Stream.of(addresses).allMatch(this.rules::permits)) {
			this.refused.add(host);
		}
		if (this.refused.contains(host)) {
			throw new IOException(forbidden(host));
		}
	}

	/**
	 * What was refused.
	 * @return why, or {@code null} when nothing was
	 */
	@Nullable String refusal() {
		return this.refused.stream().sorted().findFirst().map(HostGuard::forbidden).orElse(null);
	}

	// The host, not the address: what a name stands for inside is not for the tenant.
	private static String forbidden(String host) {
		return host + " does not lead to public addresses only (expected: hosts of the public internet)";
	}

}
