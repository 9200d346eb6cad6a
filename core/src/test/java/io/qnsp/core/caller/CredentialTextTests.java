package io.qnsp.core.caller;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CredentialTextTests {

	@ParameterizedTest
	@CsvSource({ "curl qnsp_pqc_abcDEF012-_xyz/1,curl qnsp_pqc_***/1", "qnsp_pqc_a,qnsp_pqc_***",
			"xqnsp_pqc_a qnsp_pqc_b,xqnsp_pqc_*** qnsp_pqc_***",
			"Bearer eyJhbGciOiJNTC1EU0EtNjUifQ.eyJqdGkiOiIxIn0.c2ln!,Bearer eyJ***!",
			"eyJhbGciOiJNTC1EU0EtNjUifQ.eyJqdG,eyJ***" })
	void masksKeysAndTokensWholeOrCutOff(String text, String expected) {
		assertThat(CredentialText.masked(text)).isEqualTo(expected);
		assertThat(CredentialText.isIn(text)).isTrue();
		assertThat(CredentialText.masked(expected)).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "curl/8.5.0", "qnsp_pqc_ is the prefix", "eyJ", "heyJude.1", "a.b.c" })
	void leavesOtherTextAlone(String text) {
		assertThat(CredentialText.masked(text)).isEqualTo(text);
		assertThat(CredentialText.isIn(text)).isFalse();
	}

}
