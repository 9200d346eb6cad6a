package io.qnsp.hsm.encoding;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DerTests {

	private static final byte[] MESSAGE = "the message".getBytes(StandardCharsets.UTF_8);

	@ParameterizedTest
	@CsvSource({ "secp256r1, 32", "secp384r1, 48", "secp521r1, 66" })
	void signaturesChangeTheirFormAsTheJdkDoesIt(String curve, int half) throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
		generator.initialize(new ECGenParameterSpec(curve));
		KeyPair pair = generator.generateKeyPair();
		for (int i = 0; i < 300; i++) {
			byte[] raw = sign(pair, "SHA256withECDSAinP1363Format");
			assertThat(verifies(pair, "SHA256withECDSA", Der.signature(raw))).isTrue();
			byte[] der = sign(pair, "SHA256withECDSA");
			assertThat(verifies(pair, "SHA256withECDSAinP1363Format", Der.rawSignature(der, half))).isTrue();
			assertThat(Der.signature(Der.rawSignature(der, half))).isEqualTo(der);
			assertThat(Der.rawSignature(Arrays.copyOf(der, der.length - 1), half)).isEmpty();
			assertThat(Der.rawSignature(Arrays.copyOf(der, der.length + 1), half)).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "30", "3000", "300602010102", "30060201010201", "3006020101020100ff",
			"30070202000102010a", "308106020101020101", "3006020181020101", "300602010104010a", "3004020002 00",
			"30800201010201010000", "3025022100ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" })
	void whatIsNoSignatureIsNone(String hex) {
		byte[] raw = Der.rawSignature(HexFormat.of().parseHex(hex.replace(" ", "")), 4);
		assertThat(raw).isEmpty();
	}

	private static byte[] sign(KeyPair pair, String algorithm) throws Exception {
		Signature signature = Signature.getInstance(algorithm);
		signature.initSign(pair.getPrivate());
		signature.update(MESSAGE);
		return signature.sign();
	}

	private static boolean verifies(KeyPair pair, String algorithm, byte[] bytes) throws Exception {
		Signature signature = Signature.getInstance(algorithm);
		signature.initVerify(pair.getPublic());
		signature.update(MESSAGE);
		return signature.verify(bytes);
	}

}
