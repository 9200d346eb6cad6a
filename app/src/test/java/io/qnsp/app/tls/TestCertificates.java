package io.qnsp.app.tls;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;

import io.qnsp.crypto.provider.SecurityProviders;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Self-signed certificates for localhost.
 */
public final class TestCertificates {

	/** The password of the stores and of their entries. */
	public static final char[] PASSWORD = "changeit".toCharArray();

	private TestCertificates() {
	}

	/**
	 * A key store with one certificate.
	 * @param type {@code BCFKS} holds every key, {@code PKCS12} what the JDK knows
	 * @param keyAlgorithm the key's name at Bouncy Castle
	 * @param signatureAlgorithm the signature's name there
	 * @return the key store, its entry and itself under {@link #PASSWORD}
	 */
	public static KeyStore keyStore(String type, String keyAlgorithm, String signatureAlgorithm) throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance(keyAlgorithm, SecurityProviders.bouncyCastle());
		if (keyAlgorithm.equals("EC")) {
			generator.initialize(new ECGenParameterSpec("secp256r1"));
		}
		KeyPair pair = generator.generateKeyPair();
		X500Name name = new X500Name("CN=localhost");
		Instant now = Instant.now();
		JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(name,
				BigInteger.valueOf(now.toEpochMilli()), Date.from(now.minus(1, ChronoUnit.HOURS)),
				Date.from(now.plus(1, ChronoUnit.DAYS)), name, pair.getPublic());
		builder.addExtension(Extension.subjectAlternativeName, false,
				new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")));
		X509Certificate certificate = new JcaX509CertificateConverter().setProvider(SecurityProviders.bouncyCastle())
			.getCertificate(builder
				.build(new JcaContentSignerBuilder(signatureAlgorithm).setProvider(SecurityProviders.bouncyCastle())
					.build(pair.getPrivate())));
		KeyStore store = type.equals("BCFKS") ? KeyStore.getInstance(type, SecurityProviders.bouncyCastle())
				: KeyStore.getInstance(type);
		store.load(null, PASSWORD);
		store.setKeyEntry("server", pair.getPrivate(), PASSWORD, new Certificate[] { certificate });
		return store;
	}

}
