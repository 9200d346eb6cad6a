package io.qnsp.auth.risk.signal;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

import io.qnsp.auth.risk.model.ThreatSignal;
import io.qnsp.auth.risk.model.UserKey;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Takes reports and lists them.
 */
@Component
final class SignalReports {

	private static final int MAX_METADATA_BYTES = 16_384;

	private final SignalRepository repository;

	private final List<SignalListener> listeners;

	private final Changes changes;

	private final JsonMapper json;

	private final Ids ids;

	private final Clock clock;

	SignalReports(SignalRepository repository, List<SignalListener> listeners, Changes changes, JsonMapper json,
			Ids ids, Clock clock) {
		this.repository = repository;
		this.listeners = List.copyOf(listeners);
		this.changes = changes;
		this.json = json;
		this.ids = ids;
		this.clock = clock;
	}

	/**
	 * Records a signal. The event names what was seen and how bad; of the metadata it
	 * holds the address alone.
	 */
	Mono<ReportedSignal> report(ReportSignalRequest request, Caller caller, CallAudit audit) {
		request.check();
		String metadata = text(request.metadata());
		UserKey user = new UserKey(caller.tenantId(), request.userId());
		UUID signalId = this.ids.next();
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		audit.resource("risk-signal", signalId)
			.detail("userId", request.userId())
			.detail("signalType", request.signalType().wireName())
			.detail("severity", request.severity().wireName())
			.detail("ipAddress", (request.metadata() != null) ? request.metadata().ipAddress() : null);
		ThreatSignal signal = new ThreatSignal(request.signalType(), request.severity(), now);
		Mono<ReportedSignal> work = this.repository.insert(user, signalId, signal, metadata)
			.thenReturn(new ReportedSignal(signalId, now));
		return this.changes.commit(work)
			.doOnNext((reported) -> this.listeners.forEach((listener) -> listener.onSignal(user)));
	}

	Mono<SignalController.SignalList> list(UserKey user, Instant since, PageRequest page, CallAudit audit) {
		audit.resource("user", user.userId());
		return Mono.zip(this.repository.list(user, since, page), this.repository.count(user, since), (rows, total) -> {
			Page<SignalController.Signal> found = Page.of(rows, page, SignalController.Signal::place);
			audit.detail("count", found.items().size());
			return new SignalController.SignalList(found.items(), total, found.nextCursor());
		});
	}

	private @Nullable String text(ReportSignalRequest.@Nullable Metadata metadata) {
		if (metadata == null) {
			return null;
		}
		String text = this.json.writeValueAsString(metadata);
		int bytes = text.getBytes(StandardCharsets.UTF_8).length;
		if (bytes > MAX_METADATA_BYTES) {
			throw QnspException.badRequest("metadata",
					bytes + " bytes of JSON (expected: at most " + MAX_METADATA_BYTES + ")");
		}
		return text;
	}

}
