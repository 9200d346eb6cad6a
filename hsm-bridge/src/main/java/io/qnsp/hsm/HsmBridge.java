package io.qnsp.hsm;

import java.time.Clock;
import java.util.function.UnaryOperator;

import io.micrometer.core.instrument.MeterRegistry;
import io.qnsp.hsm.adapter.Pkcs11Adapter;
import io.qnsp.hsm.adapter.vault.VaultAdapter;
import io.qnsp.hsm.guard.BlockingLane;
import io.qnsp.hsm.guard.Guard;
import io.qnsp.hsm.module.Pkcs11Modules;
import io.qnsp.hsm.token.Token;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;

/**
 * Opens connections to HSMs. One bridge a process: libraries keep their state for all of
 * it.
 */
public final class HsmBridge {

	private final HsmSettings settings;

	private final Pkcs11Modules modules;

	private final Clock clock;

	private final MeterRegistry registry;

	private final UnaryOperator<HttpClient> vaultNetwork;

	private final Scheduler timers = Schedulers.parallel();

	/**
	 * No library is loaded before a connection is first used.
	 * @param settings what the operator decides
	 * @param clock the clock
	 * @param registry where the meters live
	 */
	public HsmBridge(HsmSettings settings, Clock clock, MeterRegistry registry) {
		this(settings, clock, registry, UnaryOperator.identity());
	}

	/**
	 * With another way to vaults.
	 * @param settings what the operator decides
	 * @param clock the clock
	 * @param registry where the meters live
	 * @param vaultNetwork how vaults and Entra ID are reached, for example with other
	 * trusted certificates
	 */
	public HsmBridge(HsmSettings settings, Clock clock, MeterRegistry registry,
			UnaryOperator<HttpClient> vaultNetwork) {
		this.settings = settings;
		this.vaultNetwork = vaultNetwork;
		this.modules = new Pkcs11Modules(settings.libraries());
		this.clock = clock;
		this.registry = registry;
	}

	/**
	 * Opens a connection. Nothing is sent to the HSM before the first call, and every
	 * call opens what the one before could not.
	 * @param name its name in meters, logs and threads
	 * @param target which HSM
	 * @param credentials what opens it, asked for at each login
	 * @return the connection; the caller closes it
	 * @throws HsmException {@link HsmException.Problem#LIBRARY_UNUSABLE} if the operator
	 * has not configured the library, {@link HsmException.Problem#INVALID_INPUT} if no
	 * vault may be where the target is
	 */
	public HsmConnection open(String name, HsmTarget target, HsmCredential.Source credentials) {
		HsmAdapter adapter = switch (target) {
			case HsmTarget.Token token -> token(name, token, credentials);
			case HsmTarget.Vault vault ->
				new VaultAdapter(name, vault.endpoint(), this.settings, credentials, this.clock, this.vaultNetwork);
		};
		Guard guard = new Guard(name, this.settings.reopen(), this.timers, this.clock, this.registry);
		return new HsmConnection(adapter, guard, this.settings, this.timers);
	}

	private HsmAdapter token(String name, HsmTarget.Token target, HsmCredential.Source credentials) {
		Token token = new Token(this.modules.get(target.library()), target, this.settings.sessions());
		BlockingLane lane = new BlockingLane("hsm-" + name, this.settings.sessions(), this.settings.queue());
		return new Pkcs11Adapter(token, target.library(), lane, credentials);
	}

}
