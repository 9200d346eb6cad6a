package io.qnsp.app.pipeline.step;

import java.util.Map;

import io.qnsp.app.pipeline.Call;
import io.qnsp.app.pipeline.Decision;
import io.qnsp.app.pipeline.Endpoint;
import io.qnsp.app.pipeline.EndpointStep;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.Control;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Refuses a caller whose role or scope does not allow the call: administration needs
 * owner or admin, a change needs more than a reading role, and a limited credential needs
 * the endpoint's scope.
 */
@Component
@Order(3)
final class RoleStep implements EndpointStep {

	@Override
	public Mono<Decision> decide(Call call) {
		Caller caller = call.caller();
		if (caller == null) {
			return Decision.PROCEED;
		}
		Endpoint endpoint = call.endpoint();
		if (endpoint.demands(Control.ADMIN) && !caller.isAdmin()) {
			return Decision.refuse(forbidden("The call needs the role admin or owner", "role", "admin"));
		}
		if (!endpoint.reads() && !caller.mayWrite()) {
			return Decision.refuse(forbidden("The caller's role only reads", "role", "developer"));
		}
		if (!caller.hasScope(endpoint.scope())) {
			return Decision.refuse(forbidden("The credential does not hold the scope", "scope", endpoint.scope()));
		}
		return Decision.PROCEED;
	}

	private static QnspException forbidden(String message, String name, String needed) {
		return new QnspException(ErrorCode.FORBIDDEN, message + " " + needed, Map.of(name, needed));
	}

}
