package io.qnsp.app.tls;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How {@code server.ssl} is served, {@code qnsp.tls.*}.
 *
 * @param provider who does it: {@code native} (BoringSSL), or {@code bouncy-castle},
 * which is Java alone and takes ML-DSA certificates
 * @param groups key agreement groups by their IANA names, the most wanted first; for
 * Bouncy Castle an ECDSA certificate's own curve must be among them
 */
@ConfigurationProperties("qnsp.tls")
record TlsProperties(@DefaultValue("native") Provider provider, @DefaultValue( {
		"X25519MLKEM768", "x25519", "secp256r1", "secp384r1" }) List<String> groups){

	/**
	 * Who does it.
	 */
	enum Provider {

		/** BoringSSL through netty-tcnative. */
		NATIVE,

		/** Bouncy Castle's JSSE. */
		BOUNCY_CASTLE

	}

}
