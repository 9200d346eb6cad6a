package io.qnsp.app.rootkey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;

import io.qnsp.app.testing.ServerProcess;
import io.qnsp.app.testing.TestDatabase;
import io.qnsp.hsm.testing.SoftToken;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The server as an operator runs it: first with a key file, then with the root key in a
 * token of SoftHSM.
 */
class HsmRootServerIT {

	private static final String CREDENTIAL = "qnsp_pqc_hsm-root-server-test-key-00000001";

	private static final JsonMapper JSON = JsonMapper.builder().build();

	@Test
	void aServerMovesItsRootKeyFromAFileIntoAnHsm() throws IOException {
		SoftToken token = SoftToken.take();
		Path pin = pinFile(token.pin());
		try (ServerProcess server = new ServerProcess(Map.of("QNSP_BOOTSTRAP_API_KEY", CREDENTIAL))) {
			server.start();
			String key = call(server, "/kms/v1/keys", """
					{"algorithm": "AES-256-GCM"}""", 201).path("keyId").asString();
			String ciphertext = call(server, "/kms/v1/keys/" + key + "/encrypt", """
					{"plaintextB64": "aGVsbG8="}""", 200).path("ciphertextB64").asString();
			server.stop();

			Path file = server.data().resolve("keys").resolve("root.key");
			server.set("QNSP_HSM_LIBRARIES_SOFT_PATH", SoftToken.library().toString());
			server.set("QNSP_KEYS_HSM_LIBRARY", "soft");
			server.set("QNSP_KEYS_HSM_TOKENLABEL", token.label());
			server.set("QNSP_KEYS_HSM_PINFILE", pin.toString());
			server.set("QNSP_KEYS_RETIREDROOTKEYFILES_0", file.toString());
			server.start();
			assertThat(decrypted(server, key, ciphertext)).isEqualTo("aGVsbG8=");
			JdbcTemplate database = new JdbcTemplate(server.database("qnsp_system"));
			await().atMost(Duration.ofSeconds(90)).until(() -> database.queryForObject("""
					SELECT count(*) FROM tenant_key
					WHERE root_key_id NOT IN (SELECT root_key_id FROM hsm_root_key)""", Long.class) == 0);
			server.kill();

			Files.delete(file);
			server.unset("QNSP_KEYS_RETIREDROOTKEYFILES_0");
			server.start();
			assertThat(decrypted(server, key, ciphertext)).isEqualTo("aGVsbG8=");
			assertThat(file).doesNotExist();
			assertThat(server.output()).contains("The root key is key qnsp-root of the HSM")
				.doesNotContain(token.pin());
		}
	}

	private static String decrypted(ServerProcess server, String key, String ciphertext) {
		return call(server, "/kms/v1/keys/" + key + "/decrypt", """
				{"ciphertextB64": "%s"}""".formatted(ciphertext), 200).path("plaintextB64").asString();
	}

	private static JsonNode call(ServerProcess server, String path, String body, int status) {
		var answer = server.call("POST", path, CREDENTIAL, body);
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
		return JSON.readTree(answer.body());
	}

	private static Path pinFile(String pin) throws IOException {
		Path file = Files.writeString(TestDatabase.newFolder().resolve("pin"), pin);
		return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
	}

}
