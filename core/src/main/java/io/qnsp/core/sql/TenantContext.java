package io.qnsp.core.sql;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The tenant on whose behalf a reactive chain runs, as an entry of the Reactor context. A
 * connection takes it over at the moment it is taken from the pool: for a transaction
 * that is its start, so a change of tenant inside a transaction has no effect on it.
 */
public final class TenantContext {

	private static final Object KEY = TenantContext.class;

	private TenantContext() {
	}

	/**
	 * Sets the tenant for everything upstream:
	 * {@code mono.contextWrite(TenantContext.with(tenantId))}.
	 * @param tenantId the tenant
	 * @return the change of the context
	 */
	public static Function<Context, Context> with(UUID tenantId) {
		Objects.requireNonNull(tenantId, "tenantId");
		return (context) -> context.put(KEY, tenantId);
	}

	/**
	 * Sets the tenant for everything upstream and leaves nothing else of the context: the
	 * work takes part in no surrounding transaction. Inside of one, whichever it is, a
	 * tenant's connection is kept to the end of it, so work for the next tenant would get
	 * the connection of the one before and see nothing.
	 * @param tenantId the tenant
	 * @return the change of the context
	 */
	public static Function<Context, Context> only(UUID tenantId) {
		Objects.requireNonNull(tenantId, "tenantId");
		return (context) -> Context.of(KEY, tenantId);
	}

	/**
	 * Removes the tenant for everything upstream, which then sees no tenant's rows.
	 * @return the change of the context
	 */
	public static Function<Context, Context> none() {
		return (context) -> context.delete(KEY);
	}

	/**
	 * Reads the tenant.
	 * @param context the subscriber's context
	 * @return the tenant, or empty when the chain runs for none
	 */
	public static Optional<UUID> current(ContextView context) {
		return context.getOrEmpty(KEY);
	}

}
