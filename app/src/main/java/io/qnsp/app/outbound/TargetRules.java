package io.qnsp.app.outbound;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * Which targets a tenant may name. What a URL says is checked when it is stored, which
 * address it leads to when it is connected to.
 */
public final class TargetRules {

	/** What a target has to be, for error messages. */
	public static final String EXPECTED = "an https URL of at most 2048 characters, without credentials and fragment";

	private static final Pattern PRINTABLE = Pattern.compile("[!-~]{1,2048}");

	private static final Pattern LOOPBACK = Pattern
		.compile("localhost|127(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}|\\[::1]");

	private static final int LARGEST_PORT = 65_535;

	private final boolean allowInsecure;

	private final List<AddressBlock> networks;

	/**
	 * Creates the rules.
	 * @param allowInsecure whether addresses of this machine are accepted, also over
	 * {@code http}
	 */
	public TargetRules(boolean allowInsecure) {
		this(allowInsecure, List.of());
	}

	/**
	 * Creates the rules.
	 * @param allowInsecure whether addresses of this machine are accepted, also over
	 * {@code http}
	 * @param networks networks that are accepted although they are not public, in CIDR
	 * notation
	 * @throws IllegalArgumentException when one of them is none
	 */
	public TargetRules(boolean allowInsecure, List<String> networks) {
		this.allowInsecure = allowInsecure;
		this.networks = networks.stream().map(AddressBlock::parse).toList();
	}

	/**
	 * Says what is wrong with a URL; the URL itself is not repeated, it may hold secrets.
	 * @param url the URL
	 * @return the problem, or {@code null} when it may be stored
	 */
	public @Nullable String problem(String url) {
		URI uri = PRINTABLE.matcher(url).matches() ? parse(url) : null;
		String host = (uri != null) ? uri.getHost() : null;
		if (uri == null || host == null || host.isEmpty() || uri.getRawUserInfo() != null
				|| uri.getRawFragment() != null || uri.getPort() == 0 || uri.getPort() > LARGEST_PORT) {
			return "not readable";
		}
		if (this.allowInsecure && "http".equals(uri.getScheme()) && LOOPBACK.matcher(host).matches()) {
			return null;
		}
		if (!"https".equals(uri.getScheme())) {
			return "not https";
		}
		InetAddress literal = literal(host);
		return (literal == null || permits(literal)) ? null : "not a public address";
	}

	/**
	 * Whether an address may be connected to.
	 * @param address a resolved address
	 * @return true for public ones, for those of networks that the operator has named,
	 * and for those of this machine while insecure targets are allowed
	 */
	public boolean permits(InetAddress address) {
		return PublicAddresses.contain(address) || (this.allowInsecure && address.isLoopbackAddress())
				|| this.networks.stream().anyMatch((network) -> network.holds(address));
	}

	private static @Nullable URI parse(String url) {
		try {
			return new URI(url).parseServerAuthority();
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	private static @Nullable InetAddress literal(String host) {
		byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
		try {
			return (bytes != null) ? InetAddress.getByAddress(bytes) : null;
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(bytes.length + " bytes (expected: 4 or 16)", ex);
		}
	}

}
