package io.qnsp.app.transport;

import io.micrometer.core.instrument.MeterRegistry;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.JournalReader;
import io.qnsp.core.journal.JournalTail;
import io.qnsp.core.sql.Sql;
import io.qnsp.crypto.keyring.Keyring;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wires the transport between instances.
 */
@Configuration(proxyBeanMethods = false)
class TransportConfiguration {

	@Bean
	Transport transport(TransportProperties properties, JournalReader reader, JournalTail tail,
			@Qualifier("systemSql") Sql system, JsonMapper json, Keyring keyring, Ids ids, MeterRegistry meters) {
		return new Transport(properties, reader, tail, new TransportRepository(system, properties.topic()),
				new BatchCodec(json, keyring, properties.topic()), ids.next(), meters);
	}

	@Bean
	TransportLifecycle transportLifecycle(Transport transport, TransportProperties properties) {
		return new TransportLifecycle(transport, !properties.bootstrapServers().isBlank());
	}

}
