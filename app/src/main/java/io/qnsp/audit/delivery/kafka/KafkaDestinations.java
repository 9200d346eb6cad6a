package io.qnsp.audit.delivery.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;

import javax.net.ssl.SSLContext;

import io.qnsp.app.kafka.KafkaClients;
import io.qnsp.app.outbound.TargetRules;
import io.qnsp.audit.delivery.Destination;
import io.qnsp.audit.delivery.DestinationOpener;
import io.qnsp.audit.delivery.DestinationSettings;
import io.qnsp.audit.delivery.kafka.ProducerSlots.Slot;
import io.qnsp.audit.subscription.DestinationType;
import org.apache.kafka.common.config.SslConfigs;

/**
 * Opens destinations of type {@code kafka}.
 */
final class KafkaDestinations implements DestinationOpener {

	// Well below what a delivery may take.
	private static final Duration LOOK_UP = Duration.ofSeconds(8);

	private final KafkaClients clients;

	private final ProducerSlots slots;

	private final TargetRules rules;

	private final SSLContext trust;

	KafkaDestinations(KafkaClients clients, ProducerSlots slots, TargetRules rules, SSLContext trust) {
		this.clients = clients;
		this.slots = slots;
		this.rules = rules;
		this.trust = trust;
	}

	@Override
	public DestinationType type() {
		return DestinationType.KAFKA;
	}

	@Override
	public Destination open(DestinationSettings settings) {
		KafkaTarget target = KafkaTarget.of(settings);
		String clientId = "qnsp-" + settings.subscriptionId();
		return new KafkaDestination(target, new KafkaRecords(target, settings.tenantId()), this.slots,
				() -> slot(target, clientId), this.clients.blocking());
	}

	// What the tenant names is looked at before anything is connected to; what the
	// cluster names, by the guarded engines.
	private Slot slot(KafkaTarget target, String clientId) {
		HostGuard guard = new HostGuard(this.rules);
		try {
			if (!target.tls() && !this.rules.allowsInsecure()) {
				throw new IOException("Connections without TLS are not allowed any more");
			}
			long until = System.nanoTime() + LOOK_UP.toNanos();
			for (String host : target.hosts()) {
				if (System.nanoTime() - until > 0) {
					throw new IOException("The names of the bootstrap servers are not found in time");
				}
				guard.check(host);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Map<String, Object> settings = target.producer(clientId);
		if (target.tls()) {
			settings.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, GuardedEngines.class);
			settings.put(GuardedEngines.GUARD, guard);
			settings.put(GuardedEngines.CONTEXT, this.trust);
		}
		return new Slot(this.clients.producer(settings), guard);
	}

}
