package io.qnsp.audit.subscription;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.page.PageRequest;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Repository;

/**
 * The table {@code audit_subscription}.
 */
@Repository
final class SubscriptionRepository {

	private static final TypeReference<Map<String, Object>> CONFIG = new TypeReference<>() {
	};

	private final Sql sql;

	private final Sql system;

	private final JsonMapper json;

	SubscriptionRepository(Sql sql, @Qualifier("systemSql") Sql system, JsonMapper json) {
		this.sql = sql;
		this.system = system;
		this.json = json;
	}

	/**
	 * A destination as it is stored.
	 *
	 * @param type the kind of destination
	 * @param config what may be shown
	 * @param secrets the sealed secrets, or {@code null} when there are none
	 */
	record StoredTarget(DestinationType type, Map<String, Object> config, byte @Nullable [] secrets) {

		// A URL may hold a secret.
		@Override
		public String toString() {
			return "StoredTarget[" + this.type + "]";
		}

	}

	/**
	 * Inserts a subscription unless the tenant has as many as it may.
	 * @param secrets the sealed secrets, or {@code null} when there are none
	 * @return true when it was inserted
	 */
	Mono<Boolean> insert(UUID tenantId, Subscription made, byte @Nullable [] secrets, int most) {
		Sql.Statement insert = fields(made, secrets, this.sql.query("""
				INSERT INTO audit_subscription (tenant_id, subscription_id, name, status, event_types, services,
					severities, destination_type, destination_config, destination_secrets, secret_fields, created_by,
					created_at, updated_at)
				SELECT :tenant, :id, :name, 'active', :types, :services, :severities, :destination, :config::jsonb,
					:secrets, :fields, :by, :at, :at
				WHERE (SELECT count(*) FROM audit_subscription WHERE tenant_id = :tenant) < :most
				""")).bind("tenant", tenantId)
			.bind("by", made.createdBy())
			.bind("at", made.createdAt())
			.bind("most", most);
		return this.sql.oneAtATime("audit-subscriptions", tenantId)
			.then(Mono.defer(insert::update))
			.map((rows) -> rows == 1);
	}

	/**
	 * The subscriptions of a tenant, newest first, one more than the page holds.
	 */
	Mono<List<Subscription>> list(UUID tenantId, PageRequest page) {
		return this.sql.query("""
				SELECT subscription_id, name, status, status_reason, event_types, services, severities,
					destination_type, destination_config::text AS config, secret_fields, created_by, created_at,
					updated_at
				FROM audit_subscription
				WHERE tenant_id = :tenant AND (created_at, subscription_id) < (:at, :id)
				ORDER BY created_at DESC, subscription_id DESC
				LIMIT :limit
				""")
			.bind("tenant", tenantId)
			.bind("at", page.start().at())
			.bind("id", page.start().id())
			.bind("limit", page.limit() + 1)
			.all(this::subscription)
			.collectList();
	}

	/**
	 * A subscription.
	 * @return the subscription, or empty when there is none of that id
	 */
	Mono<Subscription> find(UUID tenantId, UUID subscriptionId) {
		return this.sql.query("""
				SELECT subscription_id, name, status, status_reason, event_types, services, severities,
					destination_type, destination_config::text AS config, secret_fields, created_by, created_at,
					updated_at
				FROM audit_subscription
				WHERE tenant_id = :tenant AND subscription_id = :id
				""").bind("tenant", tenantId).bind("id", subscriptionId).one(this::subscription);
	}

	/**
	 * A subscription, which nobody else changes before the transaction has ended.
	 * @return the subscription, or empty when there is none of that id
	 */
	Mono<Subscription> findToChange(UUID tenantId, UUID subscriptionId) {
		return this.sql.query("""
				SELECT subscription_id, name, status, status_reason, event_types, services, severities,
					destination_type, destination_config::text AS config, secret_fields, created_by, created_at,
					updated_at
				FROM audit_subscription
				WHERE tenant_id = :tenant AND subscription_id = :id
				FOR UPDATE
				""").bind("tenant", tenantId).bind("id", subscriptionId).one(this::subscription);
	}

	/**
	 * The destination of a subscription.
	 * @return the destination, or empty when there is no subscription of that id
	 */
	Mono<StoredTarget> findTarget(UUID tenantId, UUID subscriptionId) {
		return this.system.query("""
				SELECT destination_type, destination_config::text AS config, destination_secrets
				FROM audit_subscription
				WHERE tenant_id = :tenant AND subscription_id = :id
				""")
			.bind("tenant", tenantId)
			.bind("id", subscriptionId)
			.one((row) -> new StoredTarget(DestinationType.stored(Columns.text(row, "destination_type")), config(row),
					row.get("destination_secrets", byte[].class)));
	}

	/**
	 * Every active subscription.
	 */
	Flux<ActiveSubscription> active() {
		return this.system.query("""
				SELECT tenant_id, subscription_id, event_types, services, severities, destination_type
				FROM audit_subscription
				WHERE status = 'active'
				""").all(SubscriptionRepository::activeSubscription);
	}

