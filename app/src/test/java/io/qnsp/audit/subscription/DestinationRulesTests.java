package io.qnsp.audit.subscription;

import java.util.Map;

import io.qnsp.app.outbound.TargetRules;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DestinationRulesTests {

	private static final DestinationRules RULES = new DestinationRules(new TargetRules(false));

	private static final DestinationRules LOCAL = new DestinationRules(new TargetRules(true));

	@Test
	void keepsSecretsApart() {
		DestinationConfig webhook = RULES.check(DestinationType.WEBHOOK,
				Map.of("url", "https://hooks.example.test:8443/a?b=c", "secret", "0123456789abcdef"));
		assertThat(webhook.open()).containsOnly(Map.entry("url", "https://hooks.example.test:8443/a?b=c"));
		assertThat(webhook.secrets()).containsOnly(Map.entry("secret", "0123456789abcdef"));
		assertThat(webhook.target()).isEqualTo("hooks.example.test");
		DestinationConfig kafka = RULES.check(DestinationType.KAFKA, Map.of("bootstrapServers", "a:9092,b.c:9093",
				"topic", "audit", "username", "u", "password", "correct horse"));
		assertThat(kafka.open()).containsOnlyKeys("bootstrapServers", "topic", "username");
		assertThat(kafka.secretFields()).containsExactly("password");
		DestinationConfig sqs = RULES.check(DestinationType.SQS,
				Map.of("queueUrl", "https://sqs.eu-central-1.amazonaws.com/1/q", "region", "eu-central-1"));
		assertThat(sqs.secrets()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://hooks.example.test/", "https://user:pass@hooks.example.test/",
			"https://user@hooks.example.test/", "https:///path", "https://a b/", "ftp://hooks.example.test/",
			"hooks.example.test", "https://hooks.example.test/#x", "https://hooks.example.test:0/",
			"https://hooks.example.test:65536/", "https://hooks.example.test:-1x/", "javascript:alert(1)",
			"http://127.0.0.1/", "https://hooks.example.test/\u0000", "https://h\u00f6\u00f6ks.example.test/" })
	void refusesUrlsThatAreNotPlainHttps(String url) {
		assertThatExceptionOfType(QnspException.class)
			.isThrownBy(() -> RULES.check(DestinationType.WEBHOOK, Map.of("url", url)))
			.satisfies((ex) -> {
				assertThat(ex.code()).isEqualTo(ErrorCode.BAD_REQUEST);
				assertThat(ex.details()).containsOnlyKeys("destination.config.url");
				assertThat(ex.details().toString()).doesNotContain("pass");
			});
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "http://127.0.0.1:9000/x", "http://localhost/x", "http://[::1]:9000/", "http://127.9.0.3/" })
	void takesHttpToThisMachineWhenThatIsConfigured(String url) {
		assertThat(LOCAL.check(DestinationType.WEBHOOK, Map.of("url", url)).open()).containsEntry("url", url);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://127.0.0.1.example.test/", "http://10.0.0.1/", "http://localhost.example.test/",
			"http://127.0.0.1@example.test/" })
	void takesHttpToNoOtherMachineEvenThen(String url) {
		assertThatExceptionOfType(QnspException.class)
			.isThrownBy(() -> LOCAL.check(DestinationType.WEBHOOK, Map.of("url", url)));
	}

	@Test
	void refusesUnknownFieldsWrongTypesAndHalfCredentials() {
		assertThatExceptionOfType(QnspException.class)
			.isThrownBy(() -> RULES.check(DestinationType.WEBHOOK, Map.of("url", "https://a.test/", "uri", "x")))
			.satisfies((ex) -> assertThat(ex.details()).containsOnlyKeys("destination.config.uri"));
		assertThatExceptionOfType(QnspException.class)
			.isThrownBy(() -> RULES.check(DestinationType.KAFKA, Map.of("bootstrapServers", "a:1", "topic", 5)))
			.satisfies((ex) -> assertThat(ex.details()).containsOnlyKeys("destination.config.topic"));
		assertThatExceptionOfType(QnspException.class)
			.isThrownBy(() -> RULES.check(DestinationType.KAFKA,
					Map.of("bootstrapServers", "a:1", "topic", "t", "password", "secret-password")))
			.satisfies((ex) -> assertThat(ex.details().toString()).doesNotContain("secret-password"));
		assertThatExceptionOfType(QnspException.class)
			.isThrownBy(() -> RULES.check(DestinationType.KAFKA, Map.of("bootstrapServers", "a:70000", "topic", "t")));
		assertThatExceptionOfType(QnspException.class)
			.isThrownBy(() -> RULES.check(DestinationType.SQS, Map.of("queueUrl", "https://sqs.test/q")))
			.satisfies((ex) -> assertThat(ex.details()).containsOnlyKeys("destination.config.region"));
	}

}
