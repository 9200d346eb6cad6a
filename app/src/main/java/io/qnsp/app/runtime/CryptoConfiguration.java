package io.qnsp.app.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.qnsp.app.datadir.DataDirectory;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.Journal;
import io.qnsp.core.sql.Sql;
import io.qnsp.core.sql.Transactions;
import io.qnsp.core.tenantkey.TenantKeyRewrap;
import io.qnsp.core.tenantkey.TenantKeyRotation;
import io.qnsp.core.tenantkey.TenantKeys;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.CryptoEngineSettings;
import io.qnsp.crypto.keyring.Keyring;
import io.qnsp.crypto.keyring.RootKey;
import io.qnsp.crypto.random.Randoms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/**
 * The crypto engine and the root key.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ CryptoProperties.class, KeyProperties.class })
class CryptoConfiguration {

	private static final Logger log = LoggerFactory.getLogger(CryptoConfiguration.class);

	@Bean
	CryptoEngine cryptoEngine(CryptoProperties crypto, MeterRegistry meters) {
		return CryptoEngine.start(CryptoEngineSettings.ofThisMachine(crypto.pins()), meters);
	}

	@Bean
	Randoms randoms(CryptoEngine engine) {
		return engine.randoms();
	}

	@Bean
	Keyring keyring(CryptoEngine engine, KeyProperties keys, DataDirectory data, Environment environment)
			throws IOException {
		List<RootKey> retired = new ArrayList<>();
		for (Path file : keys.retiredRootKeyFiles()) {
			retired.add(RootKey.load(file));
		}
		return engine.keyring(rootKey(engine, keys, data, environment), retired.toArray(RootKey[]::new));
	}

	@Bean
	TenantKeys tenantKeys(@Qualifier("systemSql") Sql system,
			@Qualifier("systemTransactions") Transactions transactions, RootWrapping root, CryptoEngine engine,
			Randoms randoms, Ids ids, Clock clock) {
		return new TenantKeys(system, transactions, root, engine.aead(), randoms, ids, clock);
	}

	@Bean
	TenantKeyRewrap tenantKeyRewrap(TenantKeys keys) {
		return new TenantKeyRewrap(keys);
	}

	@Bean
	TenantKeyRotation tenantKeyRotation(TenantKeys keys, @Qualifier("systemTransactions") Transactions transactions,
			Journal journal, Ids ids, Clock clock) {
		return new TenantKeyRotation(keys, transactions, journal, ids, clock);
	}

	private static RootKey rootKey(CryptoEngine engine, KeyProperties keys, DataDirectory data, Environment environment)
			throws IOException {
		if (keys.rootKeyFile() != null) {
			return RootKey.load(keys.rootKeyFile());
		}
		if (environment.acceptsProfiles(Profiles.of("production"))) {
			throw new IllegalStateException(
					"The production profile needs a root key: set QNSP_ROOT_KEY_FILE to a file of 32 bytes, mode 0600");
		}
		Path file = data.privateFolder("keys").resolve("root.key");
		log.warn(
				"The root key lies beside the data it protects, in {}. Set QNSP_ROOT_KEY_FILE for anything but trying out.",
				file);
		try {
			return RootKey.loadOrCreate(file, engine.randoms());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The root key file " + file + " cannot be read or made", ex);
		}
	}

}
