package io.qnsp.core.control;

import java.util.LinkedHashMap;
import java.util.Map;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.journal.AuditEvent.Resource;
import io.qnsp.core.journal.AuditEvent.Severity;
import org.jspecify.annotations.Nullable;

/**
 * What a handler tells the journal about its call. A controller takes one as a parameter.
 * Only what is named here reaches the event: nothing of the request or the answer gets in
 * by itself, so no secret does. One call, one instance, used by one chain.
 */
public final class CallAudit {

	private static final int MAX_TEXT = 500;

	private final Map<String, Object> detail = new LinkedHashMap<>();

	private @Nullable Resource resource;

	private @Nullable Severity severity;

	private @Nullable String eventType;

	private @Nullable Caller caller;

	private long units = 1;

	private boolean kept;

	/**
	 * Names the resource the call is about.
	 * @param type such as {@code risk-policy}
	 * @param id the resource's id, shortened to 500 characters
	 * @return this
	 */
	public CallAudit resource(String type, Object id) {
		this.resource = new Resource(type, bounded(id.toString()));
		return this;
	}

	/**
	 * Adds a field to the event.
	 * @param name the field's name
	 * @param value text, number, boolean, or a list or map of those; never a secret; text
	 * is shortened to 500 characters; {@code null} adds nothing
	 * @return this
	 */
	public CallAudit detail(String name, @Nullable Object value) {
		if (value != null) {
			this.detail.put(name, (value instanceof CharSequence text) ? bounded(text.toString()) : value);
		}
		return this;
	}

	/**
	 * Says how much the event matters when the call succeeds; informational otherwise.
	 * @param severity the severity
	 * @return this
	 */
	public CallAudit severity(Severity severity) {
		this.severity = severity;
		return this;
	}

	/**
	 * Replaces the endpoint's event type, for endpoints that record what the caller
	 * names.
	 * @param eventType {@code <service>.<resource>.<action>}
	 * @return this
	 */
	public CallAudit eventType(String eventType) {
		this.eventType = eventType;
		return this;
	}

	/**
	 * Says who called, for endpoints that read the credential from the body.
	 * @param caller the verified caller
	 * @return this
	 */
	public CallAudit caller(Caller caller) {
		this.caller = caller;
		return this;
	}

	/**
	 * Sets how many units the call is billed.
	 * @param units at least 1
	 * @return this
	 */
	public CallAudit units(long units) {
		this.units = units;
		return this;
	}

	/**
	 * Makes a success leave an event although the endpoint does not demand
	 * {@link Control#AUDIT}: for what the API reference does not audit and a security
	 * team must be able to find all the same. A state change writes it in its own
	 * transaction.
	 * @return this
	 */
	public CallAudit keep() {
		this.kept = true;
		return this;
	}

	/**
	 * Whether a success leaves an event that the endpoint does not demand.
	 * @return true after {@link #keep}
	 */
	public boolean isKept() {
		return this.kept;
	}

	/**
	 * The resource.
	 * @return the resource, or {@code null} when none was named
	 */
	public @Nullable Resource resource() {
		return this.resource;
	}

	/**
	 * The named fields.
	 * @return an unmodifiable copy
	 */
	public Map<String, Object> detail() {
		return Map.copyOf(this.detail);
	}

	/**
	 * The severity of success.
	 * @return informational unless said otherwise
	 */
	public Severity severity() {
		return (this.severity != null) ? this.severity : Severity.INFO;
	}

	/**
	 * The event type, when the handler replaced the endpoint's.
	 * @return the type, or {@code null}
	 */
	public @Nullable String eventType() {
		return this.eventType;
	}

	/**
	 * Who called, when the handler found out by itself.
	 * @return the caller, or {@code null}
	 */
	public @Nullable Caller caller() {
		return this.caller;
	}

	/**
	 * The billed units.
	 * @return at least 1
	 */
	public long units() {
		return this.units;
	}

	private static String bounded(String text) {
		return (text.length() <= MAX_TEXT) ? text : text.substring(0, MAX_TEXT);
	}

}
