package io.qnsp.core.sql;

import java.util.concurrent.TimeoutException;

import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.CannotCreateTransactionException;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseFailuresTests {

	@ParameterizedTest
	@ValueSource(strings = { "08006", "28P01", "53300", "55P03", "57014", "57P01", "58030" })
	void databaseThatCannotAnswerNowIsUnavailable(String state) {
		Throwable error = withState(state);
		assertThat(DatabaseFailures.translate(error)).isInstanceOfSatisfying(QnspException.class, (ex) -> {
			assertThat(ex.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
			assertThat(ex.retryAfter()).isPositive();
			assertThat(ex).hasCause(error);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "P0001", "42501", "55000", "23505", "0A000" })
	void statementThatTheDatabaseRefusesStaysWhatItIs(String state) {
		Throwable error = withState(state);
		assertThat(DatabaseFailures.translate(error)).isSameAs(error);
	}

	@Test
	void missingConnectionIsUnavailable() {
		assertThat(DatabaseFailures.translate(new DataAccessResourceFailureException("none")))
			.isInstanceOf(QnspException.class);
		assertThat(DatabaseFailures.translate(new CannotCreateTransactionException("none")))
			.isInstanceOf(QnspException.class);
		assertThat(DatabaseFailures.translate(new TimeoutException())).isInstanceOf(QnspException.class);
	}

	@Test
	void otherErrorsPass() {
		Throwable duplicate = new DuplicateKeyException("again");
		assertThat(DatabaseFailures.translate(duplicate)).isSameAs(duplicate);
		Throwable own = new IllegalStateException("own");
		assertThat(DatabaseFailures.translate(own)).isSameAs(own);
	}

	private static Throwable withState(String state) {
		return new DataAccessResourceFailureException("refused",
				new R2dbcNonTransientResourceException("refused", state));
	}

}
