package io.qnsp.core.page;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PageTests {

	private static final List<PageRequest.Key> ROWS = rows();

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 9, 10, 11, 200 })
	void walkingTheCursorsSeesEachRowOnceInOrder(int limit) {
		List<PageRequest.Key> seen = new ArrayList<>();
		String cursor = null;
		do {
			Page<PageRequest.Key> page = read(PageRequest.of(limit, null, cursor));
			assertThat(page.items().size()).isLessThanOrEqualTo(limit);
			seen.addAll(page.items());
			cursor = page.nextCursor();
		}
		while (cursor != null);
		assertThat(seen).isEqualTo(ROWS);
	}

	@Test
	void theFirstPageStartsBeforeEveryRow() {
		assertThat(PageRequest.of(null, null, null).start().at()).isAfter(ROWS.getFirst().at());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "!!!", "Zm9v", "MjAyNi0wMS0wMVQwMDowMDowMFogMQ" })
	void refusesWhatIsNoCursor(String cursor) {
		assertRefused(cursor);
	}

	@ParameterizedTest
	@ValueSource(strings = { "+999999999-12-31T23:59:59Z", "-1000-01-01T00:00:00Z", "+10000-01-01T00:00:00Z" })
	void refusesTimesThatTheDatabaseCannotCompare(String time) {
		assertRefused(Base64.getUrlEncoder()
			.encodeToString((time + " " + new UUID(1, 2)).getBytes(StandardCharsets.US_ASCII)));
	}

	private static void assertRefused(String cursor) {
		assertThatThrownBy(() -> PageRequest.of(null, null, cursor)).isInstanceOfSatisfying(QnspException.class,
				(problem) -> {
					assertThat(problem.code()).isEqualTo(ErrorCode.BAD_REQUEST);
					assertThat(problem.details()).containsKey("cursor");
				});
	}

	private static Page<PageRequest.Key> read(PageRequest request) {
		List<PageRequest.Key> rows = ROWS.stream()
			.filter((row) -> isAfter(row, request.after()))
			.limit(request.limit() + 1L)
			.toList();
		return Page.of(rows, request, (row) -> row);
	}

	private static boolean isAfter(PageRequest.Key row, PageRequest.@Nullable Key place) {
		return place == null || ROWS.indexOf(row) > ROWS.indexOf(place);
	}

	private static List<PageRequest.Key> rows() {
		List<PageRequest.Key> rows = new ArrayList<>();
		for (int i = 10; i > 0; i--) {
			rows.add(new PageRequest.Key(Instant.parse("2026-01-01T00:00:00.000001Z").plusNanos(i / 3 * 1000L),
					new UUID(7, i)));
		}
		return rows;
	}

}
