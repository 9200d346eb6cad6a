package io.qnsp.audit.subscription;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.qnsp.audit.subscription.CreateSubscriptionRequest.EventTerms;
import io.qnsp.audit.subscription.CreateSubscriptionRequest.Target;
import io.qnsp.core.error.QnspException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Changes a subscription; what is missing stays as it is.
 *
 * @param name what people call it
 * @param filters which events, as a whole
 * @param status {@code active} resumes where it stands, {@code paused} halts
 * @param destination where to, its configuration and secrets as a whole
 */
record UpdateSubscriptionRequest(
		@Nullable @Size(min = 1, max = 200, message = "length (expected: 1..200 characters)") @Pattern(
				regexp = "(?=.*\\S)[^\\p{Cntrl}\\p{Cs}]*",
				message = "blank or control characters (expected: text)") String name,
		@Nullable EventTerms filters, @Nullable Wanted status, @Nullable @Valid Target destination) {

	/**
	 * What a caller can make of a subscription.
	 */
	enum Wanted {

		@JsonProperty("active")
		ACTIVE(Subscription.Status.ACTIVE), @JsonProperty("paused")
		PAUSED(Subscription.Status.PAUSED);

		private final Subscription.Status meant;

		Wanted(Subscription.Status meant) {
			this.meant = meant;
		}

		Subscription.Status meant() {
			return this.meant;
		}

	}

	/**
	 * Refuses a change of nothing.
	 */
	void check() {
		if (this.name == null && this.filters == null && this.status == null && this.destination == null) {
			throw QnspException.badRequest("status", "missing (expected: name, filters, status or destination)");
		}
	}

}
