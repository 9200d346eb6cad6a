package io.qnsp.app.outbound;

import java.net.InetSocketAddress;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;

/**
 * Puts the guard in front of a resolver.
 */
final class GuardedResolverGroup extends AddressResolverGroup<InetSocketAddress> {

	private final AddressResolverGroup<InetSocketAddress> names;

	private final TargetRules rules;

	GuardedResolverGroup(AddressResolverGroup<InetSocketAddress> names, TargetRules rules) {
		this.names = names;
		this.rules = rules;
	}

	@Override
	protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
		return new GuardedResolver(executor, this.names.getResolver(executor), this.rules);
	}

	@Override
	public void close() {
		super.close();
		this.names.close();
	}

}
