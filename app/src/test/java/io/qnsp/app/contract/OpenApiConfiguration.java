package io.qnsp.app.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import io.qnsp.app.contract.OperationDetails.Demands;
import io.qnsp.app.pipeline.EndpointCatalogue;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.tenant.AddOn;
import io.swagger.v3.oas.models.media.Content;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/**
 * Tells springdoc of the test server what the catalogue knows of the handlers. Found by
 * the server's own component scan, which sees the test classes too.
 */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

	private final Contract contract = Contract.load();

	OpenApiConfiguration() {
		SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class, CallAudit.class);
	}

	@Bean
	RecordSchemas recordSchemas() {
		return new RecordSchemas();
	}

	@Bean
	OperationDetails operationDetails(EndpointCatalogue catalogue) {
		return new OperationDetails((handler) -> demands(handler, catalogue));
	}

	// A form is read from the exchange, where springdoc does not look.
	@Bean
	GlobalOpenApiCustomizer formBodies(
			@Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping) {
		return (document) -> mapping.getHandlerMethods().keySet().forEach((info) -> {
			if (info.getConsumesCondition().getConsumableMediaTypes().contains(MediaType.APPLICATION_FORM_URLENCODED)) {
				info.getDirectPaths().forEach((path) -> {
					Content content = document.getPaths().get(path).getPost().getRequestBody().getContent();
					content.addMediaType(MediaType.APPLICATION_FORM_URLENCODED_VALUE,
							content.get(MediaType.APPLICATION_JSON_VALUE));
				});
			}
		});
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
