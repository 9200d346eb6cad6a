package io.qnsp.kms.escrow.history;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What can happen to an escrow.
 */
enum EscrowEventType {

	/** A key was put into escrow. */
	@JsonProperty("created")
	CREATED("kms.escrow.create"),
	/** An agent fetched its share. */
	@JsonProperty("share_fetched")
	SHARE_FETCHED("kms.escrow_share.read"),
	/** A recovery was asked for. */
	@JsonProperty("initiated")
	INITIATED("kms.escrow_recovery.initiate"),
	/** A share was submitted. */
	@JsonProperty("share_submitted")
	SHARE_SUBMITTED("kms.escrow_recovery.submit_share"),
	/** Somebody approved a recovery. */
	@JsonProperty("approved")
	APPROVED("kms.escrow_recovery.approve"),
	/** Somebody denied one. */
	@JsonProperty("denied")
	DENIED("kms.escrow_recovery.deny"),
	/** The key was handed out. */
	@JsonProperty("recovered")
	RECOVERED("kms.escrow_recovery.execute"),
	/** New shares were made. */
	@JsonProperty("refreshed")
	REFRESHED("kms.escrow.refresh"),
	/** A recovery took too long. */
	@JsonProperty("request_expired")
	REQUEST_EXPIRED("kms.escrow_recovery.expire"),
	/** The escrow's time was over: shares and ciphertext were destroyed. */
	@JsonProperty("expired")
	EXPIRED("kms.escrow.expire");

	private final String journalType;

	EscrowEventType(String journalType) {
		this.journalType = journalType;
	}

	/**
	 * The type in the journal.
	 */
	String journalType() {
		return this.journalType;
	}

	String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	static Optional<EscrowEventType> named(String wireName) {
		return Arrays.stream(values()).filter((type) -> type.wireName().equals(wireName)).findFirst();
	}

	static EscrowEventType ofJournal(String journalType) {
		return Arrays.stream(values()).filter((type) -> type.journalType.equals(journalType)).findFirst().orElseThrow();
	}

	/**
	 * All types in the journal.
	 */
	static Set<String> journalTypes() {
		return Arrays.stream(values()).map(EscrowEventType::journalType).collect(Collectors.toUnmodifiableSet());
	}

	static String names() {
		return Arrays.stream(values()).map(EscrowEventType::wireName).collect(Collectors.joining(", "));
	}

}
