package io.qnsp.app.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import io.qnsp.app.contract.OperationDetails.Demands;
import io.qnsp.app.pipeline.EndpointCatalogue;
import io.qnsp.core.control.Control;
import io.qnsp.core.tenant.AddOn;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.HandlerMethod;

/**
 * Tells springdoc of the test server what the catalogue knows of the handlers. Found by
 * the server's own component scan, which sees the test classes too.
 */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

	private final Contract contract = Contract.load();

	@Bean
	RecordSchemas recordSchemas() {
		return new RecordSchemas();
	}

	@Bean
	OperationDetails operationDetails(EndpointCatalogue catalogue) {
		return new OperationDetails((handler) -> demands(handler, catalogue));
	}

	private @Nullable Demands demands(HandlerMethod handler, EndpointCatalogue catalogue) {
		io.qnsp.app.pipeline.Endpoint endpoint = catalogue.find(handler.getMethod());
		if (endpoint == null) {
			return null;
		}
		return new Demands(endpoint.event().replace('.', '_'), tag(handler, endpoint),
				endpoint.controls().stream().sorted().map(Control::wireName).toList(),
				(endpoint.addOn() != AddOn.NONE) ? endpoint.addOn().wireName() : null,
				endpoint.billable().isEmpty() ? null : endpoint.billable(), endpoint.anonymous());
	}

	// The reference has titles for its endpoints; the others are called after their
	// controller.
	private String tag(HandlerMethod handler, io.qnsp.app.pipeline.Endpoint endpoint) {
		Endpoint known = this.contract.endpoints().get(endpoint.method() + " " + endpoint.path());
		if (known != null) {
			return known.service() + " / " + known.feature();
		}
		String controller = handler.getBeanType().getSimpleName().replaceFirst("Controller$", "");
		String feature = Arrays.stream(controller.split("(?<=[a-z])(?=[A-Z])", -1)).collect(Collectors.joining(" "));
		String service = endpoint.service().substring(0, 1).toUpperCase(Locale.ROOT) + endpoint.service().substring(1);
		return Contract.title(endpoint.service(), service + " Service") + " / " + feature;
	}

}