	/**
	 * A subscription, when it is active.
	 */
	Mono<ActiveSubscription> findActive(UUID tenantId, UUID subscriptionId) {
		return this.system.query("""
				SELECT tenant_id, subscription_id, event_types, services, severities, destination_type
				FROM audit_subscription
				WHERE tenant_id = :tenant AND subscription_id = :id AND status = 'active'
				""")
			.bind("tenant", tenantId)
			.bind("id", subscriptionId)
			.one(SubscriptionRepository::activeSubscription);
	}

	/**
	 * Changes everything but who made it and when, and what the secrets are.
	 */
	Mono<Void> update(UUID tenantId, Subscription changed) {
		return this.sql.query("""
				UPDATE audit_subscription
				SET name = :name, status = :status, status_reason = :reason, event_types = :types,
					services = :services, severities = :severities, updated_at = :at
				WHERE tenant_id = :tenant AND subscription_id = :id
				""")
			.bind("tenant", tenantId)
			.bind("id", changed.subscriptionId())
			.bind("name", changed.name())
			.bind("status", changed.status().stored())
			.bind("reason", changed.statusReason(), String.class)
			.bindTexts("types", changed.filters().eventTypes())
			.bindTexts("services", changed.filters().services())
			.bindTexts("severities", changed.filters().severities())
			.bind("at", changed.updatedAt())
			.update()
			.then();
	}

	/**
	 * Replaces the destination with its secrets.
	 */
	Mono<Void> replaceDestination(UUID tenantId, Subscription changed, byte @Nullable [] secrets) {
		return this.sql.query("""
				UPDATE audit_subscription
				SET destination_type = :destination, destination_config = :config::jsonb,
					destination_secrets = :secrets, secret_fields = :fields, updated_at = :at
				WHERE tenant_id = :tenant AND subscription_id = :id
				""")
			.bind("tenant", tenantId)
			.bind("id", changed.subscriptionId())
			.bind("destination", changed.destination().type().wireName())
			.bind("config", this.json.writeValueAsString(changed.destination().config()))
			.bind("secrets", secrets, byte[].class)
			.bindTexts("fields", changed.destination().secretFields())
			.bind("at", changed.updatedAt())
			.update()
			.then();
	}

	/**
	 * Disables an active subscription.
	 * @return true when it was active
	 */
	Mono<Boolean> disable(UUID tenantId, UUID subscriptionId, String reason) {
		return this.sql.query("""
				UPDATE audit_subscription SET status = 'disabled', status_reason = :reason, updated_at = now()
				WHERE tenant_id = :tenant AND subscription_id = :id AND status = 'active'
				""")
			.bind("reason", reason)
			.bind("tenant", tenantId)
			.bind("id", subscriptionId)
			.update()
			.map((rows) -> rows == 1);
	}

	/**
	 * Deletes a subscription.
	 * @return true when it was there
	 */
	Mono<Boolean> delete(UUID tenantId, UUID subscriptionId) {
		return this.sql.query("""
				DELETE FROM audit_subscription WHERE tenant_id = :tenant AND subscription_id = :id
				""").bind("tenant", tenantId).bind("id", subscriptionId).update().map((rows) -> rows == 1);
	}

	private Sql.Statement fields(Subscription made, byte @Nullable [] secrets, Sql.Statement statement) {
		return statement.bind("id", made.subscriptionId())
			.bind("name", made.name())
			.bindTexts("types", made.filters().eventTypes())
			.bindTexts("services", made.filters().services())
			.bindTexts("severities", made.filters().severities())
			.bind("destination", made.destination().type().wireName())
			.bind("config", this.json.writeValueAsString(made.destination().config()))
			.bind("secrets", secrets, byte[].class)
			.bindTexts("fields", made.destination().secretFields());
	}

	private Subscription subscription(Readable row) {
		return new Subscription(Columns.required(row, "subscription_id", UUID.class), Columns.text(row, "name"),
				Subscription.Status.of(Columns.text(row, "status")), row.get("status_reason", String.class),
				filters(row),
				new Subscription.Destination(DestinationType.stored(Columns.text(row, "destination_type")), config(row),
						Columns.texts(row, "secret_fields")),
				Columns.text(row, "created_by"), Columns.required(row, "created_at", Instant.class),
				Columns.required(row, "updated_at", Instant.class), null);
	}

	private static ActiveSubscription activeSubscription(Readable row) {
		return new ActiveSubscription(Columns.required(row, "tenant_id", UUID.class),
				Columns.required(row, "subscription_id", UUID.class),
				DestinationType.stored(Columns.text(row, "destination_type")), filters(row).toFilter());
	}

	private static Subscription.Filters filters(Readable row) {
		return new Subscription.Filters(Columns.texts(row, "event_types"), Columns.texts(row, "services"),
				Columns.texts(row, "severities"));
	}

	private Map<String, Object> config(Readable row) {
		return this.json.readValue(Columns.text(row, "config"), CONFIG);
	}

}
