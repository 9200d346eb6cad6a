package io.qnsp.app.contract;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SchemaNamesTests {

	@Test
	void keepsTheClassNameWhereItIsTheOnlyOne() {
		assertThat(SchemaNames.shorten(
				List.of("io.qnsp.auth.risk.RiskPolicy", "io.qnsp.auth.apikey.ApiKeyController.ApiKeyList", "Plain")))
			.containsEntry("io.qnsp.auth.risk.RiskPolicy", "RiskPolicy")
			.containsEntry("io.qnsp.auth.apikey.ApiKeyController.ApiKeyList", "ApiKeyList")
			.containsEntry("Plain", "Plain");
	}

	@Test
	void putsTheFeatureInFrontOfASharedName() {
		assertThat(SchemaNames.shorten(List.of("io.qnsp.auth.risk.Policy", "io.qnsp.vault.leakage.Policy")))
			.containsEntry("io.qnsp.auth.risk.Policy", "RiskPolicy")
			.containsEntry("io.qnsp.vault.leakage.Policy", "LeakagePolicy");
	}

	@Test
	void putsTheServiceInFrontWhereFeaturesShareTheirNameToo() {
		assertThat(SchemaNames.shorten(List.of("io.qnsp.kms.analytics.Summary", "io.qnsp.search.analytics.Summary")))
			.containsEntry("io.qnsp.kms.analytics.Summary", "KmsAnalyticsSummary")
			.containsEntry("io.qnsp.search.analytics.Summary", "SearchAnalyticsSummary");
	}

	@Test
	void putsTheClassAroundItInFrontOfANestedOne() {
		assertThat(SchemaNames.shorten(List.of("io.qnsp.audit.subscription.Subscription.Destination",
				"io.qnsp.audit.subscription.CreateSubscriptionRequest.Destination")))
			.containsValues("SubscriptionDestination", "CreateSubscriptionRequestDestination");
	}

	@Test
	void refusesANameThatWouldMeanTwoSchemas() {
		assertThatIllegalStateException()
			.isThrownBy(() -> SchemaNames.shorten(
					List.of("io.qnsp.auth.risk.Policy", "io.qnsp.kms.escrow.Policy", "io.qnsp.vault.leak.RiskPolicy")))
			.withMessageContaining("RiskPolicy");
	}

}
