package io.qnsp.audit.delivery.sqs;

import io.qnsp.app.outbound.Outbound;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wires deliveries to SQS.
 */
@Configuration(proxyBeanMethods = false)
class SqsDeliveryConfiguration {

	@Bean(destroyMethod = "close")
	SqsDestinations sqsDestinations(Outbound outbound,
			@Value("${qnsp.streaming.allow-insecure:false}") boolean allowInsecure) {
		return new SqsDestinations(outbound, allowInsecure);
	}

}
