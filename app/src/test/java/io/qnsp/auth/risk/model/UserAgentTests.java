package io.qnsp.auth.risk.model;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class UserAgentTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0 | Firefox 140 | Windows 10.0 | desktop
					Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 | Chrome 126 | Windows 10.0 | desktop
					Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.56 | Edge 126 | Windows 10.0 | desktop
					Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36 OPR/111.0.0.0 | Opera 111 | Linux | desktop
					Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15 | Safari 17 | macOS 10.15 | desktop
					Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Mobile/15E148 Safari/604.1 | Safari 17 | iOS 17.4 | mobile
					Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1 | Chrome 126 | iOS 16.6 | tablet
					Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36 | Chrome 126 | Android 14 | mobile
					Mozilla/5.0 (Linux; Android 13; SM-X700) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Safari/537.36 | Samsung Internet 25 | Android 13 | tablet
					Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 | Chrome 126 | ChromeOS | desktop
					Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html) | Mozilla 5 | other | bot
					curl/8.5.0 | curl 8 | other | tool
					python-requests/2.32.3 | python-requests 2 | other | tool
					okhttp/4.12.0 | okhttp 4 | other | tool
					Mozilla/5.0 | Mozilla 5 | other | other
					garbage | garbage | other | tool
					) ) ( ( /// | other | other | tool
					(Firefox/1.0) | other | other | tool
					""")
	void namesBrowserSystemAndDevice(String header, String browser, String os, String device) {
		assertThat(UserAgent.of(header)).isEqualTo(new UserAgent(browser, os, device));
	}

	@Test
	void takesAnEmptyHeaderAsAValueOfItsOwn() {
		assertThat(UserAgent.problem("")).isNull();
		assertThat(UserAgent.of("")).isEqualTo(new UserAgent("other", "other", "other"));
	}

	@Test
	void refusesLongHeadersAndControlCharacters() {
		assertThat(UserAgent.problem("x".repeat(1024))).isNull();
		assertThat(UserAgent.problem("x".repeat(1025))).isEqualTo("userAgent: 1025 characters (expected: 0..1024)");
		assertThat(UserAgent.problem("ab\u0000"))
			.isEqualTo("userAgent: control character U+0000 at 2 (expected: none)");
	}

	@Test
	void boundsWhatItKeepsOfHostileHeaders() {
		UserAgent agent = UserAgent.of("x".repeat(500) + "/" + "9".repeat(400) + " Android " + "1".repeat(100));
		assertThat(agent.browser()).hasSizeLessThanOrEqualTo(49);
		assertThat(agent.os()).hasSizeLessThanOrEqualTo(25);
	}

	@Test
	void readsAnyTextWithoutFailing() {
		long seed = 20261124;
		Random random = new Random(seed);
		String alphabet = "()/; .0123456789MozillaFirefoxAndroid_\u00e9\ud83d";
		for (int i = 0; i < 20_000; i++) {
			StringBuilder text = new StringBuilder();
			for (int length = random.nextInt(80); length > 0; length--) {
				text.append(alphabet.charAt(random.nextInt(alphabet.length())));
			}
			assertThatCode(() -> UserAgent.of(text.toString())).as("seed %d: %s", seed, text)
				.doesNotThrowAnyException();
		}
	}

}
