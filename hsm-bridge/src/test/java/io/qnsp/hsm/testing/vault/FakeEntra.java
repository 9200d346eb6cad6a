package io.qnsp.hsm.testing.vault;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;

/**
 * Entra ID's token endpoint, which knows one application by a secret or a certificate,
 * and the metadata endpoint of a machine in Azure, which knows the machine.
 */
public final class FakeEntra extends FakeServer {

	/** The application's id. */
	public static final String CLIENT = "6dca5f1a-0000-4000-8000-00000000c11e";

	/** The directory's id. */
	public static final String DIRECTORY = "6dca5f1a-0000-4000-8000-0000000000d1";

	/** The application's secret. */
	public static final String SECRET = "the-secret-of-the-application";

	private final TestCertificate certificate;

	private final Set<String> tokens = ConcurrentHashMap.newKeySet();

	private final AtomicInteger count = new AtomicInteger();

	private final FakeServer metadata = new FakeServer(null) {

		@Override
		void handle(HttpExchange exchange, String request, String body) throws IOException {
			boolean asked = request.equals("GET /metadata/identity/oauth2/token")
					&& "true".equals(exchange.getRequestHeaders().getFirst("Metadata"));
			answer(exchange, asked ? 200 : 400, asked ? token("https://localhost") : "{}");
		}

	};

	FakeEntra(TestCertificate certificate) {
		super(certificate);
		this.certificate = certificate;
	}

	int metadataPort() {
		return this.metadata.port();
	}

	boolean knows(String token) {
		return this.tokens.contains(token);
	}

	/** Makes all tokens worthless. */
	public void revoke() {
		this.tokens.clear();
	}

	/**
	 * How often somebody wanted a token.
	 * @return a count
	 */
	public long logins() {
		return requests("/token") + this.metadata.requests("/token");
	}

	@Override
	void handle(HttpExchange exchange, String request, String body) throws IOException {
		if (!request.equals("POST /" + DIRECTORY + "/oauth2/v2.0/token")) {
			answer(exchange, 404, "{\"error\":\"not_found\"}");
			return;
		}
		Map<String, String> form = Arrays.stream(body.split("&"))
			.map((each) -> each.split("=", 2))
			.collect(Collectors.toMap((each) -> each[0], (each) -> URLDecoder.decode(each[1], StandardCharsets.UTF_8)));
		boolean known = CLIENT.equals(form.getOrDefault("client_id", CLIENT))
				&& (SECRET.equals(form.get("client_secret")) || isSigned(form.getOrDefault("client_assertion", "")));
		if (known) {
			answer(exchange, 200, token("https://localhost/.default"));
		}
		else {
			answer(exchange, 401, "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client "
					+ "secret provided: " + form.get("client_secret") + "\",\"error_codes\":[7000215]}");
		}
	}

	private boolean isSigned(String jwt) {
		String[] parts = jwt.split("\\.");
		if (parts.length != 3) {
			return false;
		}
		try {
			byte[] content = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
			boolean pss = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8).contains("PS256");
			Signature signature = Signature.getInstance(pss ? "RSASSA-PSS" : "SHA256withRSA");
			if (pss) {
				signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
			}
			signature.initVerify(this.certificate.certificate().getPublicKey());
			signature.update(content);
			return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

	private String token(String resource) {
		String token = "token-" + this.count.incrementAndGet();
		this.tokens.add(token);
		return "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"expires_on\":\"" + expiry() + "\",\"resource\":\""
				+ resource + "\",\"access_token\":\"" + token + "\"}";
	}

	private static long expiry() {
		return java.time.Instant.now().plusSeconds(3599).getEpochSecond();
	}

	@Override
	public void close() {
		this.metadata.close();
		super.close();
	}

}
