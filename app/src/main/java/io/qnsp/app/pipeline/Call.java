package io.qnsp.app.pipeline;

import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.app.web.RequestId;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.idempotency.IdempotentRequest;
import io.qnsp.core.tenant.PlatformTenant;
import io.qnsp.core.tenant.TenantProfile;
import org.jspecify.annotations.Nullable;

import org.springframework.web.server.ServerWebExchange;

/**
 * One call on its way through the pipeline: what the steps have found out so far. Used by
 * one reactive chain, so its fields need no lock.
 */
public final class Call {

	private static final String ATTRIBUTE = Call.class.getName();

	private final Endpoint endpoint;

	private final CallAudit audit = new CallAudit();

	private ServerWebExchange exchange;

	private @Nullable Caller caller;

	private @Nullable TenantProfile tenant;

	private @Nullable IdempotentRequest idempotent;

	private boolean journaled;

	private boolean committed;

	private @Nullable Object committedAnswer;

	Call(Endpoint endpoint, ServerWebExchange exchange, @Nullable Caller caller) {
		this.endpoint = endpoint;
		this.exchange = exchange;
		this.caller = caller;
		exchange.getAttributes().put(ATTRIBUTE, this);
	}

	/**
	 * The call that an exchange has become.
	 * @param exchange the exchange
	 * @return the call, or {@code null} when the exchange reached no handler of ours
	 */
	public static @Nullable Call of(ServerWebExchange exchange) {
		return exchange.getAttribute(ATTRIBUTE);
	}

	/**
	 * The address an exchange came from.
	 * @param exchange the exchange
	 * @return the address, or {@code null} when the connection is gone
	 */
	public static @Nullable String addressOf(ServerWebExchange exchange) {
		InetSocketAddress remote = exchange.getRequest().getRemoteAddress();
		return (remote != null && remote.getAddress() != null) ? remote.getAddress().getHostAddress() : null;
	}

	/**
	 * The endpoint.
	 * @return the endpoint
	 */
	public Endpoint endpoint() {
		return this.endpoint;
	}

	/**
	 * The exchange, with what steps have done to its request.
	 * @return the exchange
	 */
	public ServerWebExchange exchange() {
		return this.exchange;
	}

	/**
	 * Who is calling.
	 * @return the caller, or {@code null} on an anonymous endpoint
	 */
	public @Nullable Caller caller() {
		return this.caller;
	}

	/**
	 * The caller of an endpoint that has one.
	 * @return the caller
	 * @throws IllegalStateException on an anonymous endpoint
	 */
	public Caller requiredCaller() {
		if (this.caller == null) {
			throw new IllegalStateException(this.endpoint.event() + " has no caller");
		}
		return this.caller;
	}

	/**
	 * The tenant of the call.
	 * @return the profile that the tenant step found
	 */
	public TenantProfile tenant() {
		return Objects.requireNonNull(this.tenant, "the tenant step has not run");
	}

	/**
	 * The tenant the call's event belongs to.
	 * @return the tenant acted in, or the platform's while nobody is known
	 */
	public UUID tenantId() {
		return (this.caller != null) ? this.caller.tenantId() : PlatformTenant.ID;
	}

	/**
	 * What the handler tells the journal.
	 * @return the collector
	 */
	public CallAudit audit() {
		return this.audit;
	}

	/**
	 * The idempotent request.
	 * @return the request, or {@code null} when the call carries no key
	 */
	public @Nullable IdempotentRequest idempotent() {
		return this.idempotent;
	}

	/**
	 * The call's id.
	 * @return the request id
	 */
	public String requestId() {
		return RequestId.of(this.exchange);
	}

	/**
	 * Sets who is calling and for which tenant.
	 * @param caller the caller, acting in the tenant
	 * @param tenant the tenant
	 */
	public void actAs(Caller caller, TenantProfile tenant) {
		this.caller = caller;
		this.tenant = tenant;
	}

	/**
	 * Makes the call idempotent.
	 * @param request the request with its key
	 * @param exchange the exchange whose body can be read again
	 */
	public void idempotent(IdempotentRequest request, ServerWebExchange exchange) {
		this.idempotent = request;
		this.exchange = exchange;
	}

	/**
	 * Whether a success leaves an event: the endpoint demands it or the handler asked.
	 */
	boolean leavesEvent() {
		return this.endpoint.demands(Control.AUDIT) || this.audit.isKept();
	}

	boolean isJournaled() {
		return this.journaled;
	}

	void journaled() {
		this.journaled = true;
	}

	boolean isCommitted() {
		return this.committed;
	}

	void committed(@Nullable Object answer) {
		this.committed = true;
		this.committedAnswer = answer;
		this.journaled = true;
	}

	@Nullable Object committedAnswer() {
		return this.committedAnswer;
	}

}
