package io.qnsp.kms.escrow.history;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.qnsp.core.journal.AuditEvent.Outcome;

/**
 * What can happen to an escrow. What was tried and not done has a type of its own, so
 * that none says of a refused try that it was done.
 */
enum EscrowEventType {

	/** A key was put into escrow. */
	@JsonProperty("created")
	CREATED(true, "kms.escrow.create"),
	/** An agent fetched its share. */
	@JsonProperty("share_fetched")
	SHARE_FETCHED(true, "kms.escrow_share.read"),
	/** A recovery was asked for. */
	@JsonProperty("initiated")
	INITIATED(true, "kms.escrow_recovery.initiate"),
	/** A share was submitted. */
	@JsonProperty("share_submitted")
	SHARE_SUBMITTED(true, "kms.escrow_recovery.submit_share"),
	/** Somebody approved a recovery. */
	@JsonProperty("approved")
	APPROVED(true, "kms.escrow_recovery.approve"),
	/** Somebody denied one. */
	@JsonProperty("denied")
	DENIED(true, "kms.escrow_recovery.deny"),
	/** The key was handed out. */
	@JsonProperty("recovered")
	RECOVERED(true, "kms.escrow_recovery.execute"),
	/** New shares were made. */
	@JsonProperty("refreshed")
	REFRESHED(true, "kms.escrow.refresh"),
	/** A recovery took too long. */
	@JsonProperty("request_expired")
	REQUEST_EXPIRED(true, "kms.escrow_recovery.expire"),
	/** The escrow's time was over: shares and ciphertext were destroyed. */
	@JsonProperty("expired")
	EXPIRED(true, "kms.escrow.expire"),
	/** A key was not put into escrow. */
	@JsonProperty("creation_refused")
	CREATION_REFUSED(false, "kms.escrow.create"),
	/** A share was not handed out. */
	@JsonProperty("share_fetch_refused")
	SHARE_FETCH_REFUSED(false, "kms.escrow_share.read"),
	/** A recovery could not be asked for. */
	@JsonProperty("initiation_refused")
	INITIATION_REFUSED(false, "kms.escrow_recovery.initiate"),
	/** A share was not taken. */
	@JsonProperty("share_refused")
	SHARE_REFUSED(false, "kms.escrow_recovery.submit_share"),
	/** An approval or a denial did not count. */
	@JsonProperty("decision_refused")
	DECISION_REFUSED(false, "kms.escrow_recovery.approve"),
	/** The key was not handed out. */
	@JsonProperty("recovery_refused")
	RECOVERY_REFUSED(false, "kms.escrow_recovery.execute"),
	/** No new shares were made. */
	@JsonProperty("refresh_refused")
	REFRESH_REFUSED(false, "kms.escrow.refresh");

	private final boolean done;

	private final String journalType;

	EscrowEventType(boolean done, String journalType) {
		this.done = done;
		this.journalType = journalType;
	}

	/**
	 * The type in the journal.
	 */
	String journalType() {
		return this.journalType;
	}

	/**
	 * The outcomes in the journal.
	 */
	Set<Outcome> outcomes() {
		return this.done ? EnumSet.of(Outcome.SUCCESS) : EnumSet.complementOf(EnumSet.of(Outcome.SUCCESS));
	}

	String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	static Optional<EscrowEventType> named(String wireName) {
		return Arrays.stream(values()).filter((type) -> type.wireName().equals(wireName)).findFirst();
	}

	static EscrowEventType ofJournal(String journalType, Outcome outcome) {
		return Arrays.stream(values())
			.filter((type) -> type.journalType.equals(journalType) && type.outcomes().contains(outcome))
			.findFirst()
			.orElseThrow();
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
