package io.qnsp.app.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import io.netty.util.NetUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TargetRulesTests {

	private static final TargetRules STRICT = new TargetRules(false);

	private static final TargetRules LENIENT = new TargetRules(true);

	private static InetAddress address(String literal) throws UnknownHostException {
		byte[] bytes = NetUtil.createByteArrayFromIpAddressString(literal);
		return InetAddress.getByAddress(bytes);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255",
			"127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1",
			"192.168.0.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1",
			"239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
			"::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "100::1", "fc00::1", "fd12:3456::1", "fe80::1",
			"fec0::1", "ff02::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1" })
	void refusesEveryAddressThatIsNotPublic(String literal) throws UnknownHostException {
		// InetAddress makes an IPv4 address of a mapped one, which is judged as what it
		// is.
		boolean mappedPublic = literal.equals("::ffff:8.8.8.8");
		assertThat(STRICT.permits(address(literal))).isEqualTo(mappedPublic);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1",
			"126.255.255.255", "128.0.0.1", "169.253.0.1", "172.15.255.255", "172.32.0.1", "192.167.0.1", "198.17.0.1",
			"198.20.0.1", "223.255.255.255", "2606:4700::1111", "2a00:1450::1", "2001:4860:4860::8888" })
	void permitsPublicAddressesUpToTheBorders(String literal) throws UnknownHostException {
		assertThat(STRICT.permits(address(literal))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.0.0.1", "192.168.0.1", "169.254.169.254", "fd00::1", "0.0.0.0" })
	void permitsOnlyThisMachineWhenInsecureTargetsAreAllowed(String literal) throws UnknownHostException {
		assertThat(LENIENT.permits(address(literal))).isFalse();
		assertThat(LENIENT.permits(address("127.0.0.1"))).isTrue();
		assertThat(LENIENT.permits(address("::1"))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://127.0.0.1/", "https://10.1.2.3:8443/x", "https://[::1]/",
			"https://[::ffff:127.0.0.1]/", "https://169.254.169.254/latest/meta-data/" })
	void refusesUrlsOfLiteralAddressesAtOnce(String url) {
		assertThat(STRICT.problem(url)).isEqualTo("not a public address");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://hooks.example.test/", "https://hooks.example.test:8443/a?b=c",
			"https://8.8.8.8/x", "https://[2606:4700::1111]/" })
	void takesPlainHttpsUrls(String url) {
		assertThat(STRICT.problem(url)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.0.0.0", "10.0.0.0/33", "10.0.0.1/8", "fd00::/129", "localhost/8", "10.0.0.0/8/8", "/8",
			"10.0.0.0/-1" })
	void refusesWhatIsNoNetwork(String network) {
		assertThatIllegalArgumentException().isThrownBy(() -> new TargetRules(false, List.of(network)))
			.withMessageContaining("qnsp.outbound.allowed-networks")
			.withMessageContaining(network);
	}

	@Test
	void permitsNetworksThatTheOperatorHasNamedAndNothingBeside() throws UnknownHostException {
		TargetRules rules = new TargetRules(false, List.of("10.1.0.0/16", " fd00:1::/32 ", "192.168.7.9/32"));
		for (String open : List.of("10.1.0.0", "10.1.255.255", "fd00:1:ffff::1", "192.168.7.9", "8.8.8.8")) {
			assertThat(rules.permits(InetAddress.getByName(open))).as(open).isTrue();
		}
		for (String shut : List.of("10.0.255.255", "10.2.0.0", "fd00:2::1", "192.168.7.8", "127.0.0.1", "::1")) {
			assertThat(rules.permits(InetAddress.getByName(shut))).as(shut).isFalse();
		}
		assertThat(rules.problem("https://10.1.2.3/hook")).isNull();
		assertThat(rules.problem("http://10.1.2.3/hook")).isNotNull();
		assertThat(rules.problem("https://10.2.2.3/hook")).isNotNull();
	}

}
