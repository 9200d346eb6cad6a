package io.qnsp.app.proof;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * An OIDC issuer on this machine: publishes an RSA and an EC key over HTTP and signs
 * tokens with them. It can be down, or answer with an error.
 */
final class LocalIssuer {

	static final String AUDIENCE = "qnsp";

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final RSAKey rsa;

	private final ECKey ec;

	private final int port;

	private final AtomicInteger status = new AtomicInteger(200);

	private @Nullable DisposableServer server;

	LocalIssuer() {
		try {
			this.rsa = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
			this.ec = new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
		start(0);
		this.port = this.server.port();
	}

	String name() {
		return "http://127.0.0.1:" + this.port;
	}

	String jwksUri() {
		return name() + "/jwks";
	}

	private void start(int onPort) {
		this.server = HttpServer.create()
			.host("127.0.0.1")
			.port(onPort)
			.route((routes) -> routes.get("/jwks",
					(request, response) -> response.status(this.status.get())
						.header("Content-Type", "application/json")
						.sendString(Mono.just(new JWKSet(List.of(this.rsa, this.ec)).toString(true)))))
			.bindNow(TIMEOUT);
	}

	void comeBack() {
		this.status.set(200);
		if (this.server == null) {
			start(this.port);
		}
	}

	void answerWith(int code) {
		this.status.set(code);
	}

	void goDown() {
		if (this.server != null) {
			this.server.disposeNow(TIMEOUT);
			this.server = null;
		}
	}

	/**
	 * The claims of a good token, to change.
	 */
	JWTClaimsSet.Builder claims(UUID tenant, String... roles) {
		Instant now = Instant.now();
		return new JWTClaimsSet.Builder().issuer(name())
			.subject("alice")
			.audience(AUDIENCE)
			.jwtID(UUID.randomUUID().toString())
			.issueTime(Date.from(now))
			.expirationTime(Date.from(now.plusSeconds(300)))
			.claim("tenant_id", tenant.toString())
			.claim("roles", List.of(roles));
	}

	String rs256(JWTClaimsSet claims) {
		try {
			SignedJWT token = new SignedJWT(header(JWSAlgorithm.RS256, "rsa-1"), claims);
			token.sign(new RSASSASigner(this.rsa));
			return token.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String es256(JWTClaimsSet claims) {
		try {
			SignedJWT token = new SignedJWT(header(JWSAlgorithm.ES256, "ec-1"), claims);
			token.sign(new ECDSASigner(this.ec));
			return token.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A token whose HMAC secret is the public RSA key, which everybody knows.
	 */
	String hs256WithPublicKey(JWTClaimsSet claims) {
		try {
			SignedJWT token = new SignedJWT(header(JWSAlgorithm.HS256, "rsa-1"), claims);
			token.sign(new MACSigner(this.rsa.toRSAPublicKey().getEncoded()));
			return token.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String unsigned(JWTClaimsSet claims) {
		return new PlainJWT(claims).serialize();
	}

	private static JWSHeader header(JWSAlgorithm algorithm, String key) {
		return new JWSHeader.Builder(algorithm).keyID(key).build();
	}

}
