package io.qnsp.core.control;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.qnsp.core.tenant.AddOn;

/**
 * Declares what an endpoint demands. Every handler method carries it; the server refuses
 * to start otherwise. The annotation is data: the control pipeline enforces it.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Controls {

	/**
	 * The controls, exactly those of the API reference.
	 * @return none for an endpoint that is only rate limited
	 */
	Control[] value() default {};

	/**
	 * The type of the audit event, {@code <service>.<resource>.<action>}; also the
	 * operation's id in the OpenAPI document. Refused and failed calls leave this event
	 * even when {@link Control#AUDIT} is not demanded.
	 * @return the event type
	 */
	String event();

	/**
	 * The entitlement feature, one of those in the entitlement table; needed with
	 * {@link Control#ENTITLEMENTS}.
	 * @return the feature
	 */
	String feature() default "";

	/**
	 * The add-on the tenant must hold.
	 * @return the add-on
	 */
	AddOn addOn() default AddOn.NONE;

	/**
	 * The billable operation of a successful call. The reference names some operations as
	 * billable without demanding metering; their events carry the name, and only metered
	 * ones make usage.
	 * @return the operation, empty when there is none
	 */
	String billable() default "";

	/**
	 * The resource whose quota is used; needed with {@link Control#QUOTA}.
	 * @return the resource, one of those in the quota table
	 */
	String quota() default "";

	/**
	 * Whether the endpoint reads or changes.
	 * @return by the HTTP method unless said otherwise
	 */
	Access access() default Access.BY_METHOD;

	/**
	 * Whether the endpoint is served without a credential.
	 * @return false: refuse by default
	 */
	boolean anonymous() default false;

	/**
	 * Whether the answer is a stream that stays open; such calls have no time limit.
	 * @return true for streams
	 */
	boolean streaming() default false;

}
