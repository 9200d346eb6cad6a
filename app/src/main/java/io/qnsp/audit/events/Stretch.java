package io.qnsp.audit.events;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalEntry;
import org.jspecify.annotations.Nullable;

/**
 * The first of some events, encoded, up to a number of bytes: how much one reader holds
 * does not depend on how large the events are.
 *
 * @param <T> an encoded event
 * @param items those of them that pass a filter
 * @param end the place of the last event that was looked at, or {@code null} when there
 * was none
 * @param whole whether all events were looked at
 */
public record Stretch<T>(List<T> items, @Nullable EventPosition end, boolean whole) {

	/**
	 * Encodes events until their bytes reach a bound; the one that reaches it is the
	 * last.
	 * @param <T> an encoded event
	 * @param entries the events, in commit order
	 * @param wanted which of them are encoded
	 * @param encoder encodes one
	 * @param size how many bytes an encoded event has
	 * @param bytes the bound, at least 1
	 * @return the stretch, which ends at the last event unless the bound was reached
	 * before
	 */
	public static <T> Stretch<T> of(List<JournalEntry> entries, Predicate<AuditEvent> wanted,
			Function<JournalEntry, T> encoder, ToIntFunction<T> size, int bytes) {
		List<T> items = new ArrayList<>();
		int left = bytes;
		for (int i = 0; i < entries.size(); i++) {
			JournalEntry entry = entries.get(i);
			if (wanted.test(entry.event())) {
				T item = encoder.apply(entry);
				items.add(item);
				left -= size.applyAsInt(item);
			}
			if (left <= 0) {
				return new Stretch<>(items, entry.position(), i == entries.size() - 1);
			}
		}
		return new Stretch<>(items, entries.isEmpty() ? null : entries.getLast().position(), true);
	}

}
