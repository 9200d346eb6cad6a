package io.qnsp.tenant.tenants;

import java.util.List;

import io.qnsp.core.tenant.AddOn;
import io.qnsp.core.tenant.Tier;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a tenant.
 *
 * @param name what people call it
 * @param slug its short name; made from the name when not given
 * @param tier what it has bought
 * @param addOns what it holds beside its tier; nothing when not given
 * @param owner its first user
 */
record CreateTenantRequest(
		@NotBlank(message = "missing (expected: 1..200 characters)") @Size(max = 200,
				message = "too long (expected: 1..200 characters)") @Pattern(regexp = "[^\\p{Cntrl}\\p{Cs}]*",
						message = "control characters (expected: none)") String name,
		@Nullable @Pattern(regexp = TenantSlug.FORM,
				message = "wrong form (expected: 2..63 of a-z 0-9 -, not starting with -)") String slug,
		@NotNull(message = "missing (expected: a tier)") Tier tier,
		@Nullable @Size(max = 10,
				message = "too many (expected: at most 10 add-ons)") List<@NotNull(
						message = "null (expected: an add-on)") AddOn> addOns,
		@NotNull(message = "missing (expected: the first owner)") @Valid Owner owner) {

	/**
	 * The first user of a tenant.
	 *
	 * @param email the address
	 * @param displayName what people call it
	 */
	record Owner(@NotNull(message = "missing (expected: an e-mail address)") @Size(min = 3, max = 320,
			message = "wrong length (expected: 3..320 characters)") @Email(
					message = "wrong form (expected: an e-mail address)") @Pattern(regexp = "[^\\p{Cntrl}\\p{Cs}]*",
							message = "control characters (expected: none)") String email,
			@Nullable @Size(min = 1, max = 200, message = "wrong length (expected: 1..200 characters)") @Pattern(
					regexp = "[^\\p{Cntrl}\\p{Cs}]*",
					message = "control characters (expected: none)") String displayName) {

		// An e-mail address belongs in no log.
		@Override
		public String toString() {
			return "Owner";
		}

	}

}
