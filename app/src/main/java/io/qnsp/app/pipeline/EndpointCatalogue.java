package io.qnsp.app.pipeline;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.qnsp.app.entitlement.Entitlements;
import io.qnsp.core.control.Access;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Every endpoint of the server, read once from the handlers' annotations. Refuses to
 * start, naming all faults at once, when a handler declares no controls or impossible
 * ones.
 */
@Component
public final class EndpointCatalogue {

	private static final String ROOT = "io.qnsp.";

	private final Map<Method, Endpoint> endpoints;

	EndpointCatalogue(@Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping,
			Entitlements entitlements) {
		this.endpoints = read(mapping.getHandlerMethods(), entitlements);
	}

	/**
	 * All endpoints, one with several handlers once.
	 * @return sorted by service, path and method
	 */
	public List<Endpoint> all() {
		return this.endpoints.values()
			.stream()
			.distinct()
			.sorted(Comparator.comparing(Endpoint::service)
				.thenComparing(Endpoint::path)
				.thenComparing(Endpoint::method))
			.toList();
	}

	/**
	 * The endpoint a handler serves.
	 * @param handler Spring's handler
	 * @return the endpoint, or {@code null} when the handler is not one of ours
	 */
	@Nullable Endpoint find(HandlerMethod handler) {
		return this.endpoints.get(handler.getMethod());
	}

	/**
	 * The endpoint a handler method serves, for generated documents.
	 * @param method the handler method
	 * @return the endpoint, or {@code null} when the method is not one of ours
	 */
	public @Nullable Endpoint find(Method method) {
		return this.endpoints.get(method);
	}

	static Map<Method, Endpoint> read(Map<RequestMappingInfo, HandlerMethod> handlers, Entitlements entitlements) {
		List<Handler> found = new ArrayList<>();
		List<String> faults = new ArrayList<>();
		handlers.forEach((info, handler) -> {
			if (handler.getBeanType().getName().startsWith(ROOT)) {
				Handler one = readOne(info, handler, entitlements, faults);
				if (one != null) {
					found.add(one);
				}
			}
		});
		checkUnique(found, faults);
		if (!faults.isEmpty()) {
			throw new IllegalStateException("The endpoint catalogue has %d faults:\n  - %s".formatted(faults.size(),
					String.join("\n  - ", faults.stream().sorted().toList())));
		}
		return found.stream().collect(Collectors.toUnmodifiableMap(Handler::method, Handler::endpoint));
	}

	private static @Nullable Handler readOne(RequestMappingInfo info, HandlerMethod handler, Entitlements entitlements,
			List<String> faults) {
		String name = handler.getBeanType().getSimpleName() + "." + handler.getMethod().getName();
		Controls controls = handler.getMethodAnnotation(Controls.class);
		Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
		Set<String> paths = info.getPatternsCondition()
			.getPatterns()
			.stream()
			.map(PathPattern::getPatternString)
			.collect(Collectors.toUnmodifiableSet());
		if (controls == null) {
			faults.add(name + ": no @Controls");
			return null;
		}
		if (methods.size() != 1 || paths.size() != 1) {
			faults
				.add(name + ": " + methods.size() + " methods and " + paths.size() + " paths (expected: one of each)");
			return null;
		}
		if (!returnsAnswer(handler)) {
			faults.add(name + ": returns " + handler.getReturnType().getGenericParameterType()
					+ " (expected: a Mono of the answer; without one, of ResponseEntity<Void>)");
		}
		String method = methods.iterator().next().name();
		Endpoint endpoint = endpointOf(handler, controls, method, paths.iterator().next());
		check(name, endpoint, entitlements, faults);
		return new Handler(handler.getMethod(), endpoint, info.getConsumesCondition().getConsumableMediaTypes());
	}

	// Spring completes a Mono<Void> by itself, before the pipeline could make the call
	// durable. A stream is the body of the one answer that the pipeline settles.
	private static boolean returnsAnswer(HandlerMethod handler) {
		ResolvableType type = ResolvableType.forMethodParameter(handler.getReturnType());
		return type.resolve() == Mono.class && type.getGeneric(0).resolve() != Void.class;
	}

