package io.qnsp.hsm.adapter.vault;

import java.time.Duration;
import java.util.function.Function;

import com.azure.security.keyvault.keys.KeyAsyncClient;
import com.azure.security.keyvault.keys.cryptography.CryptographyAsyncClient;
import io.qnsp.hsm.adapter.vault.login.VaultLogin;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * How a vault is called: a token that it does not take is replaced once; what breaks on
 * the way is repeated once, unless that could do something twice.
 */
final class VaultCalls {

	private static final Duration SOON = Duration.ofMillis(100);

	private final VaultClients clients;

	private final VaultLogin login;

	VaultCalls(VaultClients clients, VaultLogin login) {
		this.clients = clients;
		this.login = login;
	}

	/**
	 * A call about the vault and its keys.
	 * @param what names it in messages
	 * @param call may be repeated
	 * @return its answer
	 */
	<T> Mono<T> vault(String what, Function<KeyAsyncClient, Mono<T>> call) {
		return answered(what, repeated(authorized(() -> call.apply(this.clients.keys()))));
	}

	/**
	 * A call that must not be repeated.
	 * @param what names it in messages
	 * @param call does something new each time
	 * @return its answer
	 */
	<T> Mono<T> once(String what, Function<KeyAsyncClient, Mono<T>> call) {
		return answered(what, authorized(() -> call.apply(this.clients.keys())));
	}

	/**
	 * A call that uses a key.
	 * @param what names it in messages
	 * @param reference name and version
	 * @param call may be repeated
	 * @return its answer
	 */
	<T> Mono<T> key(String what, String reference, Function<CryptographyAsyncClient, Mono<T>> call) {
		return answered(what, repeated(authorized(() -> call.apply(this.clients.key(reference)))));
	}

	// A call that was refused for its token has done nothing.
	private <T> Mono<T> authorized(java.util.function.Supplier<Mono<T>> call) {
		return Mono.defer(call).onErrorResume(VaultFailures::isUnauthorized, (stale) -> {
			this.login.drop();
			return Mono.defer(call).doOnError(VaultFailures::isUnauthorized, (again) -> this.login.refuse());
		});
	}

	private static <T> Mono<T> repeated(Mono<T> call) {
		return call.retryWhen(Retry.fixedDelay(1, SOON)
			.filter(VaultFailures::isPassing)
			.onRetryExhaustedThrow((spec, last) -> last.failure()));
	}

	private static <T> Mono<T> answered(String what, Mono<T> call) {
		return call.onErrorMap(Exception.class, (error) -> VaultFailures.of(error, what));
	}

}
