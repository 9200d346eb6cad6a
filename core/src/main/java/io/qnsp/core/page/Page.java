package io.qnsp.core.page;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * One part of a list.
 *
 * @param <T> what is listed
 * @param items at most as many as were asked for
 * @param nextCursor where the next part starts, or {@code null} at the end of the list
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {

	public Page {
		items = List.copyOf(items);
	}

	/**
	 * Makes a page of rows that were read with one more than the limit.
	 * @param <T> what is listed
	 * @param rows the rows, in the list's order, at most {@code limit + 1}
	 * @param request what was asked for
	 * @param key the place of a row in the list
	 * @return the page
	 */
	public static <T> Page<T> of(List<T> rows, PageRequest request, Function<T, PageRequest.Key> key) {
		if (rows.size() <= request.limit()) {
			return new Page<>(rows, null);
		}
		List<T> items = rows.subList(0, request.limit());
		return new Page<>(items, key.apply(items.getLast()).encode());
	}

}
