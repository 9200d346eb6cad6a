package io.qnsp.audit.delivery.kafka;

import java.io.IOException;

import io.qnsp.app.outbound.TargetRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class HostGuardTests {

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "localhost", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "0.0.0.0",
			"::ffff:10.0.0.1" })
	void refusesWhatIsNotPublicAndRemembersIt(String host) {
		HostGuard guard = new HostGuard(new TargetRules(false));
		assertThat(guard.refusal()).isNull();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> guard.check(host)).withMessageStartingWith(host);
		assertThat(guard.refusal()).startsWith(host);
	}

	@Test
	void permitsPublicAddressesAndThisMachineWhereThatIsAllowed() {
		assertThatNoException().isThrownBy(() -> new HostGuard(new TargetRules(false)).check("1.1.1.1"));
		assertThatNoException().isThrownBy(() -> new HostGuard(new TargetRules(true)).check("localhost"));
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> new HostGuard(new TargetRules(true)).check("10.1.2.3"));
	}

	@Test
	void anUnknownHostIsNamed() {
		HostGuard guard = new HostGuard(new TargetRules(false));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> guard.check("no-such-host.invalid"))
			.withMessage("no-such-host.invalid is not known");
		assertThat(guard.refusal()).isNull();
	}

}
