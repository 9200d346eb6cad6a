package io.qnsp.app.rootkey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import io.qnsp.app.datadir.DataDirectory;
import io.qnsp.core.sql.Sql;
import io.qnsp.core.sql.Transactions;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.keyring.Keyring;
import io.qnsp.crypto.keyring.RootKey;
import io.qnsp.crypto.keyring.RootWrapping;
import io.qnsp.hsm.HsmBridge;
import io.qnsp.hsm.HsmConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/**
 * Opens the root key before anything that needs it.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KeyProperties.class)
class RootKeyConfiguration {

	private static final Logger log = LoggerFactory.getLogger(RootKeyConfiguration.class);

	@Bean
	RootKeys rootKeys(KeyProperties keys, CryptoEngine engine, DataDirectory data, Environment environment,
			ObjectProvider<HsmBridge> bridge, @Qualifier("systemSql") Sql system,
			@Qualifier("systemTransactions") Transactions transactions, Clock clock) throws IOException {
		List<RootKey> retired = new ArrayList<>();
		for (Path file : keys.retiredRootKeyFiles()) {
			retired.add(RootKey.load(file));
		}
		if (keys.hsm() != null) {
			HsmRootStart start = new HsmRootStart(keys.hsm(), new PinFile(keys.hsm().requiredPinFile(), data));
			HsmConnection hsm = start.connect(bridge.getObject());
			return start.open(new HsmRoots(hsm, new HsmRootRepository(system), transactions, engine, clock), hsm,
					retired);
		}
		Keyring keyring = engine.keyring(rootKey(engine, keys, data, environment), retired.toArray(RootKey[]::new));
		return new RootKeys(keyring, keyring.wrapping(), null);
	}

	@Bean(destroyMethod = "")
	Keyring keyring(RootKeys rootKeys) {
		return rootKeys.keyring();
	}

	@Bean
	RootWrapping rootWrapping(RootKeys rootKeys) {
		return rootKeys.wrapping();
	}

	private static RootKey rootKey(CryptoEngine engine, KeyProperties keys, DataDirectory data, Environment environment)
			throws IOException {
		if (keys.rootKeyFile() != null) {
			return RootKey.load(keys.rootKeyFile());
		}
		if (environment.acceptsProfiles(Profiles.of("production"))) {
			throw new IllegalStateException(
					"The production profile needs a root key: set QNSP_ROOT_KEY_FILE to a file of 32 bytes, mode 0600, "
							+ "or qnsp.keys.hsm to a key in an HSM");
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
