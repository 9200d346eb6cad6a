package io.qnsp.auth.risk.model;

import java.util.Map;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Numbers computed by hand from the formula in {@link LikelihoodRatio}.
 */
class LoginPatternTests {

	private static final Offset<Double> EXACT = Offset.offset(1e-9);

	/** U = 1 + 9 networks + 4 countries = 14 for the address, 1 + 6 + 3 + 2 = 12 else. */
	private static final Map<Feature, Long> DISTINCT = Map.of(Feature.NETWORK, 9L, Feature.COUNTRY, 4L, Feature.BROWSER,
			6L, Feature.OS, 3L, Feature.DEVICE, 2L);

	private final LoginFeatures home = LoginFeatures.of(Sample.home().build());

	@Test
	void knownAddressIsLikelierForTheUser() {
		// p_global = 0.6·50/(1000+14) + 0.3·100/1000 + 0.1·500/1000; p_user = 1
		TenantHistory tenant = new TenantHistory(1000, 20,
				Map.of(Feature.IP, 50L, Feature.NETWORK, 100L, Feature.COUNTRY, 500L), DISTINCT);
		assertThat(LikelihoodRatio.ofFeature(Feature.ADDRESS, this.home, user(50), tenant))
			.isCloseTo(0.6 * 50 / 1014 + 0.03 + 0.05, EXACT);
	}

	@Test
	void newNetworkInTheKnownCountryFallsBackToTheCountry() {
		// p_global = 0.6·1/1014 + 0 + 0.1·500/1000 = 0.0505917; p_user = 0.1·50/50
		TenantHistory tenant = new TenantHistory(1000, 20, Map.of(Feature.COUNTRY, 500L), DISTINCT);
		Sample.History user = history(50);
		user.counts.get(Feature.IP).clear();
		user.counts.get(Feature.NETWORK).clear();
		assertThat(LikelihoodRatio.ofFeature(Feature.ADDRESS, this.home, user.build(), tenant))
			.isCloseTo((0.6 / 1014 + 0.05) / 0.1, EXACT);
	}

	@Test
	void userAgentFallsBackToBrowserSystemAndDevice() {
		// New user agent string, the rest known by 30, 40 and 50 of 50 logins.
		TenantHistory tenant = new TenantHistory(1000, 20,
				Map.of(Feature.BROWSER, 200L, Feature.OS, 400L, Feature.DEVICE, 900L), DISTINCT);
		Sample.History user = history(50);
		user.counts.get(Feature.USER_AGENT).clear();
		user.counts.get(Feature.BROWSER).put(this.home.browser(), 30L);
		user.counts.get(Feature.OS).put(this.home.os(), 40L);
		double global = 0.5387 / 1012 + 0.2680 * 0.2 + 0.1882 * 0.4 + 0.0051 * 0.9;
		double own = 0.2680 * 0.6 + 0.1882 * 0.8 + 0.0051;
		assertThat(LikelihoodRatio.ofFeature(Feature.AGENT, this.home, user.build(), tenant)).isCloseTo(global / own,
				EXACT);
	}

	@Test
	void valuesTheUserNeverHadAreFourTimesLikelierForOthers() {
		Sample.History user = new Sample.History();
		user.logins = 50;
		TenantHistory tenant = new TenantHistory(1000, 20, Map.of(Feature.COUNTRY, 500L), DISTINCT);
		assertThat(LikelihoodRatio.ofFeature(Feature.ADDRESS, this.home, user.build(), tenant)).isCloseTo(4, EXACT);
	}

	@Test
	void havingHadTheCountryOnceIsNotWorseThanNever() {
		// Unbounded: 0.05 / (0.1·1/1000) = 506.
		Sample.History user = new Sample.History();
		user.logins = 1000;
		user.counts.get(Feature.COUNTRY).put("FR", 1L);
		TenantHistory tenant = new TenantHistory(10_000, 20, Map.of(Feature.COUNTRY, 5000L), DISTINCT);
		assertThat(LikelihoodRatio.ofFeature(Feature.ADDRESS, this.home, user.build(), tenant)).isCloseTo(4, EXACT);
	}

