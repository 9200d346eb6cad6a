package io.qnsp.audit.delivery.webhook;

import java.net.URI;
import java.time.Clock;

import io.qnsp.app.outbound.Outbound;
import io.qnsp.app.signing.PlatformKeys;
import io.qnsp.audit.delivery.DeliveryProperties;
import io.qnsp.audit.delivery.Destination;
import io.qnsp.audit.delivery.DestinationOpener;
import io.qnsp.audit.delivery.DestinationSettings;
import io.qnsp.audit.subscription.DestinationType;
import io.qnsp.audit.subscription.WebhookFields;
import io.qnsp.crypto.CryptoEngine;

import org.springframework.stereotype.Component;

/**
 * Opens webhooks.
 */
@Component
final class WebhookOpener implements DestinationOpener {

	/** The platform key that signs webhooks. */
	static final String PURPOSE = "audit.webhook";

	private final Outbound outbound;

	private final PlatformKeys platformKeys;

	private final CryptoEngine engine;

	private final DeliveryProperties properties;

	private final Clock clock;

	WebhookOpener(Outbound outbound, PlatformKeys platformKeys, CryptoEngine engine, DeliveryProperties properties,
			Clock clock) {
		this.outbound = outbound;
		this.platformKeys = platformKeys;
		this.engine = engine;
		this.properties = properties;
		this.clock = clock;
	}

	@Override
	public DestinationType type() {
		return DestinationType.WEBHOOK;
	}

	@Override
	public Destination open(DestinationSettings settings) {
		Object size = settings.config().get(WebhookFields.BATCH_SIZE);
		int batchSize = (size instanceof Integer number) ? number : 1;
		WebhookDestination.Target target = new WebhookDestination.Target(
				URI.create(String.valueOf(settings.config().get(WebhookFields.URL))), batchSize, batchSize > 1);
		boolean signed = Boolean.TRUE.equals(settings.config().get(WebhookFields.PQC_SIGNATURE));
		return new WebhookDestination(target, this.outbound.open(this.properties.requestTimeout()),
				new WebhookSignatures(settings.secrets(), this.engine.macs(), this.clock),
				signed ? this.platformKeys : null, this.properties.requestTimeout(), this.clock);
	}

}
