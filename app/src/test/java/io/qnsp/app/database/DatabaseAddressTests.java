package io.qnsp.app.database;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DatabaseAddressTests {

	@Test
	void readsHostPortAndDatabase() {
		assertThat(DatabaseAddress.parse("postgresql://db.example.com:6543/qnsp"))
			.isEqualTo(new DatabaseAddress("db.example.com", 6543, "qnsp", "prefer", null));
	}

	@Test
	void readsTheStandardPortAndTls() {
		assertThat(DatabaseAddress.parse("postgres://10.0.0.7/qnsp?sslmode=verify-full&sslrootcert=/etc/ca.pem"))
			.isEqualTo(new DatabaseAddress("10.0.0.7", 5432, "qnsp", "verify-full", "/etc/ca.pem"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			jdbc:postgresql://host/qnsp               | expected: postgresql://host:port/database
			mysql://host/qnsp                         | expected: postgresql://host:port/database
			postgresql:///qnsp                        | expected: postgresql://host:port/database
			postgresql://host                         | expected: one name after the port
			postgresql://host/a/b                     | database "a/b"
			postgresql://host/qnsp?sslmode=maybe      | sslmode=maybe
			postgresql://host/qnsp?options=-c         | parameter options
			postgresql://user:pa55word@host/qnsp      | QNSP_DATABASE_APP_PASSWORD
			postgresql://ho st/qnsp                   | expected: postgresql://host:port/database
			""")
	void refusesAnythingElseAndSaysWhy(String url, String problem) {
		assertThatIllegalArgumentException().isThrownBy(() -> DatabaseAddress.parse(url))
			.withMessageContaining("QNSP_DATABASE_URL")
			.withMessageContaining(problem)
			.satisfies((ex) -> assertThat(ex).hasMessageNotContaining("pa55word"));
	}

}
