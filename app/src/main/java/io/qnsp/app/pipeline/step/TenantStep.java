package io.qnsp.app.pipeline.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.qnsp.app.pipeline.Call;
import io.qnsp.app.pipeline.Decision;
import io.qnsp.app.pipeline.EndpointStep;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.caller.TenantNames;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.tenant.TenantDirectory;
import io.qnsp.core.tenant.TenantProfile;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;

/**
 * Finds the tenant the call acts in. It is the credential's; a header, query parameter or
 * path that names another one is refused, unless a platform role reaches there.
 */
@Component
@Order(2)
final class TenantStep implements EndpointStep {

	private static final String NAME = "tenantId";

	private final TenantDirectory tenants;

	TenantStep(TenantDirectory tenants) {
		this.tenants = tenants;
	}

	@Override
	public Mono<Decision> decide(Call call) {
		Caller caller = call.caller();
		if (caller == null) {
			return Decision.PROCEED;
		}
		return enter(call, caller.actingIn(TenantNames.resolve(caller, namesOf(call.exchange()))));
	}

	private Mono<Decision> enter(Call call, Caller caller) {
		TenantProfile ready = this.tenants.findNow(caller.tenantId());
		return (ready != null) ? enter(call, caller, ready) : this.tenants.find(caller.tenantId())
			.flatMap((tenant) -> enter(call, caller, tenant))
			.switchIfEmpty(Mono.defer(() -> Decision.refuse(QnspException.notFound("tenant", caller.tenantId()))));
	}

	private static Mono<Decision> enter(Call call, Caller caller, TenantProfile tenant) {
		call.actAs(caller, tenant);
		return (tenant.active() || caller.isPlatformOperator()) ? Decision.PROCEED : Decision.refuse(
				new QnspException(ErrorCode.TENANT_SUSPENDED, "The tenant is suspended; its administrator knows why"));
	}

	private static List<String> namesOf(ServerWebExchange exchange) {
		List<String> names = new ArrayList<>();
		HttpHeaders headers = exchange.getRequest().getHeaders();
		TenantNames.HEADERS.forEach((header) -> names.addAll(headers.getOrEmpty(header)));
		for (String value : exchange.getRequest().getQueryParams().getOrDefault(NAME, List.of())) {
			names.add((value != null) ? value : "");
		}
		Map<String, String> variables = exchange.getAttributeOrDefault(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE,
				Map.of());
		String ofPath = variables.get(NAME);
		if (ofPath != null) {
			names.add(ofPath);
		}
		return names;
	}

}
