package io.qnsp.app.database;

import io.qnsp.app.datadir.DataDirectory;
import io.qnsp.core.sql.Sql;
import io.qnsp.core.sql.Transactions;
import io.r2dbc.spi.ConnectionFactory;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * Wires the database. What a repository gets by type works for the caller's tenant; what
 * works across tenants is asked for by name: {@code @Qualifier("systemSql")} and
 * {@code @Qualifier("systemTransactions")}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseProperties.class)
class DatabaseConfiguration {

	@Bean
	DatabaseServer databaseServer(DatabaseProperties properties, DataDirectory dataDirectory) {
		return DatabaseServer.start(properties, dataDirectory);
	}

	@Bean
	Schema schema(DatabaseServer server) {
		DatabaseChecks.requireDurableAndIsolated(server);
		return Schema.migrate(server);
	}

	@Bean
	ConnectionPools connectionPools(DatabaseServer server, DatabaseProperties properties, Schema schema) {
		return ConnectionPools.open(server, properties);
	}

	@Bean(destroyMethod = "")
	@Primary
	ConnectionFactory appConnectionFactory(ConnectionPools pools) {
		return pools.app();
	}

	@Bean(defaultCandidate = false, destroyMethod = "")
	ConnectionFactory systemConnectionFactory(ConnectionPools pools) {
		return pools.system();
	}

	@Bean
	@Primary
	Sql tenantSql(ConnectionFactory appConnectionFactory, DatabaseProperties properties) {
		return new Sql(appConnectionFactory, properties.clientTimeout());
	}

	@Bean
	@Primary
	Transactions tenantTransactions(ConnectionFactory appConnectionFactory) {
		return new Transactions(appConnectionFactory);
	}

	@Bean(defaultCandidate = false)
	Sql systemSql(@Qualifier("systemConnectionFactory") ConnectionFactory connectionFactory,
			DatabaseProperties properties) {
		return new Sql(connectionFactory, properties.clientTimeout());
	}

	@Bean(defaultCandidate = false)
	Transactions systemTransactions(@Qualifier("systemConnectionFactory") ConnectionFactory connectionFactory) {
		return new Transactions(connectionFactory);
	}

}
