package io.qnsp.tenant.tenants;

import java.util.List;

import io.qnsp.core.tenant.AddOn;
import io.qnsp.core.tenant.Tier;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a change of a tenant; what is not named stays.
 *
 * @param name what people call it
 * @param tier what it has bought; by platform operators only
 * @param addOns all that it holds beside its tier; by platform operators only
 * @param status whether it may work; by platform operators only
 */
record UpdateTenantRequest(
		@Nullable @Size(min = 1, max = 200, message = "wrong length (expected: 1..200 characters)") @Pattern(
				regexp = "[^\\p{Cntrl}\\p{Cs}]*[^\\p{Cntrl}\\p{Cs}\\s][^\\p{Cntrl}\\p{Cs}]*",
				message = "blank or control characters (expected: neither)") String name,
		@Nullable Tier tier,
		@Nullable @Size(max = 10, message = "too many (expected: at most 10 add-ons)") List<@NotNull(
				message = "null (expected: an add-on)") AddOn> addOns,
		@Nullable TenantStatus status) {

	boolean isEmpty() {
		return this.name == null && !changesPurchase();
	}

	/**
	 * Whether it changes what only platform operators may change.
	 */
	boolean changesPurchase() {
		return this.tier != null || this.addOns != null || this.status != null;
	}

}
