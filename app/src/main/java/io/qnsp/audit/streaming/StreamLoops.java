package io.qnsp.audit.streaming;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.channel.EventLoop;

import org.springframework.stereotype.Component;

/**
 * The event loops that serve streams; there are a few, and they live as long as the
 * server.
 */
@Component
final class StreamLoops {

	private final Map<EventLoop, StreamLoop> loops = new ConcurrentHashMap<>();

	/**
	 * The streams of an event loop.
	 */
	StreamLoop of(EventLoop loop) {
		return this.loops.computeIfAbsent(loop, StreamLoop::new);
	}

	/**
	 * Makes every loop look at its noted streams.
	 */
	void wake() {
		this.loops.values().forEach(StreamLoop::wake);
	}

}
