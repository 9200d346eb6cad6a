package io.qnsp.kms.analytics.rule;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import io.qnsp.app.outbound.TargetRules;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import io.qnsp.kms.keys.Keys;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Makes, lists, changes and deletes rules.
 */
@Component
final class AlertRuleAdministration {

	/** Each batch of usage is held against all of a tenant's rules. */
	static final int MOST = 100;

	private static final String RESOURCE = "kms-alert-rule";

	private final AlertRuleRepository repository;

	private final Keys keys;

	private final TargetRules targets;

	private final Changes changes;

	private final Ids ids;

	private final Clock clock;

	AlertRuleAdministration(AlertRuleRepository repository, Keys keys, TargetRules targets, Changes changes, Ids ids,
			Clock clock) {
		this.repository = repository;
		this.keys = keys;
		this.targets = targets;
		this.changes = changes;
		this.ids = ids;
		this.clock = clock;
	}

	Mono<CreatedAlertRule> create(AlertRuleBody body, Caller caller, CallAudit audit) {
		body.check(true, this.targets);
		StoredRule made = StoredRule.made(this.ids.next(), body.create(), now());
		describe(made, audit);
		Mono<CreatedAlertRule> work = requireKeys(caller.tenantId(), made.content().keyIds())
			.then(Mono.defer(() -> this.repository.insert(caller.tenantId(), made, MOST)))
			.filter(Boolean::booleanValue)
			.switchIfEmpty(Mono.error(() -> QnspException
				.conflict("The tenant has %d alert rules (expected: fewer, to make another)".formatted(MOST))))
			.map((inserted) -> new CreatedAlertRule(made.ruleId(), made.content().name(), made.createdAt()));
		return this.changes.commit(work);
	}

	Mono<Page<AlertRule>> list(UUID tenantId, PageRequest page) {
		return this.repository.list(tenantId, page)
			.map((rows) -> Page.of(rows.stream().map(StoredRule::rule).toList(), page, AlertRule::place));
	}

	Mono<UpdatedAlertRule> change(UUID ruleId, AlertRuleBody body, Caller caller, CallAudit audit) {
		audit.resource(RESOURCE, ruleId);
		body.check(false, this.targets);
		Mono<UpdatedAlertRule> work = this.repository.lock(caller.tenantId(), ruleId)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("alert rule", ruleId)))
			.map((before) -> before.changed(body.change(before.content()), now()))
			.doOnNext((after) -> describe(after, audit))
			.flatMap((after) -> requireKeys(caller.tenantId(),
					(body.keyIds() != null) ? after.content().keyIds() : List.of())
				.then(Mono.defer(() -> this.repository.update(caller.tenantId(), after)))
				.thenReturn(new UpdatedAlertRule(ruleId, after.updatedAt())));
		return this.changes.commit(work);
	}

	Mono<ResponseEntity<Void>> delete(UUID ruleId, Caller caller, CallAudit audit) {
		audit.resource(RESOURCE, ruleId);
		ResponseEntity<Void> answer = ResponseEntity.noContent().build();
		Mono<ResponseEntity<Void>> work = this.repository.delete(caller.tenantId(), ruleId)
			.filter(Boolean::booleanValue)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("alert rule", ruleId)))
			.thenReturn(answer);
		return this.changes.commit(work);
	}

	private Mono<Void> requireKeys(UUID tenantId, Collection<UUID> keyIds) {
		return Flux.fromIterable(keyIds)
			.concatMap((keyId) -> this.keys.find(tenantId, keyId)
				.switchIfEmpty(Mono.error(() -> QnspException.unprocessable("keyIds",
						"no key with id %s (expected: keys of the tenant)".formatted(keyId)))))
			.then();
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MICROS);
	}

	private static void describe(StoredRule rule, CallAudit audit) {
		RuleContent content = rule.content();
		AlertCondition condition = content.condition();
		audit.resource(RESOURCE, rule.ruleId())
			.detail("name", content.name())
			.detail("keys", content.keyIds().size())
			.detail("metric", condition.metric().wireName())
			.detail("operator", condition.operator().wireName())
			.detail("threshold", condition.threshold())
			.detail("window", condition.window().text())
			.detail("severity", content.severity().wireName())
			// A webhook's path may be its secret.
			.detail("channelHosts", content.channels().stream().map((url) -> URI.create(url).getHost()).toList())
			.detail("enabled", content.enabled());
	}

}
