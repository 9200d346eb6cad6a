package io.qnsp.core.page;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for: keyset by {@code (time, id)}, newest first, with an
 * optional offset where the reference has one.
 *
 * @param limit 1..200
 * @param offset 0 or more; skipped after the cursor
 * @param after the last row of the previous page, or {@code null} for the first
 */
public record PageRequest(int limit, long offset, @Nullable Key after) {

	/** The limit when the caller names none. */
	public static final int DEFAULT_LIMIT = 50;

	/** The largest limit. */
	public static final int MAX_LIMIT = 200;

	private static final long MAX_OFFSET = 1_000_000;

	// A row that is newer than all: with it, the first page needs no statement of its
	// own.
	private static final Key NEWEST = new Key(Instant.parse("9999-12-31T23:59:59Z"), new UUID(-1, -1));

	/**
	 * Reads the query parameters of a list.
	 * @param limit 1..200, or {@code null} for 50
	 * @param offset 0..1,000,000, or {@code null} for 0
	 * @param cursor what {@link Key#encode} gave, or {@code null}
	 * @return the page asked for
	 * @throws QnspException a 400 that names the parameter
	 */
	public static PageRequest of(@Nullable Integer limit, @Nullable Long offset, @Nullable String cursor) {
		if (limit != null && (limit < 1 || limit > MAX_LIMIT)) {
			throw QnspException.badRequest("limit", limit + " (expected: 1.." + MAX_LIMIT + ")");
		}
		if (offset != null && (offset < 0 || offset > MAX_OFFSET)) {
			throw QnspException.badRequest("offset", offset + " (expected: 0.." + MAX_OFFSET + ")");
		}
		return new PageRequest((limit != null) ? limit : DEFAULT_LIMIT, (offset != null) ? offset : 0,
				(cursor != null) ? Key.decode(cursor) : null);
	}

	/**
	 * The place that the page comes after.
	 * @return the cursor's place, or one before the first row
	 */
	public Key start() {
		return (this.after != null) ? this.after : NEWEST;
	}

	/**
	 * The place of a row in a list.
	 *
	 * @param at the row's time, microsecond precision
	 * @param id the row's id
	 */
	public record Key(Instant at, UUID id) {

		/**
		 * The key as an opaque cursor.
		 * @return URL-safe text
		 */
		public String encode() {
			return Base64.getUrlEncoder()
				.withoutPadding()
				.encodeToString((this.at + " " + this.id).getBytes(StandardCharsets.US_ASCII));
		}

		private static Key decode(String cursor) {
			try {
				String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
				int space = text.indexOf(' ');
				if (space > 0) {
					Key key = new Key(Instant.parse(text.substring(0, space)),
							UUID.fromString(text.substring(space + 1)));
					// Beyond these the database cannot compare it.
					if (!key.at.isBefore(Instant.EPOCH) && !key.at.isAfter(NEWEST.at)) {
						return key;
					}
				}
			}
			catch (IllegalArgumentException | DateTimeException ex) {
				throw QnspException.badRequest("cursor", "not a cursor of this list");
			}
			throw QnspException.badRequest("cursor", "not a cursor of this list");
		}

	}

}
