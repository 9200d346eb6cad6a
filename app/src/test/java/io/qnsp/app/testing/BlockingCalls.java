package io.qnsp.app.testing;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.blockhound.BlockingMethod;
import reactor.blockhound.BlockingOperationError;

/**
 * Fails a test class in whose time something blocked an event loop, also where the error
 * was swallowed: a library that loses BlockHound's error leaves a call without an answer.
 */
public final class BlockingCalls implements AfterAllCallback {

	private static final Queue<BlockingOperationError> REFUSED = new ConcurrentLinkedQueue<>();

	static void refuse(BlockingMethod method) {
		BlockingOperationError error = new BlockingOperationError(method);
		REFUSED.add(error);
		throw error;
	}

	@Override
	public void afterAll(ExtensionContext context) {
		BlockingOperationError first = REFUSED.poll();
		if (first != null) {
			AssertionError failure = new AssertionError(
					"An event loop was blocked, here and " + REFUSED.size() + " more times", first);
			for (BlockingOperationError next = REFUSED.poll(); next != null; next = REFUSED.poll()) {
				failure.addSuppressed(next);
			}
			throw failure;
		}
	}

}
