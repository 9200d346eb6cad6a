package io.qnsp.kms.analytics.detection;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import io.qnsp.kms.analytics.alert.NewAlert;
import io.qnsp.kms.analytics.alert.RaisedAlertRepository;
import io.qnsp.kms.analytics.usage.UsageObserver;
import io.qnsp.kms.analytics.usage.UsedKey;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Holds the rules against usage as it is counted: three statements a batch, one when the
 * tenants have no such rules.
 */
@Component
final class ThresholdAlerts implements UsageObserver {

	private final RuleWatchRepository rules;

	private final RaisedAlertRepository alerts;

	ThresholdAlerts(RuleWatchRepository rules, RaisedAlertRepository alerts) {
		this.rules = rules;
		this.alerts = alerts;
	}

	@Override
	public Mono<Void> onUsage(List<UsedKey> used) {
		Map<UUID, List<UsedKey>> byTenant = used.stream().collect(Collectors.groupingBy(UsedKey::tenantId));
		return this.rules.watching(byTenant.keySet()).flatMap((watching) -> {
			Map<WatchedRule, Set<KeyWindow>> windows = windows(watching, byTenant);
			Set<KeyWindow> all = windows.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
			return all.isEmpty() ? Mono.<Void>empty()
					: this.rules.totals(all).flatMap((totals) -> this.alerts.raise(judge(windows, totals)));
		});
	}

	static Map<WatchedRule, Set<KeyWindow>> windows(List<WatchedRule> rules, Map<UUID, List<UsedKey>> used) {
		Map<WatchedRule, Set<KeyWindow>> windows = new HashMap<>();
		for (WatchedRule rule : rules) {
			for (UsedKey key : used.getOrDefault(rule.tenantId(), List.of())) {
				if (rule.covers(key.keyId())) {
					windows.computeIfAbsent(rule, (one) -> new HashSet<>())
						.add(rule.windowAt(key.keyId(), key.bucket()));
				}
			}
		}
		return windows;
	}

	private static List<NewAlert> judge(Map<WatchedRule, Set<KeyWindow>> windows,
			Map<KeyWindow, ActivityTotals> totals) {
		return windows.entrySet()
			.stream()
			.flatMap((entry) -> entry.getValue()
				.stream()
				.flatMap((window) -> entry.getKey()
					.judge(window, totals.getOrDefault(window, ActivityTotals.NONE))
					.stream()))
			.toList();
	}

}
