package io.qnsp.kms.policy;

import java.time.Clock;
import java.time.temporal.ChronoUnit;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Crypto policies over HTTP.
 */
@RestController
final class CryptoPolicyController {

	private static final String PATH = "/kms/v1/crypto-policy";

	private static final String RESOURCE = "crypto-policy";

	private final CryptoPolicyRepository policies;

	private final Changes changes;

	private final Clock clock;

	CryptoPolicyController(CryptoPolicyRepository policies, Changes changes, Clock clock) {
		this.policies = policies;
		this.changes = changes;
		this.clock = clock;
	}

	/**
	 * Says what is allowed.
	 *
	 * @param experimentalAlgorithms whether new keys may use experimental algorithms
	 */
	record CryptoPolicyRequest(@NotNull(message = "missing (expected: true or false)") Boolean experimentalAlgorithms) {

	}

	@GetMapping(PATH)
	@Controls(value = Control.AUDIT, event = "kms.crypto_policy.read")
	Mono<CryptoPolicy> read(Caller caller, CallAudit audit) {
		audit.resource(RESOURCE, caller.tenantId());
		return this.policies.of(caller.tenantId());
	}

	@PutMapping(PATH)
	@Controls(value = { Control.ADMIN, Control.AUDIT }, event = "kms.crypto_policy.update")
	Mono<CryptoPolicy> put(@Valid @RequestBody CryptoPolicyRequest request, Caller caller, CallAudit audit) {
		audit.resource(RESOURCE, caller.tenantId()).detail("experimentalAlgorithms", request.experimentalAlgorithms());
		return this.changes.commit(this.policies.put(caller.tenantId(), request.experimentalAlgorithms(),
				this.clock.instant().truncatedTo(ChronoUnit.MICROS)));
	}

}
