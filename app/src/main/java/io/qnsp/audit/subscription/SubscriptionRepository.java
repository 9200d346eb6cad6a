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
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Repository;

/**
 * The table {@code audit_subscription}.
 */
@Repository
final class SubscriptionRepository {

	private static final TypeReference<Map<String, Object>> CONFIG = new TypeReference<>() {
	};

	private final Sql sql;

	private final JsonMapper json;

	SubscriptionRepository(Sql sql, JsonMapper json) {
		this.sql = sql;
		this.json = json;
	}

	/**
	 * Inserts a subscription unless the tenant has as many as it may.
	 * @param secrets the sealed secrets, or {@code null} when there are none
	 * @return true when it was inserted
	 */
	Mono<Boolean> insert(UUID tenantId, Subscription made, byte @Nullable [] secrets, int most) {
		return this.sql.query("""
				INSERT INTO audit_subscription (tenant_id, subscription_id, name, status, event_types, services,
					severities, destination_type, destination_config, destination_secrets, secret_fields, created_by,
					created_at)
				SELECT :tenant, :id, :name, 'active', :types, :services, :severities, :destination, :config::jsonb,
					:secrets, :fields, :by, :at
				WHERE (SELECT count(*) FROM audit_subscription WHERE tenant_id = :tenant) < :most
				""")
			.bind("tenant", tenantId)
			.bind("id", made.subscriptionId())
			.bind("name", made.name())
			.bindTexts("types", made.filters().eventTypes())
			.bindTexts("services", made.filters().services())
			.bindTexts("severities", made.filters().severities())
			.bind("destination", made.destination().type().wireName())
			.bind("config", this.json.writeValueAsString(made.destination().config()))
			.bind("secrets", secrets, byte[].class)
			.bindTexts("fields", made.destination().secretFields())
			.bind("by", made.createdBy())
			.bind("at", made.createdAt())
			.bind("most", most)
			.update()
			.map((rows) -> rows == 1);
	}

	/**
	 * The subscriptions of a tenant, newest first, one more than the page holds.
	 */
	Mono<List<Subscription>> list(UUID tenantId, PageRequest page) {
		return this.sql.query("""
				SELECT subscription_id, name, event_types, services, severities, destination_type,
					destination_config::text AS config, secret_fields, created_by, created_at
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
				SELECT subscription_id, name, event_types, services, severities, destination_type,
					destination_config::text AS config, secret_fields, created_by, created_at
				FROM audit_subscription
				WHERE tenant_id = :tenant AND subscription_id = :id
				""").bind("tenant", tenantId).bind("id", subscriptionId).one(this::subscription);
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

	private Subscription subscription(Readable row) {
		return new Subscription(Columns.required(row, "subscription_id", UUID.class), Columns.text(row, "name"),
				Subscription.Status.ACTIVE,
				new Subscription.Filters(Columns.texts(row, "event_types"), Columns.texts(row, "services"),
						Columns.texts(row, "severities")),
				new Subscription.Destination(DestinationType.stored(Columns.text(row, "destination_type")),
						this.json.readValue(Columns.text(row, "config"), CONFIG), Columns.texts(row, "secret_fields")),
				Columns.text(row, "created_by"), Columns.required(row, "created_at", Instant.class));
	}

}
