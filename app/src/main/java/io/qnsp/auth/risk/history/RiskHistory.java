package io.qnsp.auth.risk.history;

import java.util.UUID;

import io.qnsp.auth.risk.model.LoginFeatures;
import io.qnsp.auth.risk.model.TenantHistory;
import io.qnsp.auth.risk.model.UserHistory;
import io.qnsp.auth.risk.model.UserKey;
import reactor.core.publisher.Mono;

/**
 * What is known of users and tenants, for evaluations.
 */
public interface RiskHistory {

	/**
	 * What is known of a user. Lags a second or so behind the journal.
	 * @param user the user
	 * @return the history, {@link UserHistory#NONE} when there is none; at once when the
	 * user is in memory
	 */
	Mono<UserHistory> ofUser(UserKey user);

	/**
	 * What is known of all users of a tenant. Lags some seconds behind the journal.
	 * @param tenantId the tenant
	 * @param features the values that are asked about
	 * @return the history, {@link TenantHistory#NONE} when there is none; at once when
	 * the values are in memory
	 */
	Mono<TenantHistory> ofTenant(UUID tenantId, LoginFeatures features);

}
