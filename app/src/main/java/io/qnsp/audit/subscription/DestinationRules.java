package io.qnsp.audit.subscription;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import io.qnsp.app.outbound.TargetRules;
import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;

/**
 * What each kind of destination needs. Whether an address may be connected to is decided
 * again when it is connected to.
 */
final class DestinationRules {

	private static final Pattern URL = Pattern.compile("[!-~]{1,2048}");

	private static final Pattern SECRET = Pattern.compile("[!-~]{16,512}");

	// 16 bytes or more.
	private static final Pattern WHSEC = Pattern
		.compile("whsec_(?=.{22})(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?");

	private static final Pattern PASSWORD = Pattern.compile("[ -~]{1,512}");

	private static final Pattern NAME = Pattern.compile("[!-~]{1,256}");

	private static final Pattern BOOTSTRAP = Pattern
		.compile("[A-Za-z0-9._-]{1,253}:[0-9]{1,5}(,[A-Za-z0-9._-]{1,253}:[0-9]{1,5}){0,19}");

	private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}");

	private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]{2,12}){1,3}-[0-9]{1,2}");

	private static final Pattern ACCESS_KEY = Pattern.compile("[A-Za-z0-9]{16,128}");

	private static final int LARGEST_PORT = 65_535;

	private final TargetRules targets;

	/**
	 * Creates the rules.
	 * @param targets which URLs are accepted
	 */
	DestinationRules(TargetRules targets) {
		this.targets = targets;
	}

	/**
	 * Checks a destination.
	 * @throws QnspException a 400 that names the field
	 */
	DestinationConfig check(DestinationType type, Map<String, @Nullable Object> config) {
		ConfigFields fields = new ConfigFields(config);
		return switch (type) {
			case WEBHOOK -> webhook(fields);
			case KAFKA -> kafka(fields);
			case SQS -> sqs(fields);
		};
	}

	private DestinationConfig webhook(ConfigFields fields) {
		URI url = url(WebhookFields.URL, fields);
		Map<String, Object> open = new LinkedHashMap<>(Map.of(WebhookFields.URL, url.toString()));
		Integer batch = fields.optionalNumber(WebhookFields.BATCH_SIZE, 1, WebhookFields.LARGEST_BATCH);
		if (batch != null) {
			open.put(WebhookFields.BATCH_SIZE, batch);
		}
		Boolean signed = fields.optionalFlag(WebhookFields.PQC_SIGNATURE);
		if (signed != null) {
			open.put(WebhookFields.PQC_SIGNATURE, signed);
		}
		Map<String, String> secrets = new LinkedHashMap<>();
		put(secrets, WebhookFields.SECRET, webhookSecret(fields));
		fields.end("url, secret, batchSize, pqcSignature");
		return new DestinationConfig(DestinationType.WEBHOOK, open, secrets, url.getHost());
	}

	private static @Nullable String webhookSecret(ConfigFields fields) {
		String secret = fields.optional(WebhookFields.SECRET, SECRET, "16..512 printable characters without spaces");
		if (secret != null && secret.startsWith(WebhookFields.SECRET_PREFIX) && !WHSEC.matcher(secret).matches()) {
			throw ConfigFields.refused(WebhookFields.SECRET, "not base64 after whsec_",
					"16 bytes or more in base64 after whsec_");
		}
		return secret;
	}

	private DestinationConfig kafka(ConfigFields fields) {
		String servers = fields.required("bootstrapServers", BOOTSTRAP, "host:port, up to 20, separated by commas");
		for (String server : servers.split(",", -1)) {
			int port = Integer.parseInt(server.substring(server.indexOf(':') + 1));
			if (port < 1 || port > LARGEST_PORT) {
				throw ConfigFields.refused("bootstrapServers", "port " + port, "1.." + LARGEST_PORT);
			}
		}
		String topic = fields.required("topic", TOPIC, "1..249 of A-Z a-z 0-9 . _ -");
		Map<String, Object> open = new LinkedHashMap<>(Map.of("bootstrapServers", servers, "topic", topic));
		Map<String, String> secrets = new LinkedHashMap<>();
		credentials(fields, open, secrets, "username", NAME, "password", PASSWORD);
		fields.end("bootstrapServers, topic, username, password");
		return new DestinationConfig(DestinationType.KAFKA, open, secrets, servers + " " + topic);
	}

	private DestinationConfig sqs(ConfigFields fields) {
		URI queue = url("queueUrl", fields);
		String region = fields.required("region", REGION, "a region such as eu-central-1");
		Map<String, Object> open = new LinkedHashMap<>(Map.of("queueUrl", queue.toString(), "region", region));
		Map<String, String> secrets = new LinkedHashMap<>();
		credentials(fields, open, secrets, "accessKeyId", ACCESS_KEY, "secretAccessKey", SECRET);
		fields.end("queueUrl, region, accessKeyId, secretAccessKey");
		return new DestinationConfig(DestinationType.SQS, open, secrets, queue.getHost() + " " + region);
	}

	private static void credentials(ConfigFields fields, Map<String, Object> open, Map<String, String> secrets,
			String name, Pattern nameForm, String secret, Pattern secretForm) {
		String user = fields.optional(name, nameForm, "letters and digits without spaces");
		String password = fields.optional(secret, secretForm, "printable characters of the expected length");
		if ((user == null) != (password == null)) {
			throw ConfigFields.refused((user == null) ? name : secret, "missing",
					"both of " + name + " and " + secret + ", or neither");
		}
		if (user != null) {
			open.put(name, user);
		}
		put(secrets, secret, password);
	}

	private URI url(String name, ConfigFields fields) {
		String text = fields.required(name, URL, TargetRules.EXPECTED);
		String problem = this.targets.problem(text);
		if (problem != null) {
			throw ConfigFields.refused(name, problem, TargetRules.EXPECTED);
		}
		return URI.create(text);
	}

	private static void put(Map<String, String> secrets, String name, @Nullable String value) {
		if (value != null) {
			secrets.put(name, value);
		}
	}

}
