package io.qnsp.audit.streaming;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.caller.Role;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With the check of open streams at its default of 15 seconds, so that it is the expiry
 * itself that ends the stream.
 */
@QnspServerTest
class StreamExpiryIT {

	@Autowired
	private TestTenants tenants;

	@Value("${local.server.port}")
	private int port;

	@Test
	void aStreamEndsWithItsCredential() {
		Account owner = this.tenants.owner();
		Instant expiry = Instant.now().plusSeconds(2);
		Account brief = this.tenants.key(owner.tenantId(), owner.userId(), List.of("*"), expiry, Role.OWNER);
		StepVerifier.create(new StreamClient(this.port).closed(brief, "?eventTypes=none.*", () -> {
		}))
			.assertNext((message) -> assertThat(message.data()).contains("credential_ended"))
			.expectComplete()
			.verify(Duration.ofSeconds(20));
		assertThat(Instant.now()).isBetween(expiry, expiry.plusSeconds(5));
	}

}
