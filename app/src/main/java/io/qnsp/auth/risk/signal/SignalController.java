package io.qnsp.auth.risk.signal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.auth.risk.model.LoginAttempt;
import io.qnsp.auth.risk.model.ThreatSignal;
import io.qnsp.auth.risk.model.UserKey;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.error.FieldProblems;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.page.PageRequest;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Threat signals over HTTP.
 */
@RestController
final class SignalController {

	private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

	private final SignalReports reports;

	SignalController(SignalReports reports) {
		this.reports = reports;
	}

	/**
	 * A signal.
	 *
	 * @param signalId its id
	 * @param signalType what was seen
	 * @param severity how bad
	 * @param recordedAt when it was taken
	 * @param metadata what else was reported
	 */
	record Signal(UUID signalId, ThreatSignal.Type signalType, ThreatSignal.Severity severity, Instant recordedAt,
			Map<String, Object> metadata) {

		PageRequest.Key place() {
			return new PageRequest.Key(this.recordedAt, this.signalId);
		}

	}

	/**
	 * A part of the list of signals.
	 *
	 * @param signals the signals, newest first
	 * @param total how many there are since the time that was asked for
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record SignalList(List<Signal> signals, long total, @Nullable String nextCursor) {

	}

	@PostMapping("/auth/risk/signals")
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = Control.AUDIT, event = UserSignals.EVENT_TYPE)
	Mono<ReportedSignal> report(@Valid @RequestBody ReportSignalRequest request, Caller caller, CallAudit audit) {
		return this.reports.report(request, caller, audit);
	}

	@GetMapping("/auth/risk/users/{userId}/signals")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "auth.risk_signal.list",
			feature = "auth.risk-insights")
	Mono<SignalList> list(@PathVariable String userId, @RequestParam @Nullable Instant since,
			@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor, Caller caller,
			CallAudit audit) {
		FieldProblems problems = new FieldProblems();
		problems.add(LoginAttempt.userIdProblem(userId));
		problems.throwIfAny();
		Instant from = (since != null) ? since : Instant.EPOCH;
		if (from.isBefore(Instant.EPOCH) || from.isAfter(LATEST)) {
			throw QnspException.badRequest("since", from + " (expected: the years 1970..9999)");
		}
		PageRequest page = PageRequest.of(limit, null, cursor);
		return this.reports.list(new UserKey(caller.tenantId(), userId), from, page, audit);
	}

}
