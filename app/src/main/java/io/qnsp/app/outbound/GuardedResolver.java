package io.qnsp.app.outbound;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

import io.netty.resolver.AddressResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

/**
 * Resolves a host and refuses it unless every one of its addresses is permitted. The
 * client connects to what this gives and asks nobody again. An address that needs no
 * resolving passes through here all the same.
 */
final class GuardedResolver implements AddressResolver<InetSocketAddress> {

	private final EventExecutor executor;

	private final AddressResolver<InetSocketAddress> names;

	private final TargetRules rules;

	GuardedResolver(EventExecutor executor, AddressResolver<InetSocketAddress> names, TargetRules rules) {
		this.executor = executor;
		this.names = names;
		this.rules = rules;
	}

	@Override
	public boolean isSupported(SocketAddress address) {
		return address instanceof InetSocketAddress;
	}

	// Or the client would connect to a literal address unseen.
	@Override
	public boolean isResolved(SocketAddress address) {
		return false;
	}

	@Override
	public Future<InetSocketAddress> resolve(SocketAddress address) {
		return resolve(address, this.executor.newPromise());
	}

	@Override
	public Future<InetSocketAddress> resolve(SocketAddress address, Promise<InetSocketAddress> promise) {
		resolveAll(address).addListener((Future<List<InetSocketAddress>> found) -> {
			if (found.isSuccess()) {
				promise.trySuccess(found.getNow().getFirst());
			}
			else {
				promise.tryFailure(found.cause());
			}
		});
		return promise;
	}

	@Override
	public Future<List<InetSocketAddress>> resolveAll(SocketAddress address) {
		return resolveAll(address, this.executor.newPromise());
	}

	@Override
	public Future<List<InetSocketAddress>> resolveAll(SocketAddress address, Promise<List<InetSocketAddress>> promise) {
		this.names.resolveAll(address).addListener((Future<List<InetSocketAddress>> found) -> {
			if (!found.isSuccess()) {
				promise.tryFailure(found.cause());
			}
			else if (found.getNow().isEmpty() || !found.getNow().stream().allMatch(this::isPermitted)) {
				promise.tryFailure(new ForbiddenTargetException(hostOf(address)));
			}
			else {
				promise.trySuccess(found.getNow());
			}
		});
		return promise;
	}

	private boolean isPermitted(InetSocketAddress address) {
		InetAddress resolved = address.getAddress();
		return resolved != null && this.rules.permits(resolved);
	}

	private static String hostOf(SocketAddress address) {
		return (address instanceof InetSocketAddress internet) ? internet.getHostString() : address.toString();
	}

	@Override
	public void close() {
		this.names.close();
	}

}
