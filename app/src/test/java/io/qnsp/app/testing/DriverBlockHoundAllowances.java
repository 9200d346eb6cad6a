package io.qnsp.app.testing;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * What BlockHound lets the PostgreSQL driver and Jackson do on event loops.
 */
public final class DriverBlockHoundAllowances implements BlockHoundIntegration {

	@Override
	public void applyTo(BlockHound.Builder builder) {
		// The nonce of a log-in, once for each new connection of the pool. The read of
		// /dev/urandom is a system call that does not wait.
		builder.allowBlockingCallsInside("com.ongres.scram.common.ScramFunctions", "nonce");
		// Jackson builds the reader of a type once, under a lock that others wait for
		// only
		// while the first bodies of that type are read.
		builder.allowBlockingCallsInside("tools.jackson.databind.deser.DeserializerCache",
				"_createAndCacheValueDeserializer");
	}

}
