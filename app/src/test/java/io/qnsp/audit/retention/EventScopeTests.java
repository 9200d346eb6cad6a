package io.qnsp.audit.retention;

import java.util.List;

import io.qnsp.core.error.QnspException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EventScopeTests {

	@Test
	void aTypeBecomesAPatternThatMatchesIt() {
		assertThat(new EventScope(List.of("auth.token.create", "kms.key_x.*", "*"), List.of()).typePatterns())
			.containsExactly("auth.token.create", "kms.key\\_x.%", "%");
		assertThat(new EventScope(List.of("a%b\\c"), List.of()).typePatterns()).containsExactly("a\\%b\\\\c");
	}

	@Test
	void readsWhatWasSentAndNamesWhatIsWrong() {
		assertThat(EventScope.of(null)).isEqualTo(EventScope.ALL);
		assertThat(EventScope.of(new EventScope.Body(List.of("kms.*"), null)))
			.isEqualTo(new EventScope(List.of("kms.*"), List.of()));
		assertThatExceptionOfType(QnspException.class)
			.isThrownBy(() -> EventScope.of(new EventScope.Body(null, List.of("KMS"))))
			.satisfies((ex) -> assertThat(ex.details()).containsKey("scope.services"));
	}

}
