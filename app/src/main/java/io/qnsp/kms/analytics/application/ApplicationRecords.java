package io.qnsp.kms.analytics.application;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import io.qnsp.kms.analytics.usage.ApplicationUsage;
import io.qnsp.kms.analytics.usage.KeyUsage;
import io.qnsp.kms.analytics.usage.Usage;
import io.qnsp.kms.keys.Keys;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Lists applications and takes what they report.
 */
@Component
final class ApplicationRecords {

	private final KeyUsage usage;

	private final Keys keys;

	private final Changes changes;

	private final Clock clock;

	ApplicationRecords(KeyUsage usage, Keys keys, Changes changes, Clock clock) {
		this.usage = usage;
		this.keys = keys;
		this.changes = changes;
		this.clock = clock;
	}

	/**
	 * Records a use. The call's event is the record: nothing else is written.
	 */
	Mono<RecordedUsage> record(RecordUsageRequest request, Caller caller, CallAudit audit) {
		request.check();
		Usage.describe(audit, request.keyId(), request.operation(), request.applicationId(), request.bytes());
		RecordedUsage recorded = new RecordedUsage(true, this.clock.instant().truncatedTo(ChronoUnit.MILLIS));
		return this.changes.commit(this.keys.find(caller.tenantId(), request.keyId())
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("key", request.keyId())))
			.thenReturn(recorded));
	}

	Mono<Page<Application>> list(Caller caller, int limit, @Nullable String cursor) {
		return this.usage.applications(caller.tenantId(), (cursor != null) ? decode(cursor) : null, limit)
			.map((found) -> page(found, limit));
	}

	private static Page<Application> page(List<ApplicationUsage> found, int limit) {
		List<Application> applications = found.stream().limit(limit).map(Application::of).toList();
		return new Page<>(applications, (found.size() > limit) ? encode(applications.getLast().applicationId()) : null);
	}

	private static String encode(String applicationId) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(applicationId.getBytes(StandardCharsets.UTF_8));
	}

	private static String decode(String cursor) {
		try {
			String name = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
			if (name.length() <= Usage.LONGEST_APPLICATION && name.indexOf('\0') < 0) {
				return name;
			}
		}
		catch (IllegalArgumentException ex) {
			throw QnspException.badRequest("cursor", "not a cursor of this list");
		}
		throw QnspException.badRequest("cursor", "not a cursor of this list");
	}

	static int limit(@Nullable Integer asked) {
		return PageRequest.of(asked, null, null).limit();
	}

}
