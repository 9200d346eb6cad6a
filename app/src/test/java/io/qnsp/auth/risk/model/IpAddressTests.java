package io.qnsp.auth.risk.model;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class IpAddressTests {

	@ParameterizedTest
	@CsvSource({ "203.0.113.77, 203.0.113.77, 203.0.113.0/24", "0.0.0.0, 0.0.0.0, 0.0.0.0/24",
			"::ffff:203.0.113.77, 203.0.113.77, 203.0.113.0/24", "::FFFF:CB00:714D, 203.0.113.77, 203.0.113.0/24",
			"2001:0DB8:00aa:0001:0:0:0:0001, 2001:db8:aa:1::1, 2001:db8:aa::/48", "::, ::, ::/48", "::1, ::1, ::/48",
			"2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1, 2001:db8::/48", "2001:0:0:1:0:0:0:1, 2001:0:0:1::1, 2001::/48",
			"2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1, 2001:db8::/48", "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8, 1:2:3::/48",
			"fe80:0:0:0:0:0:0:0, fe80::, fe80::/48" })
	void spellsAddressAndNetworkOneWay(String literal, String text, String network) {
		assertThat(IpAddress.problem(literal)).isNull();
		assertThat(IpAddress.of(literal)).isEqualTo(new IpAddress(text, network));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "localhost", "example.com", "1", "127.1", "1.2.3", "1.2.3.4.5", "256.1.1.1",
			"010.0.0.1", "1.2.3.04", "1..2.3", "1.2.3.", ".1.2.3", "0x7f.0.0.1", "1.2.3.4:80", "10.0.0.0/8", "-1.2.3.4",
			"1.2.3.4 ", ":", ":::", "1::2::3", "fe80::1%eth0", "[::1]", "::1/128", "12345::", "g::1", "1:2:3:4:5:6:7",
			"1:2:3:4:5:6:7:8:9", "::ffff:1.2.3", "\u0661.2.3.4", "::\uff11", "1.2.3.4\u0000",
			"1111:2222:3333:4444:5555:6666:7777:8888:9999:0000" })
	void refusesWhatIsNoAddress(String literal) {
		assertThat(IpAddress.problem(literal)).startsWith("ipAddress: \"").contains("(expected: an IPv4 or IPv6");
		assertThatIllegalArgumentException().isThrownBy(() -> IpAddress.of(literal));
	}

	@Test
	void doesNotRepeatHostileTextInTheProblem() {
		assertThat(IpAddress.problem("\u001b[2J\n" + "x".repeat(100_000))).hasSizeLessThan(200)
			.doesNotContain("\u001b", "\n");
	}

}
