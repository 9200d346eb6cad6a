package io.qnsp.app.contract;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the contract says of one endpoint. Variables in the path are strings.
 *
 * @param service the service's title
 * @param feature the feature's title
 * @param method the HTTP method in capitals
 * @param path the path with its variables in braces
 * @param controls what is demanded of a call
 * @param addOn the add-on that the tenant must hold
 * @param billable the name under which a call is billed
 * @param query the query parameters, all optional
 * @param request the JSON body; {@code null} if the endpoint takes none
 * @param responses the successful answers by status
 */
record Endpoint(String service, String feature, String method, String path, List<String> controls,
		@Nullable String addOn, @Nullable String billable, Map<String, Shape> query, @Nullable Shape request,
		Map<String, Body> responses) {

	/**
	 * Method and path, as {@code missing.txt} and every message name the endpoint.
	 * @return for example {@code POST /auth/risk/evaluate}
	 */
	String name() {
		return this.method + " " + this.path;
	}

	/**
	 * The body of an answer.
	 *
	 * @param mediaType its media type; {@code null} if the answer has no body
	 * @param shape its content; {@code null} if the answer has no body
	 */
	record Body(@Nullable String mediaType, @Nullable Shape shape) {

		static final Body NONE = new Body(null, null);

	}

}
