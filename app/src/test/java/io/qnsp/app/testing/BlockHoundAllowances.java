package io.qnsp.app.testing;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * What BlockHound lets libraries do on event loops, each with its reason. Everything else
 * is refused where it happens and, since the error is easily swallowed on its way, kept
 * for {@link BlockingCalls}.
 */
public final class BlockHoundAllowances implements BlockHoundIntegration {

	@Override
	public void applyTo(BlockHound.Builder builder) {
		builder.blockingMethodCallback(BlockingCalls::refuse);
		// The nonce of a log-in, once for each new connection of the pool. The read of
		// /dev/urandom is a system call that does not wait.
		builder.allowBlockingCallsInside("com.ongres.scram.common.ScramFunctions", "nonce");
		// Jackson builds the reader of a type once, under a lock that others wait for
		// only while the first bodies of that type are read.
		builder.allowBlockingCallsInside("tools.jackson.databind.deser.DeserializerCache",
				"_createAndCacheValueDeserializer");
		// Netty's adaptive allocator adds an arena when threads collide, a few times in a
		// process's life, and waits for the colliding allocation to end. Netty declares
		// the same wait of its pooled allocator harmless, but not yet this one.
		builder.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup",
				"tryExpandMagazines");
		// Netty looks once in a process's life whether it can read zstd, which unpacks a
		// library.
		builder.allowBlockingCallsInside("io.netty.handler.codec.compression.Zstd", "<clinit>");
		// Hibernate Validator remembers what it has read of a class in a map whose
		// segments are locked for one insertion in memory.
		builder.allowBlockingCallsInside("org.hibernate.validator.internal.util.ConcurrentReferenceHashMap$Segment",
				"put");
	}

}
