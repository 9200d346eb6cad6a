package io.qnsp.crypto.provider;

import java.util.List;
import java.util.Map;

import io.qnsp.crypto.TestEngine;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ProviderChoicesTests {

	private static final List<Candidate<String>> CANDIDATES = List.of(new Candidate<>(ProviderKind.NATIVE, () -> {
		throw new UnsatisfiedLinkError("no library");
	}), new Candidate<>(ProviderKind.JDK, () -> "wrong"), new Candidate<>(ProviderKind.BOUNCY_CASTLE, () -> "right"));

	@Test
	void takesTheFirstThatIsThereAndPassesAndSaysWhyNotTheOthers() {
		ProviderChoices choices = new ProviderChoices(Map.of());
		assertThat(choices.choose("x.sign", CANDIDATES, "right"::equals)).isEqualTo("right");
		assertThat(choices.made().get("x.sign")).isEqualTo(new ProviderChoices.Choice(ProviderKind.BOUNCY_CASTLE,
				Map.of(ProviderKind.NATIVE, "no library", ProviderKind.JDK, "known answers do not hold")));
	}

	@Test
	void takesNoOtherThanThePinned() {
		assertThat(new ProviderChoices(Map.of("x.sign", ProviderKind.JDK)).choose("x.sign", CANDIDATES,
				(candidate) -> true))
			.isEqualTo("wrong");
		assertThatExceptionOfType(NoProviderException.class)
			.isThrownBy(() -> new ProviderChoices(Map.of("x.sign", ProviderKind.NATIVE)).choose("x.sign", CANDIDATES,
					(candidate) -> true))
			.withMessageContaining("x.sign")
			.withMessageContaining("no library");
	}

	@Test
	void theEngineUsesTheFastestThatWasMeasured() {
		Map<String, ProviderChoices.Choice> made = TestEngine.ENGINE.providers();
		assertThat(made.get("ml-dsa-65.sign").provider()).isEqualTo(ProviderKind.NATIVE);
		assertThat(made.get("ed25519.sign").provider()).isEqualTo(ProviderKind.NATIVE);
		assertThat(made.get("ml-kem-768.kem").provider()).isEqualTo(ProviderKind.JDK);
		assertThat(made.get("slh-dsa-shake-128s.sign").provider()).isEqualTo(ProviderKind.BOUNCY_CASTLE);
	}

}
