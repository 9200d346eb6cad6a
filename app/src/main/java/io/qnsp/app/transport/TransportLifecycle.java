package io.qnsp.app.transport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Runs the transport after the tail has begun and until before it ends, when one is
 * configured.
 */
final class TransportLifecycle implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(TransportLifecycle.class);

	/** After the journal's start-up, before the web server's. */
	private static final int PHASE = 10;

	private final Transport transport;

	private final boolean configured;

	private volatile boolean running;

	TransportLifecycle(Transport transport, boolean configured) {
		this.transport = transport;
		this.configured = configured;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public void start() {
		if (this.configured) {
			this.transport.start();
		}
		this.running = true;
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable ended) {
		this.running = false;
		if (!this.configured) {
			ended.run();
			return;
		}
		this.transport.stop().doFinally((end) -> ended.run()).subscribe((done) -> {
		}, (ex) -> log.warn("The transport did not end cleanly", ex));
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
