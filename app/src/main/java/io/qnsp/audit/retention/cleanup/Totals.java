package io.qnsp.audit.retention.cleanup;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What a cleanup did, or part of one.
 *
 * @param processed due events that it came upon
 * @param deleted how many of them were deleted
 * @param archived how many of those are in an archive
 * @param bytes how large the deleted ones were
 * @param oldest when the oldest of them was recorded, or {@code null} for none
 * @param newest when the newest of them was recorded, or {@code null} for none
 */
public record Totals(long processed, long deleted, long archived, long bytes, @Nullable Instant oldest,
		@Nullable Instant newest) {

	/** Nothing yet. */
	public static final Totals NONE = new Totals(0, 0, 0, 0, null, null);

	/**
	 * Adds another part.
	 * @param other what was done besides
	 * @return both
	 */
	public Totals plus(Totals other) {
		return new Totals(Math.addExact(this.processed, other.processed), Math.addExact(this.deleted, other.deleted),
				Math.addExact(this.archived, other.archived), Math.addExact(this.bytes, other.bytes),
				earlier(this.oldest, other.oldest), later(this.newest, other.newest));
	}

	private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
		return (a == null || (b != null && b.isBefore(a))) ? b : a;
	}

	private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
		return (a == null || (b != null && b.isAfter(a))) ? b : a;
	}

}
