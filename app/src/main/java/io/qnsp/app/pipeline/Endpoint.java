package io.qnsp.app.pipeline;

import java.util.Set;

import io.qnsp.core.control.Access;
import io.qnsp.core.control.Control;
import io.qnsp.core.tenant.AddOn;

/**
 * One endpoint as the catalogue knows it: its route and what it declares.
 *
 * @param service the service it belongs to
 * @param method the HTTP method
 * @param path the path pattern
 * @param event the event type; also the operation id
 * @param status the HTTP status of success
 * @param controls what it demands
 * @param feature the entitlement feature, empty when entitlements are not demanded
 * @param addOn the add-on it demands
 * @param billable the billable operation, empty when there is none
 * @param quota the quota resource, empty when quota is not demanded
 * @param access whether it reads, changes or uses a key; never {@link Access#BY_METHOD}
 * @param anonymous whether it is served without a credential
 * @param streaming whether its answer stays open
 */
public record Endpoint(String service, String method, String path, String event, int status, Set<Control> controls,
		String feature, AddOn addOn, String billable, String quota, Access access, boolean anonymous,
		boolean streaming) {

	/**
	 * Whether the endpoint demands a control.
	 * @param control the control
	 * @return true when it does
	 */
	public boolean demands(Control control) {
		return this.controls.contains(control);
	}

	/**
	 * Whether the endpoint is for those too who only read.
	 * @return true when it only reads
	 */
	public boolean reads() {
		return this.access == Access.READ;
	}

	/**
	 * The scope a limited credential needs, such as {@code write:auth}.
	 * @return the scope
	 */
	public String scope() {
		return (reads() ? "read:" : "write:") + this.service;
	}

	/**
	 * The last part of the event type.
	 * @return the action
	 */
	public String action() {
		return this.event.substring(this.event.lastIndexOf('.') + 1);
	}

}
