package io.qnsp.app.pipeline;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The services of the platform, as the API reference names them, implemented or not.
 * Their names begin event types and end scopes.
 */
public final class PlatformServices {

	/** The names, in the order of the reference. */
	public static final List<String> NAMES = List.of("auth", "access", "kms", "vault", "storage", "observability",
			"security", "crypto", "ai", "tenant", "search", "billing", "audit");

	/** What stands for the service in events of calls that reach none. */
	public static final String NONE = "platform";

	private static final Set<String> RESERVED = Stream.concat(NAMES.stream(), Stream.of(NONE, "qnsp", "app"))
		.collect(Collectors.toUnmodifiableSet());

	private PlatformServices() {
	}

	/**
	 * Whether only the platform writes events of a service.
	 * @param service the first part of an event type
	 * @return true for the platform's services and names that look like it
	 */
	public static boolean isReserved(String service) {
		return RESERVED.contains(service);
	}

}
