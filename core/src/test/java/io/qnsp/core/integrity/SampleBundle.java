package io.qnsp.core.integrity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.integrity.json.CanonicalJson;
import io.qnsp.core.integrity.merkle.Frontier;
import io.qnsp.core.integrity.merkle.TreeHash;

/**
 * Exports as the server makes them, made without it.
 */
final class SampleBundle {

	static final UUID TENANT = UUID.fromString("0190a000-0000-7000-8000-000000000001");

	private static final UUID KEY_ID = UUID.fromString("0190a000-0000-7000-8000-00000000000a");

	private static final int RAW_KEY = 1_952;

	private final KeyPair keys = keys();

	private final Frontier tree = new Frontier(TreeHash.SHA3_256);

	private final List<Checkpoint> checkpoints = new ArrayList<>();

	private int made;

	private static KeyPair keys() {
		try {
			return KeyPairGenerator.getInstance("ML-DSA-65").generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	byte[] publicKey() {
		byte[] encoded = this.keys.getPublic().getEncoded();
		return Arrays.copyOfRange(encoded, encoded.length - RAW_KEY, encoded.length);
	}

	String fingerprint() {
		return PublicKeys.fingerprint(publicKey());
	}

	/**
	 * The lines of checkpoints {@code from} to {@code to} of a tenant with as many
	 * checkpoints of so many events each.
	 */
	List<Map<String, Object>> lines(int from, int to, int eventsEach) {
		List<Map<String, Object>> lines = new ArrayList<>();
		lines.add(BundleLines.bundle(TENANT, from, to));
		lines.add(BundleLines.key(KEY_ID, Base64.getEncoder().encodeToString(publicKey())));
		long events = 0;
		for (int sequence = 1; sequence <= to; sequence++) {
			if (sequence == from) {
				lines.add(BundleLines.start(this.tree.size(),
						this.tree.nodes().stream().map(HexFormat.of()::formatHex).toList()));
				if (from > 1) {
					lines.add(BundleLines.checkpoint(this.checkpoints.getLast()));
				}
			}
			List<Map<String, Object>> own = checkpoint(eventsEach);
			if (sequence >= from) {
				lines.addAll(own);
				events += eventsEach;
			}
		}
		lines.add(BundleLines.end(events, 0));
		return lines;
	}

	private List<Map<String, Object>> checkpoint(int events) {
		List<Map<String, Object>> lines = new ArrayList<>();
		List<UUID> ids = new ArrayList<>();
		for (int i = 0; i < events; i++) {
			Map<String, Object> event = event();
			ids.add(UUID.fromString(String.valueOf(event.get("eventId"))));
			byte[] leaf = TreeHash.SHA3_256.leaf(CanonicalJson.bytes(event));
			lines.add(BundleLines.event(this.tree.size(), HexFormat.of().formatHex(leaf), event));
			this.tree.append(leaf);
		}
		Checkpoint last = this.checkpoints.isEmpty() ? null : this.checkpoints.getLast();
		int sequence = this.checkpoints.size() + 1;
		Checkpoint unsigned = new Checkpoint(1, new UUID(0x0190a00000007000L, 0x8000000000000000L + sequence), TENANT,
				sequence, Instant.parse("2026-11-30T10:00:00.120Z").plusSeconds(300L * sequence), this.tree.size(),
				events, HexFormat.of().formatHex(this.tree.root()), ids.getFirst(), ids.getLast(),
				"1" + sequence + "-" + ids.getLast(), (last != null) ? last.asPrevious() : null,
				Checkpoint.HASH_ALGORITHM, Checkpoint.ALGORITHM, KEY_ID, "");
		this.checkpoints.add(signed(unsigned));
		lines.add(BundleLines.checkpoint(this.checkpoints.getLast()));
		return lines;
	}

	Checkpoint signed(Checkpoint checkpoint) {
		try {
			Signature signature = Signature.getInstance("ML-DSA-65");
			signature.initSign(this.keys.getPrivate());
			signature.update(checkpoint.signedBytes());
			return checkpoint.signed(KEY_ID, Base64.getEncoder().encodeToString(signature.sign()));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Map<String, Object> event() {
		this.made++;
		Map<String, Object> event = new LinkedHashMap<>();
		event.put("eventId", new UUID(0x0190b00000007000L, 0x8000000000000000L + this.made).toString());
		event.put("eventType", "kms.key.create");
		event.put("tenantId", TENANT.toString());
		event.put("statusCode", 201);
		event.put("detail", Map.of("number", this.made, "text", "\u20ac\n"));
		return event;
	}

	static byte[] text(List<Map<String, Object>> lines) {
		tools.jackson.databind.json.JsonMapper json = tools.jackson.databind.json.JsonMapper.builder()
			.addModule(
					new tools.jackson.databind.module.SimpleModule().addSerializer(Instant.class, new Milliseconds()))
			.build();
		StringBuilder text = new StringBuilder();
		lines.forEach((line) -> text.append(json.writeValueAsString(line)).append('\n'));
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	private static final class Milliseconds extends tools.jackson.databind.ser.std.StdSerializer<Instant> {

		Milliseconds() {
			super(Instant.class);
		}

		@Override
		public void serialize(Instant value, tools.jackson.core.JsonGenerator generator,
				tools.jackson.databind.SerializationContext context) {
			generator.writeString(java.time.format.DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
				.withZone(java.time.ZoneOffset.UTC)
				.format(value));
		}

	}

}
