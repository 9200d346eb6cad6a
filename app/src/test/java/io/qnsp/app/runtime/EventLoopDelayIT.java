package io.qnsp.app.runtime;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.util.concurrent.EventExecutor;
import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import org.junit.jupiter.api.Test;
import reactor.netty.resources.LoopResources;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.client.ReactorResourceFactory;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class EventLoopDelayIT {

	private static final Duration HELD = Duration.ofMillis(120);

	@Autowired
	private MeterRegistry meters;

	@Autowired
	private ReactorResourceFactory resources;

	private volatile long spun;

	@Test
	void aTaskThatHoldsALoopUpShows() {
		Timer delay = this.meters.get("qnsp.event.loop.delay").timer();
		long before = delay.count();
		Eventually.until("ticks", () -> delay.count() > before + 20);
		EventExecutor loop = this.resources.getLoopResources().onServer(LoopResources.DEFAULT_NATIVE).next();
		loop.execute(() -> {
			long end = System.nanoTime() + HELD.toNanos();
			while (System.nanoTime() < end) {
				this.spun = System.nanoTime();
			}
		});
		Eventually.until("the delay", () -> delay.max(TimeUnit.MILLISECONDS) >= HELD.toMillis() / 2.0);
		assertThat(delay.totalTime(TimeUnit.MILLISECONDS)).isGreaterThanOrEqualTo(HELD.toMillis() / 2.0);
		assertThat(this.spun).isPositive();
	}

}
