package io.qnsp.testing.calls;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.tenant.AddOn;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * One endpoint for each control.
 */
@TestComponent
@RestController
public class SampleController {

	private final Changes changes;

	private final Map<String, AtomicInteger> work = new ConcurrentHashMap<>();

	SampleController(Changes changes) {
		this.changes = changes;
	}

	/**
	 * What a call does.
	 *
	 * @param name whose work is counted
	 * @param fail whether the work fails
	 * @param size how long the answer's secret is
	 * @param count a number, for bad types
	 */
	public record Order(String name, @Nullable Boolean fail, @Nullable Integer size, @Nullable Integer count) {

	}

	/**
	 * What a call answers.
	 *
	 * @param times how often the work of that name was done
	 * @param tenantId in which tenant
	 * @param secret a secret
	 */
	public record Done(int times, UUID tenantId, String secret) {

	}

	/**
	 * How often the work of a name was done, in calls that failed too.
	 * @param name the name
	 * @return the number of times
	 */
	public int timesDone(String name) {
		return this.work.getOrDefault(name, new AtomicInteger()).get();
	}

	@GetMapping("/testing/plain")
	@Controls(event = "testing.plain.read")
	Mono<Map<String, String>> plain(Caller caller, @RequestParam(defaultValue = "0") int number) {
		return Mono.just(Map.of("tenantId", caller.tenantId().toString()));
	}

	@GetMapping("/testing/limited")
	@Controls(value = Control.AUDIT, event = "testing.limited.read")
	Mono<Map<String, String>> limited() {
		return Mono.just(Map.of());
	}

	@GetMapping("/testing/tenants/{tenantId}")
	@Controls(value = Control.AUDIT, event = "testing.tenant.read")
	Mono<Map<String, String>> tenant(@PathVariable UUID tenantId, Caller caller) {
		return Mono.just(Map.of("tenantId", caller.tenantId().toString()));
	}

	@GetMapping("/testing/numbers/{number}")
	@Controls(value = Control.AUDIT, event = "testing.number.read")
	Mono<Map<String, Long>> number(@PathVariable long number) {
		return Mono.just(Map.of("number", number));
	}

	@PostMapping("/testing/change")
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = Control.AUDIT, event = "testing.change.make")
	Mono<Done> change(@RequestBody Order order, Caller caller, CallAudit audit) {
		audit.resource("change", order.name());
		return this.changes.commit(work(order, caller));
	}

	@PostMapping("/testing/quota")
	@Controls(value = { Control.QUOTA, Control.AUDIT }, event = "testing.quota.use", quota = "kms.keys")
	Mono<Done> quota(@RequestBody Order order, Caller caller) {
		return this.changes.commit(work(order, caller));
	}

	@PostMapping("/testing/entitled")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "testing.entitled.use",
			feature = "audit.streaming")
	Mono<Map<String, String>> entitled() {
		return Mono.just(Map.of());
	}

	@PostMapping("/testing/add-on")
	@Controls(value = Control.AUDIT, event = "testing.add_on.use", addOn = AddOn.KEY_ESCROW)
	Mono<Map<String, String>> addOn() {
		return Mono.just(Map.of());
	}

	@PostMapping("/testing/admin")
	@Controls(value = { Control.ADMIN, Control.AUDIT }, event = "testing.admin.use")
	Mono<Map<String, String>> admin() {
		return Mono.just(Map.of());
	}

	@GetMapping("/v1/testing")
	@Controls(value = Control.AUDIT, event = "testing.prefix.read")
	Mono<Map<String, String>> prefix() {
		return Mono.just(Map.of());
	}

	@GetMapping("/testing/slow")
	@Controls(value = Control.AUDIT, event = "testing.slow.read")
	Mono<Map<String, String>> slow() {
		return Mono.delay(Duration.ofSeconds(60)).map((late) -> Map.of());
	}

	@GetMapping("/testing/broken")
	@Controls(value = Control.AUDIT, event = "testing.broken.read")
	Mono<Map<String, String>> broken() {
		return Mono.error(new IllegalStateException("the secret reason"));
	}

	@GetMapping("/testing/open")
	@Controls(value = Control.AUDIT, event = "testing.open.read", anonymous = true)
	Mono<Map<String, String>> open() {
		return Mono.just(Map.of());
	}

	private Mono<Done> work(Order order, Caller caller) {
		return Mono.defer(() -> {
			int times = this.work.computeIfAbsent(order.name(), (name) -> new AtomicInteger()).incrementAndGet();
			int size = (order.size() != null) ? order.size() : 0;
			return Boolean.TRUE.equals(order.fail()) ? Mono.error(QnspException.conflict("It failed"))
					: Mono.just(new Done(times, caller.tenantId(), "s3cret" + "x".repeat(size)));
		});
	}

}
