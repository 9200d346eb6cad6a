package io.qnsp.app.runtime;

import java.time.Clock;

import io.micrometer.core.instrument.MeterRegistry;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.Journal;
import io.qnsp.core.sql.Sql;
import io.qnsp.core.sql.Transactions;
import io.qnsp.core.tenantkey.TenantKeyRewrap;
import io.qnsp.core.tenantkey.TenantKeyRotation;
import io.qnsp.core.tenantkey.TenantKeys;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.CryptoEngineSettings;
import io.qnsp.crypto.keyring.RootWrapping;
import io.qnsp.crypto.random.Randoms;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The crypto engine and the keys of tenants.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CryptoProperties.class)
class CryptoConfiguration {

	@Bean
	CryptoEngine cryptoEngine(CryptoProperties crypto, MeterRegistry meters) {
		return CryptoEngine.start(CryptoEngineSettings.ofThisMachine(crypto.pins()), meters);
	}

	@Bean
	Randoms randoms(CryptoEngine engine) {
		return engine.randoms();
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

}
