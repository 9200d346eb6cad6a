package io.qnsp.kms.escrow.model;

import java.time.Instant;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What somebody decided about a recovery.
 *
 * @param decidedBy the subject who decided
 * @param choice approve or deny
 * @param reason why, if somebody said so
 * @param decidedAt when
 */
public record Decision(String decidedBy, Choice choice, @Nullable String reason, Instant decidedAt) {

	/**
	 * Yes or no.
	 */
	public enum Choice {

		/** The recovery may go on. */
		@JsonProperty("approve")
		APPROVE,
		/** It ends. */
		@JsonProperty("deny")
		DENY;

		/**
		 * The name in JSON and in the database.
		 * @return {@code approve} or {@code deny}
		 */
		public String wireName() {
			return name().toLowerCase(Locale.ROOT);
		}

		/**
		 * The choice of a name.
		 * @param wireName a name of the database
		 * @return the choice
		 */
		public static Choice stored(String wireName) {
			return valueOf(wireName.toUpperCase(Locale.ROOT));
		}

	}

}
