package io.qnsp.auth.risk.stats;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Statistics over HTTP.
 */
@RestController
final class StatisticsController {

	private final StatisticsReader reader;

	StatisticsController(StatisticsReader reader) {
		this.reader = reader;
	}

	@GetMapping("/auth/risk/stats")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "auth.risk_statistics.read",
			feature = "auth.risk-insights")
	Mono<RiskStatistics> read(@RequestParam @Nullable String period, Caller caller, CallAudit audit) {
		StatisticsPeriod asked = StatisticsPeriod.of(period);
		audit.resource("risk-statistics", asked.wireName());
		return this.reader.read(caller.tenantId(), asked);
	}

}
