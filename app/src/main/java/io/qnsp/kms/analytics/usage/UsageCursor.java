package io.qnsp.kms.analytics.usage;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

import io.qnsp.core.error.QnspException;

/**
 * The place of a point in the list of points: periods one after the other, in each the
 * keys, of each the operations.
 *
 * @param period the period's start
 * @param keyId the key
 * @param operation the operation
 */
record UsageCursor(Instant period, UUID keyId, UsageOperation operation) {

	private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

	String encode() {
		String text = this.period + " " + this.keyId + " " + this.operation.wireName();
		return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
	}

	static UsageCursor decode(String cursor) {
		try {
			String[] parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII).split(" ",
					-1);
			if (parts.length == 3) {
				UsageCursor decoded = new UsageCursor(Instant.parse(parts[0]), UUID.fromString(parts[1]),
						UsageOperation.named(parts[2]).orElseThrow(UsageCursor::refused));
				if (!decoded.period.isBefore(Instant.EPOCH.minusSeconds(604_800)) && !decoded.period.isAfter(LATEST)) {
					return decoded;
				}
			}
		}
		catch (IllegalArgumentException | DateTimeException ex) {
			throw refused();
		}
		throw refused();
	}

	private static QnspException refused() {
		return QnspException.badRequest("cursor", "not a cursor of this list");
	}

}
