package io.qnsp.crypto.aead;

import java.util.UUID;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import io.qnsp.crypto.TestEngine;
import io.qnsp.crypto.secret.SecretBytes;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OutsideEnvelopeTests {

	private static final AssociatedData WHAT = AssociatedData.of("purpose", "subject");

	private final KeyId id = KeyId.of(UUID.randomUUID());

	private final OutsideEnvelope outside = new OutsideEnvelope(this.id);

	@Test
	void whatIsEncryptedElsewhereIsTheEnvelopeThatTheEngineOpens() throws Exception {
		byte[] key = new byte[AeadKey.BYTES];
		key[0] = 1;
		byte[] nonce = new byte[12];
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
		cipher.updateAAD(this.outside.associatedData(WHAT));
		byte[] sealed = cipher.doFinal(new byte[] { 7 });
		byte[] body = new byte[nonce.length + sealed.length];
		System.arraycopy(sealed, 0, body, nonce.length, sealed.length);
		byte[] envelope = this.outside.close(body);
		assertThat(Aead.keyIdOf(envelope)).contains(this.id);
		try (AeadKey same = new AeadKey(this.id, SecretBytes.takeOver(key))) {
			assertThat(TestEngine.ENGINE.aead().decryptInline(same, envelope, WHAT)).containsExactly(7);
		}
		assertThat(this.outside.open(envelope)).isEqualTo(body);
	}

	@Test
	void anotherKeysEnvelopeIsNotOpened() {
		byte[] envelope = new OutsideEnvelope(KeyId.of(UUID.randomUUID())).close(new byte[28]);
		assertThatExceptionOfType(DecryptionException.class).isThrownBy(() -> this.outside.open(envelope));
		assertThatExceptionOfType(DecryptionException.class).isThrownBy(() -> this.outside.open(new byte[3]));
	}

}
