package io.qnsp.core.integrity.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DoubleTextTests {

	/** RFC 8785, appendix B: the bits of a double and its text. */
	private static final Map<String, String> APPENDIX_B = Map.ofEntries(Map.entry("0000000000000000", "0"),
			Map.entry("8000000000000000", "0"), Map.entry("0000000000000001", "5e-324"),
			Map.entry("8000000000000001", "-5e-324"), Map.entry("7fefffffffffffff", "1.7976931348623157e+308"),
			Map.entry("ffefffffffffffff", "-1.7976931348623157e+308"),
			Map.entry("4340000000000000", "9007199254740992"), Map.entry("c340000000000000", "-9007199254740992"),
			Map.entry("4430000000000000", "295147905179352830000"),
			Map.entry("44b52d02c7e14af5", "9.999999999999997e+22"), Map.entry("44b52d02c7e14af6", "1e+23"),
			Map.entry("44b52d02c7e14af7", "1.0000000000000001e+23"),
			Map.entry("444b1ae4d6e2ef4e", "999999999999999700000"),
			Map.entry("444b1ae4d6e2ef4f", "999999999999999900000"), Map.entry("444b1ae4d6e2ef50", "1e+21"),
			Map.entry("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"), Map.entry("3eb0c6f7a0b5ed8d", "0.000001"),
			Map.entry("41b3de4355555553", "333333333.3333332"), Map.entry("41b3de4355555554", "333333333.33333325"),
			Map.entry("41b3de4355555555", "333333333.3333333"), Map.entry("41b3de4355555556", "333333333.3333334"),
			Map.entry("41b3de4355555557", "333333333.33333343"),
			Map.entry("becbf647612f3696", "-0.0000033333333333333333"),
			Map.entry("43143ff3c1cb0959", "1424953923781206.2"));

	@Test
	void writesTheNumbersOfTheStandard() {
		APPENDIX_B.forEach(
				(bits, text) -> assertThat(DoubleText.of(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))))
					.as(bits)
					.isEqualTo(text));
	}

	@Test
	void refusesWhatJsonDoesNotHave() {
		for (double value : new double[] { Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY }) {
			assertThatIllegalArgumentException().isThrownBy(() -> DoubleText.of(value));
		}
	}

	@Test
	void everyTextReadsBackAsTheSameDoubleAndNoShorterOneDoes() {
		SplittableRandom random = new SplittableRandom(8785);
		for (int i = 0; i < 200_000; i++) {
			double value = Double.longBitsToDouble(random.nextLong());
			if (!Double.isFinite(value)) {
				continue;
			}
			String text = DoubleText.of(value);
			assertThat(Double.parseDouble(text)).as(text).isEqualTo(value + 0.0);
			BigDecimal decimal = new BigDecimal(text).stripTrailingZeros();
			if (decimal.precision() > 1) {
				BigDecimal shorter = new BigDecimal(value).round(new java.math.MathContext(decimal.precision() - 1));
				assertThat(shorter.doubleValue()).as(text).isNotEqualTo(value);
			}
		}
	}

	@Test
	void aNumberThatADoubleWouldChangeBecomesText() {
		assertThat(text("9007199254740993")).isEqualTo("9007199254740993");
		assertThat(text("-9223372036854775808")).isEqualTo("-9223372036854775808");
		assertThat(text("0.1234567890123456789")).isEqualTo("0.1234567890123456789");
		assertThat(text("1e400")).isEqualTo("1E+400");
		assertThat(text("1e-400")).isEqualTo("1E-400");
		assertThat(text("1e-999999999")).isEqualTo("1E-999999999");
		assertThat(text("4.9e-324")).as("its shortest text is 5e-324").isEqualTo("4.9E-324");
		assertThat(DoubleText.numberOrText(9_007_199_254_740_993L)).isEqualTo("9007199254740993");
		assertThat(DoubleText.numberOrText(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
		assertThat(DoubleText.numberOrText(Double.NaN)).isEqualTo("NaN");
		assertThat(DoubleText.numberOrText(new BigInteger("9".repeat(30)))).isEqualTo("9".repeat(30));
	}

	@Test
	void aNumberThatADoubleKeepsStaysItself() {
		assertThat(DoubleText.numberOrText(7)).isEqualTo(7);
		assertThat(DoubleText.numberOrText(9_007_199_254_740_992L)).isEqualTo(9_007_199_254_740_992L);
		assertThat(DoubleText.numberOrText(0.1)).isEqualTo(0.1);
		for (String number : new String[] { "0.1", "1.10", "0", "0e-500", "1e22", "1.7976931348623157e308", "-5e-324",
				"0.000001" }) {
			assertThat(text(number)).as(number).isEqualTo(new BigDecimal(number));
		}
		assertThat(DoubleText.numberOrText(BigInteger.TEN.pow(308))).isEqualTo(BigInteger.TEN.pow(308));
	}

	private static Object text(String number) {
		return DoubleText.numberOrText(new BigDecimal(number));
	}

}
