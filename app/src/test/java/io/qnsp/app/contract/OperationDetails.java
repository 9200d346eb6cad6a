package io.qnsp.app.contract;

import java.util.List;
import java.util.function.Function;

import io.swagger.v3.oas.models.Operation;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.web.method.HandlerMethod;

/**
 * Writes into an operation what its handler demands of a call.
 *
 * @param read reads the demands of a handler; answers {@code null} for one that has none
 */
record OperationDetails(Function<HandlerMethod, @Nullable Demands> read) implements OperationCustomizer {

	/** Marks an operation without credential for {@link FinishedDocument}. */
	static final String ANONYMOUS = "x-anonymous";

	@Override
	public Operation customize(Operation operation, HandlerMethod handler) {
		Demands demands = this.read.apply(handler);
		if (demands == null) {
			return operation;
		}
		operation.setOperationId(demands.operationId());
		operation.setTags(List.of(demands.tag()));
		operation.addExtension("x-required-controls", demands.controls());
		if (demands.addOn() != null) {
			operation.addExtension("x-required-add-on", demands.addOn());
		}
		if (demands.billable() != null) {
			operation.addExtension("x-billable-operation", demands.billable());
		}
		if (demands.anonymous()) {
			operation.addExtension(ANONYMOUS, true);
		}
		return operation;
	}

	/**
	 * What a handler demands.
	 *
	 * @param operationId the operation's id
	 * @param tag service and feature, for example
	 * {@code Auth Service / Risk-Based Authentication}
	 * @param controls the controls, as the contract names them
	 * @param addOn the add-on, or {@code null}
	 * @param billable the billable operation, or {@code null}
	 * @param anonymous whether it demands no credential
	 */
	record Demands(String operationId, String tag, List<String> controls, @Nullable String addOn,
			@Nullable String billable, boolean anonymous) {
	}

}
