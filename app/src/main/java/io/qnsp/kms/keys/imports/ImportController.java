package io.qnsp.kms.keys.imports;

import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.kms.keys.creation.NewKeys;
import io.qnsp.kms.keys.reading.Key;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Imports over HTTP.
 */
@RestController
final class ImportController {

	private static final String FORMAT = "qnsp hybrid encryption v1";

	private final Imports imports;

	ImportController(Imports imports) {
		this.imports = imports;
	}

	/**
	 * Asks for an import key.
	 *
	 * @param algorithm a KEM or RSA; ML-KEM-768 when nothing is said
	 */
	record ImportKeyRequest(@Nullable String algorithm) {

	}

	/**
	 * A one-time import key.
	 *
	 * @param importKeyId its id; also the associated data of what is encrypted to it
	 * @param algorithm its algorithm
	 * @param publicKeyB64 the raw public key
	 * @param format how to encrypt to it
	 * @param expiresAt until when it can be used
	 */
	record ImportKeyAnswer(UUID importKeyId, String algorithm, String publicKeyB64, String format, Instant expiresAt) {

	}

	static ImportKeyAnswer answer(ImportKey key) {
		return new ImportKeyAnswer(key.importKeyId(), key.algorithm().nistName(),
				Base64.getEncoder().encodeToString(key.publicKey()), FORMAT, key.expiresAt());
	}

	@PostMapping("/kms/v1/byok/import-keys")
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = Control.AUDIT, event = "kms.import_key.create")
	Mono<ImportKeyAnswer> importKey(@RequestBody(required = false) @Nullable ImportKeyRequest request, Caller caller,
			CallAudit audit) {
		return this.imports.makeImportKey((request != null) ? request.algorithm() : null, caller, audit);
	}

	@PostMapping("/kms/v1/byok/import")
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = { Control.QUOTA, Control.AUDIT }, event = "kms.key.import", quota = NewKeys.QUOTA)
	Mono<Key> take(@Valid @RequestBody ImportRequest request, Caller caller, CallAudit audit) {
		return this.imports.take(request, caller, audit);
	}

}
