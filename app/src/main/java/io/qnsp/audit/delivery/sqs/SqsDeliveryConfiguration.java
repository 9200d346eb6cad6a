package io.qnsp.audit.delivery.sqs;

import io.qnsp.app.outbound.Outbound;
import io.qnsp.app.outbound.TargetRules;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wires deliveries to SQS.
 */
@Configuration(proxyBeanMethods = false)
class SqsDeliveryConfiguration {

	@Bean(destroyMethod = "close")
	SqsDestinations sqsDestinations(Outbound outbound, TargetRules rules) {
		return new SqsDestinations(outbound, rules.allowsInsecure());
	}

}
