package io.qnsp.kms.byohsm;

import io.qnsp.core.error.QnspException;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class HsmProblemsTests {

	@ParameterizedTest
	@CsvSource({ "UNAVAILABLE,503,true", "OVERLOADED,503,true", "NO_SUCH_TOKEN,503,true", "LIBRARY_UNUSABLE,503,true",
			"PAUSED,503,true", "AUTHENTICATION,409,false", "SLOT_TAKEN,409,false", "REFUSED,409,false",
			"KEY_MISSING,404,false", "UNSUPPORTED,422,false", "INVALID_INPUT,422,false" })
	void eachProblemHasItsStatusAndOnlyTroubleComesWithATimeToRetry(Problem problem, int status, boolean retry) {
		QnspException told = HsmProblems.of(new HsmException(problem, "what happened"));
		assertThat(told.code().status()).isEqualTo(status);
		assertThat(told.retryAfter() != null).isEqualTo(retry);
	}

	@ParameterizedTest
	@CsvSource({ "LIBRARY_UNUSABLE", "NO_SUCH_TOKEN", "SLOT_TAKEN", "OVERLOADED", "AUTHENTICATION" })
	void filesAndOthersTokensAreNotTold(Problem problem) {
		assertThat(HsmProblems.of(new HsmException(problem, "/opt/lib.so has serial 4711")).getMessage())
			.doesNotContain("/opt")
			.doesNotContain("4711");
	}

}
