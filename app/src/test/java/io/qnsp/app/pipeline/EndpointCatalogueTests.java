package io.qnsp.app.pipeline;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.qnsp.app.entitlement.EntitlementProperties;
import io.qnsp.app.entitlement.Entitlements;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.quota.QuotaPeriod;
import io.qnsp.core.tenant.Tier;
import io.qnsp.testing.catalogue.OtherService;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class EndpointCatalogueTests {

	@Test
	void readsWhatHandlersDeclare() {
		assertThat(catalogue(Good.class).all()).satisfiesExactly((list) -> {
			assertThat(list.service()).isEqualTo("app");
			assertThat(list.method() + " " + list.path()).isEqualTo("GET /things");
			assertThat(list.reads()).isTrue();
			assertThat(list.scope()).isEqualTo("read:app");
			assertThat(list.status()).isEqualTo(200);
		}, (make) -> {
			assertThat(make.method() + " " + make.path()).isEqualTo("POST /things");
			assertThat(make.controls()).containsExactlyInAnyOrder(Control.AUDIT, Control.METERING, Control.QUOTA);
			assertThat(make.billable()).isEqualTo("app.thing");
			assertThat(make.quota()).isEqualTo("app.things");
			assertThat(make.status()).isEqualTo(201);
			assertThat(make.reads()).isFalse();
		});
	}

	@Test
	void listsAnEndpointWithTwoKindsOfBodyOnce() throws NoSuchMethodException {
		EndpointCatalogue catalogue = catalogue(TwoBodies.class);
		assertThat(catalogue.all()).hasSize(1);
		assertThat(catalogue.find(TwoBodies.class.getDeclaredMethod("json")))
			.isEqualTo(catalogue.find(TwoBodies.class.getDeclaredMethod("form")))
			.isEqualTo(catalogue.all().getFirst());
	}

	@Test
	void refusesTwoKindsOfBodyThatDemandDifferentThings() {
		assertThat(faults(DifferentBodies.class)).containsExactly(
				"POST /bodies: in app (DifferentBodies.form) and app (DifferentBodies.json)",
				"app.body.make: the event of app (DifferentBodies.form) and of app (DifferentBodies.json)");
	}

	@Test
	void namesEveryFaultAtOnce() {
		assertThat(faults(Bad.class, OtherService.class)).containsExactlyInAnyOrder("Bad.silent: no @Controls",
				"Bad.unknownFeature: feature: app.nothing (expected: one of [app.feature])",
				"Bad.featureWithoutControl: a feature goes with ENTITLEMENTS, and only with it",
				"Bad.controlWithoutFeature: a feature goes with ENTITLEMENTS, and only with it",
				"Bad.unknownQuota: quota: app.nothing (expected: one of [app.things])",
				"Bad.quotaWithoutResource: a quota resource goes with QUOTA, and only with it",
				"Bad.unbilled: METERING needs a billable operation and AUDIT, whose event carries the usage",
				"Bad.unaudited: METERING needs a billable operation and AUDIT, whose event carries the usage",
				"Bad.badEvent: event: app.BadEvent (expected: app.<resource>.<action>)",
				"Bad.otherServicesEvent: event: kms.key.read (expected: app.<resource>.<action>)",
				"Bad.anonymousFeature: an anonymous endpoint can demand AUDIT only, since it has no tenant",
				"Bad.manyMethods: 0 methods and 1 paths (expected: one of each)",
				"Bad.stream: returns reactor.core.publisher.Flux<java.lang.String> (expected: a Mono of the answer; "
						+ "without one, of ResponseEntity<Void>)",
				"Bad.nothing: returns reactor.core.publisher.Mono<java.lang.Void> (expected: a Mono of the answer; "
						+ "without one, of ResponseEntity<Void>)",
				"GET /shared/{}: in app (Bad.shared) and testing (OtherService.shared)",
				"app.same.read: the event of app (Bad.same) and of app (Bad.sameAgain)");
	}

	@Test
	void saysHowManyFaultsThereAre() {
		assertThatIllegalStateException().isThrownBy(() -> catalogue(DifferentBodies.class))
			.withMessageStartingWith("The endpoint catalogue has 2 faults:");
	}

	// Which of two handlers comes first is up to reflection.
	private static List<String> faults(Class<?>... controllers) {
		String message = "";
		try {
			catalogue(controllers);
		}
		catch (IllegalStateException ex) {
			message = String.valueOf(ex.getMessage());
		}
		return message.lines().skip(1).map((line) -> sorted(line.substring("  - ".length()))).toList();
	}

	private static String sorted(String fault) {
		for (String[] words : List.of(new String[] { ": in ", " and " },
				new String[] { ": the event of ", " and of " })) {
			int start = fault.indexOf(words[0]);
			int middle = fault.indexOf(words[1], Math.max(start, 0));
			if (start >= 0 && middle >= 0) {
				String[] two = { fault.substring(start + words[0].length(), middle),
						fault.substring(middle + words[1].length()) };
				Arrays.sort(two);
				return fault.substring(0, start) + words[0] + two[0] + words[1] + two[1];
			}
		}
		return fault;
	}

	private static EndpointCatalogue catalogue(Class<?>... controllers) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			EntitlementProperties table = new EntitlementProperties(Map.of("app.feature", Tier.FREE),
					Map.of("app.things", new EntitlementProperties.Quota(QuotaPeriod.NONE, Map.of(Tier.FREE, 1L))));
			context.registerBean(EntitlementProperties.class, () -> table);
			context.register(Entitlements.class, RequestMappingHandlerMapping.class);
			context.register(controllers);
			context.refresh();
			return new EndpointCatalogue(context.getBean(RequestMappingHandlerMapping.class),
					context.getBean(Entitlements.class));
		}
	}

	@RestController
	static class Good {

		@GetMapping("/things")
		@Controls(event = "app.thing.list")
		Mono<String> list() {
			return Mono.empty();
		}

		@PostMapping("/things")
		@ResponseStatus(HttpStatus.CREATED)
		@Controls(value = { Control.QUOTA, Control.METERING, Control.AUDIT }, event = "app.thing.make",
				billable = "app.thing", quota = "app.things")
		Mono<String> make() {
			return Mono.empty();
		}

	}

	@RestController
	static class TwoBodies {

		@PostMapping(path = "/bodies", consumes = MediaType.APPLICATION_JSON_VALUE)
		@Controls(value = Control.AUDIT, event = "app.body.make")
		Mono<String> json() {
			return Mono.empty();
		}

		@PostMapping(path = "/bodies", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
		@Controls(value = Control.AUDIT, event = "app.body.make")
		Mono<String> form() {
			return Mono.empty();
		}

	}

	@RestController
	static class DifferentBodies {

		@PostMapping(path = "/bodies", consumes = MediaType.APPLICATION_JSON_VALUE)
		@Controls(value = Control.AUDIT, event = "app.body.make")
		Mono<String> json() {
			return Mono.empty();
		}

		@PostMapping(path = "/bodies", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
		@Controls(event = "app.body.make")
		Mono<String> form() {
			return Mono.empty();
		}

	}

	@RestController
	static class Bad {

		@GetMapping("/silent")
		Mono<String> silent() {
			return Mono.empty();
		}

		@GetMapping("/unknown-feature")
		@Controls(value = Control.ENTITLEMENTS, feature = "app.nothing", event = "app.a.read")
		Mono<String> unknownFeature() {
			return Mono.empty();
		}

		@GetMapping("/feature-without-control")
		@Controls(feature = "app.feature", event = "app.b.read")
		Mono<String> featureWithoutControl() {
			return Mono.empty();
		}

		@GetMapping("/control-without-feature")
		@Controls(value = Control.ENTITLEMENTS, event = "app.c.read")
		Mono<String> controlWithoutFeature() {
			return Mono.empty();
		}

		@PostMapping("/unknown-quota")
		@Controls(value = Control.QUOTA, quota = "app.nothing", event = "app.d.make")
		Mono<String> unknownQuota() {
			return Mono.empty();
		}

		@PostMapping("/quota-without-resource")
		@Controls(value = Control.QUOTA, event = "app.e.make")
		Mono<String> quotaWithoutResource() {
			return Mono.empty();
		}

		@PostMapping("/unbilled")
		@Controls(value = { Control.METERING, Control.AUDIT }, event = "app.f.make")
		Mono<String> unbilled() {
			return Mono.empty();
		}

		@PostMapping("/unaudited")
		@Controls(value = Control.METERING, billable = "app.thing", event = "app.g.make")
		Mono<String> unaudited() {
			return Mono.empty();
		}

		@GetMapping("/bad-event")
		@Controls(event = "app.BadEvent")
		Mono<String> badEvent() {
			return Mono.empty();
		}

		@GetMapping("/other-services-event")
		@Controls(event = "kms.key.read")
		Mono<String> otherServicesEvent() {
			return Mono.empty();
		}

		@GetMapping("/anonymous-feature")
		@Controls(value = Control.ENTITLEMENTS, feature = "app.feature", event = "app.h.read", anonymous = true)
		Mono<String> anonymousFeature() {
			return Mono.empty();
		}

		@RequestMapping("/many-methods")
		@Controls(event = "app.i.read")
		Mono<String> manyMethods() {
			return Mono.empty();
		}

		@GetMapping("/stream")
		@Controls(event = "app.j.read", streaming = true)
		Flux<String> stream() {
			return Flux.empty();
		}

		@DeleteMapping("/nothing")
		@Controls(event = "app.l.delete")
		Mono<Void> nothing() {
			return Mono.empty();
		}

		@GetMapping("/shared/{id}")
		@Controls(event = "app.k.read")
		Mono<String> shared(@PathVariable String id) {
			return Mono.just(id);
		}

		@GetMapping("/same")
		@Controls(event = "app.same.read")
		Mono<String> same() {
			return Mono.empty();
		}

		@DeleteMapping("/same")
		@Controls(event = "app.same.read")
		Mono<String> sameAgain() {
			return Mono.empty();
		}

	}

}