	@Test
	void theRarelyUsedOfficeIsNotAgainstTheUserOnceItIsFamiliar() {
		// 30 of 1000 logins here, where 90 % of the tenant is: 0.9 / 0.03, bounded to 4
		TenantHistory tenant = new TenantHistory(10_000, 20,
				Map.of(Feature.IP, 9000L, Feature.NETWORK, 9000L, Feature.COUNTRY, 9000L), DISTINCT);
		Sample.History user = new Sample.History();
		user.logins = 1000;
		user.fill(Sample.home().build(), 2);
		assertThat(LikelihoodRatio.ofFeature(Feature.ADDRESS, this.home, user.build(), tenant)).isCloseTo(4, EXACT);
		user.fill(Sample.home().build(), 30);
		assertThat(LikelihoodRatio.ofFeature(Feature.ADDRESS, this.home, user.build(), tenant)).isEqualTo(1);
	}

	@Test
	void activityIsBoundedBothWays() {
		// (1/users)/(n/N): 1000/(2·50) = 10 -> 2; 1000/(20·50) = 1; 1000/(500·50) -> 1/2
		Sample.History strange = new Sample.History();
		strange.logins = 50;
		UserHistory user = strange.build();
		assertThat(LikelihoodRatio.of(this.home, user, new TenantHistory(1000, 2, Map.of(), DISTINCT))).isCloseTo(32,
				EXACT);
		assertThat(LikelihoodRatio.of(this.home, user, new TenantHistory(1000, 20, Map.of(), DISTINCT))).isCloseTo(16,
				EXACT);
		assertThat(LikelihoodRatio.of(this.home, user, new TenantHistory(1000, 500, Map.of(), DISTINCT))).isCloseTo(8,
				EXACT);
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "1e-300, 0", "0.5, 0", "1, 0", "2, 25", "4, 50", "8, 75", "16, 100", "32, 100", "1e300, 100" })
	void everyDoublingAddsTwentyFivePoints(double ratio, double score) {
		assertThat(LoginPattern.score(ratio)).isCloseTo(score, EXACT);
	}

	@Test
	void weightsOfEachHierarchySumToOne() {
		assertThat(Feature.ADDRESS.stream().mapToDouble(Feature::weight).sum()).isCloseTo(1, EXACT);
		assertThat(Feature.AGENT.stream().mapToDouble(Feature::weight).sum()).isCloseTo(1, EXACT);
	}

	@Test
	void reasonsNameWhatIsNewAndWhatIsUsual() {
		UserHistory user = Sample.learned().build();
		assertThat(LoginPattern.reason(this.home, user)).isEqualTo("Known address; known browser");
		assertThat(LoginPattern.reason(LoginFeatures.of(Sample.attacker().build()), user))
			.isEqualTo("First sign-in from BR; 41 of 42 earlier sign-ins came from FR; "
					+ "first sign-in with python-requests 2 on other");
		Sample.Attempt roaming = Sample.home();
		roaming.ip = "192.0.2.9";
		roaming.userAgent = Sample.FIREFOX.replace("140", "141");
		assertThat(LoginPattern.reason(LoginFeatures.of(roaming.build()), user))
			.isEqualTo("First sign-in from this network; 41 of 42 earlier sign-ins came from FR; "
					+ "first sign-in with Firefox 141 on Windows 10.0, a known system");
		roaming.ip = "203.0.113.99";
		roaming.country = null;
		roaming.userAgent = Sample.FIREFOX.replace("x64; ", "");
		assertThat(LoginPattern.reason(LoginFeatures.of(roaming.build()), user))
			.isEqualTo("New address in a known network; a variant of a known browser");
	}

	private static UserHistory user(long logins) {
		return history(logins).build();
	}

	private static Sample.History history(long logins) {
		Sample.History history = new Sample.History();
		history.logins = logins;
		return history.fill(Sample.home().build(), logins);
	}

}
