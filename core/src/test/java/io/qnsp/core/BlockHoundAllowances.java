package io.qnsp.core;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * What may block on an event loop in tests, each with its reason.
 */
public final class BlockHoundAllowances implements BlockHoundIntegration {

	@Override
	public void applyTo(BlockHound.Builder builder) {
		// Netty's adaptive allocator adds an arena when threads collide, a few times in a
		// process's life, and waits for the colliding allocation to end. Netty declares
		// the same wait of its pooled allocator harmless, but not yet this one.
		builder.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup",
				"tryExpandMagazines");
	}

}
