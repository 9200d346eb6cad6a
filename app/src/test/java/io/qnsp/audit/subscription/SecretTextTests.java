package io.qnsp.audit.subscription;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.audit.delivery.DestinationSettings;
import io.qnsp.audit.subscription.CreateSubscriptionRequest.Target;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SecretTextTests {

	private static final String SECRET = "correct-horse-battery";

	private static final Map<String, Object> OPEN = Map.of("url", "https://a.test/" + SECRET);

	private static final Map<String, String> SECRETS = Map.of("secret", SECRET);

	@Test
	void nothingThatHoldsASecretShowsItAsText() {
		Target target = new Target(DestinationType.WEBHOOK, Map.of("secret", SECRET));
		for (Object one : List.of(target, new CreateSubscriptionRequest("x", null, target),
				new UpdateSubscriptionRequest(null, null, null, target),
				new DestinationConfig(DestinationType.WEBHOOK, OPEN, SECRETS, "a.test"),
				new SubscriptionTarget(DestinationType.WEBHOOK, OPEN, SECRETS),
				new SubscriptionRepository.StoredTarget(DestinationType.WEBHOOK, OPEN, null),
				new DestinationSettings(new UUID(0, 1), new UUID(0, 2), OPEN, SECRETS),
				new RotatedSecret(new UUID(0, 1), SECRET, null))) {
			assertThat(one.toString()).as(one.getClass().getSimpleName()).doesNotContain(SECRET);
		}
	}

}
