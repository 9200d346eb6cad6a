package io.qnsp.hsm.guard;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmHealth;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Stands before one HSM: a timeout, a circuit breaker, figures and meters for every call.
 * Only the HSM's own trouble counts as failure ({@link Problem#UNAVAILABLE}); what
 * callers do wrong does not open the circuit.
 * <p>
 * Meters: {@code qnsp.hsm.calls} (timer: connection, operation, outcome) and {@code
 * qnsp.hsm.circuit} (gauge: 0 closed, 1 half open, 2 open). They end with the connection.
 */
public final class Guard implements AutoCloseable {

	private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

	private static final int WINDOW = 20;

	private static final int FEWEST_CALLS = 4;

	private static final int TRIAL_CALLS = 2;

	private static final float FAILURES_PERCENT = 50;

	private final String connection;

	private final CircuitBreaker breaker;

	private final Scheduler scheduler;

	private final Clock clock;

	private final MeterRegistry registry;

	private final RecentCalls recent = new RecentCalls();

	private final Map<Outcome, Timer> timers = new ConcurrentHashMap<>();

	private final Gauge position;

	/**
	 * Stands up.
	 * @param connection its name, also in meters
	 * @param reopen how long an open circuit stays open
	 * @param scheduler where timeouts are kept
	 * @param clock the clock
	 * @param registry where the meters live
	 */
	public Guard(String connection, Duration reopen, Scheduler scheduler, Clock clock, MeterRegistry registry) {
		this.connection = connection;
		this.scheduler = scheduler;
		this.clock = clock;
		this.registry = registry;
		this.breaker = CircuitBreaker.of(connection, CircuitBreakerConfig.custom()
			// results are noted on event loops
			.slidingWindow(WINDOW, FEWEST_CALLS, SlidingWindowType.COUNT_BASED,
					SlidingWindowSynchronizationStrategy.LOCK_FREE)
			.failureRateThreshold(FAILURES_PERCENT)
			.permittedNumberOfCallsInHalfOpenState(TRIAL_CALLS)
			.waitDurationInOpenState(reopen)
			.recordException(Guard::isTrouble)
			.ignoreException((error) -> !isTrouble(error))
			.clock(clock)
			.build());
		this.breaker.getEventPublisher()
			.onStateTransition(
					(event) -> LOG.info("HSM connection {}: circuit {}", connection, event.getStateTransition()));
		this.position = Gauge.builder("qnsp.hsm.circuit", this.breaker, Guard::position)
			.description("0 closed, 1 half open, 2 open")
			.tag("connection", connection)
			.register(registry);
	}

	/**
	 * A guarded call, cold.
	 * @param operation what it is, a constant in the code
	 * @param timeout until it is answered at the latest
	 * @param call the call
	 * @return its answer, or an {@link HsmException}
	 */
	public <T> Mono<T> call(String operation, Duration timeout, Supplier<Mono<T>> call) {
		Mono<T> measured = Mono.defer(() -> {
			long start = System.nanoTime();
			return Mono.defer(call)
				.timeout(timeout,
						Mono.error(() -> new HsmException(Problem.UNAVAILABLE,
								operation + ": no answer within " + timeout.toMillis() + " ms")),
						this.scheduler)
				.doOnSuccess((done) -> succeeded(operation, since(start)))
				.doOnError((error) -> failed(operation, since(start), error));
		});
		return measured.transformDeferred(CircuitBreakerOperator.of(this.breaker))
			.onErrorMap(CallNotPermittedException.class, (ex) -> circuitOpen(operation, ex));
	}

	private HsmException circuitOpen(String operation, CallNotPermittedException ex) {
		timer(operation, "circuit_open").record(Duration.ZERO);
		return new HsmException(Problem.UNAVAILABLE, "the HSM failed too often of late and is left alone for a moment",
				ex);
	}

	private static Duration since(long start) {
		return Duration.ofNanos(System.nanoTime() - start);
	}

	private void succeeded(String operation, Duration took) {
		this.recent.succeeded(took, this.clock.instant());
		timer(operation, "success").record(took);
	}

	private void failed(String operation, Duration took, Throwable error) {
		if (isTrouble(error)) {
			this.recent.failed(took, error.getMessage());
		}
		timer(operation,
				(error instanceof HsmException known) ? known.problem().name().toLowerCase(Locale.ROOT) : "error")
			.record(took);
	}

	private Timer timer(String operation, String outcome) {
		Outcome key = new Outcome(operation, outcome);
		Timer known = this.timers.get(key);
		return (known != null) ? known
				: this.timers.computeIfAbsent(key,
						(absent) -> Timer.builder("qnsp.hsm.calls")
							.description("calls of an HSM, waiting included")
							.tag("connection", this.connection)
							.tag("operation", operation)
							.tag("outcome", outcome)
							.register(this.registry));
	}

	private static boolean isTrouble(Throwable error) {
		return !(error instanceof HsmException known) || known.problem() == Problem.UNAVAILABLE;
	}

	private static double position(CircuitBreaker breaker) {
		return switch (state(breaker)) {
			case CLOSED -> 0;
			case HALF_OPEN -> 1;
			case OPEN -> 2;
		};
	}

	private static HsmHealth.State state(CircuitBreaker breaker) {
		return switch (breaker.getState()) {
			case OPEN, FORCED_OPEN -> HsmHealth.State.OPEN;
			case HALF_OPEN -> HsmHealth.State.HALF_OPEN;
			case CLOSED, DISABLED, METRICS_ONLY -> HsmHealth.State.CLOSED;
		};
	}

	/**
	 * How the latest calls went.
	 * @param refusedLogins what the adapter counts
	 * @return the figures
	 */
	public HsmHealth health(int refusedLogins) {
		return this.recent.health(state(this.breaker), refusedLogins);
	}

	@Override
	public void close() {
		this.timers.values().forEach(this.registry::remove);
		this.registry.remove(this.position);
	}

	private record Outcome(String operation, String outcome) {

	}

}
