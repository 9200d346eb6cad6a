package io.qnsp.audit.retention;

import java.time.Duration;
import java.time.Period;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.qnsp.core.tenant.AddOn;
import io.qnsp.core.tenant.TenantProfile;
import io.qnsp.core.tenant.Tier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LegalMinimumsTests {

	private static RetentionProperties properties(Map<Tier, Integer> minimum) {
		return new RetentionProperties(minimum, Map.of(AddOn.AUDIT_TRAILS_RETENTION_90, 90), Duration.ofSeconds(20),
				Duration.ofSeconds(60), 10_000, 10_000);
	}

	private static Map<Tier, Integer> all(int days) {
		Map<Tier, Integer> minimum = new EnumMap<>(Tier.class);
		for (Tier tier : Tier.values()) {
			minimum.put(tier, days);
		}
		return minimum;
	}

	@Test
	void theLargerOfTierAndAddOnCounts() {
		Map<Tier, Integer> minimum = all(30);
		minimum.put(Tier.ENTERPRISE_PRO, 365);
		LegalMinimums minimums = new LegalMinimums(properties(minimum));
		assertThat(minimums.of(tenant(Tier.FREE))).isEqualTo(Period.ofDays(30));
		assertThat(minimums.of(tenant(Tier.FREE, AddOn.BYOHSM, AddOn.AUDIT_TRAILS_RETENTION_90)))
			.isEqualTo(Period.ofDays(90));
		assertThat(minimums.of(tenant(Tier.ENTERPRISE_PRO, AddOn.AUDIT_TRAILS_RETENTION_90)))
			.isEqualTo(Period.ofDays(365));
	}

	private static TenantProfile tenant(Tier tier, AddOn... addOns) {
		return new TenantProfile(new UUID(1, 1), tier, Set.of(addOns), true);
	}

	@Test
	void everyTierHasAMinimumOfAtLeastAWeek() {
		Map<Tier, Integer> none = all(30);
		none.remove(Tier.DEV_ELITE);
		assertThatIllegalArgumentException().isThrownBy(() -> properties(none)).withMessageContaining("dev-elite");
		Map<Tier, Integer> few = all(30);
		few.put(Tier.FREE, 6);
		assertThatIllegalArgumentException().isThrownBy(() -> properties(few)).withMessageContaining("free: 6");
	}

}