	private static Endpoint endpointOf(HandlerMethod handler, Controls controls, String method, String path) {
		ResponseStatus status = AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), ResponseStatus.class);
		Access access = (controls.access() != Access.BY_METHOD) ? controls.access()
				: method.equals("GET") ? Access.READ : Access.WRITE;
		String service = handler.getBeanType().getPackageName().split("\\.", -1)[2];
		return new Endpoint(service, method, path, controls.event(), (status != null) ? status.code().value() : 200,
				Set.of(controls.value()), controls.feature(), controls.addOn(), controls.billable(), controls.quota(),
				access, controls.anonymous(), controls.streaming());
	}

	private static void check(String name, Endpoint endpoint, Entitlements entitlements, List<String> faults) {
		if (!endpoint.event().matches(endpoint.service() + "\\.[a-z_]+\\.[a-z_]+")) {
			faults.add(name + ": event: " + endpoint.event() + " (expected: " + endpoint.service()
					+ ".<resource>.<action>)");
		}
		if (endpoint.demands(Control.ENTITLEMENTS) == endpoint.feature().isEmpty()) {
			faults.add(name + ": a feature goes with ENTITLEMENTS, and only with it");
		}
		else if (!endpoint.feature().isEmpty() && !entitlements.knowsFeature(endpoint.feature())) {
			faults
				.add(name + ": feature: " + endpoint.feature() + " (expected: one of " + entitlements.features() + ")");
		}
		if (endpoint.demands(Control.QUOTA) == endpoint.quota().isEmpty()) {
			faults.add(name + ": a quota resource goes with QUOTA, and only with it");
		}
		else if (!endpoint.quota().isEmpty() && !entitlements.knowsResource(endpoint.quota())) {
			faults.add(name + ": quota: " + endpoint.quota() + " (expected: one of " + entitlements.resources() + ")");
		}
		if (endpoint.demands(Control.METERING) && (endpoint.billable().isEmpty() || !endpoint.demands(Control.AUDIT))) {
			faults.add(name + ": METERING needs a billable operation and AUDIT, whose event carries the usage");
		}
		if (endpoint.anonymous() && !endpoint.controls().stream().allMatch((control) -> control == Control.AUDIT)) {
			faults.add(name + ": an anonymous endpoint can demand AUDIT only, since it has no tenant");
		}
	}

	private static void checkUnique(List<Handler> handlers, List<String> faults) {
		Map<String, Handler> byRoute = new HashMap<>();
		Map<String, Handler> byEvent = new HashMap<>();
		for (Handler handler : handlers) {
			Endpoint endpoint = handler.endpoint();
			String route = endpoint.method() + " " + endpoint.path().replaceAll("\\{[^}]*}", "{}");
			Handler other = byRoute.putIfAbsent(route, handler);
			if (other != null && !other.isSameForAnotherBody(handler)) {
				faults.add(route + ": in " + other.name() + " and " + handler.name());
			}
			other = byEvent.putIfAbsent(endpoint.event(), handler);
			if (other != null && !other.isSameForAnotherBody(handler)) {
				faults.add(endpoint.event() + ": the event of " + other.name() + " and of " + handler.name());
			}
		}
	}

	/**
	 * A handler method and what it declares.
	 *
	 * @param method the method
	 * @param endpoint the endpoint it serves
	 * @param consumes the media types it reads, empty when it says nothing
	 */
	private record Handler(Method method, Endpoint endpoint, Set<MediaType> consumes) {

		// One endpoint may read several kinds of body, each with a handler of its own.
		boolean isSameForAnotherBody(Handler other) {
			return this.endpoint.equals(other.endpoint) && !this.consumes.isEmpty() && !other.consumes.isEmpty()
					&& Collections.disjoint(this.consumes, other.consumes);
		}

		String name() {
			return this.endpoint.service() + " (" + this.method.getDeclaringClass().getSimpleName() + "."
					+ this.method.getName() + ")";
		}

	}

}
