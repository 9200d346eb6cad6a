package io.qnsp.app.pipeline;

import java.util.List;
import java.util.UUID;

import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.caller.Role;
import io.qnsp.core.tenant.AddOn;
import io.qnsp.core.tenant.PlatformTenant;
import io.qnsp.core.tenant.Tier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import static io.qnsp.app.pipeline.PipelineCalls.refused;
import static org.assertj.core.api.Assertions.assertThat;

@PipelineTest
class ControlsIT {

	@Autowired
	private TestTenants tenants;

	@Autowired
	private PipelineCalls calls;

	@Test
	void journalsASuccessBeforeItIsAnswered() {
		Account owner = this.tenants.owner(Tier.FREE);
		this.calls.call(owner, "GET", "/testing/limited", null).expectStatus().isOk().expectBody();
		this.calls.left(owner.tenantId(), "testing.limited.read success 200");
	}

	@Test
	void journalsNoSuccessWhereNoAuditIsDemanded() {
		Account owner = this.tenants.owner(Tier.FREE);
		this.calls.call(owner, "GET", "/testing/plain", null).expectStatus().isOk().expectBody();
		assertThat(this.calls.events(owner.tenantId())).isEmpty();
		refused(this.calls.call(owner, "GET", "/testing/plain?number=x", null), 400, "BAD_REQUEST");
		this.calls.left(owner.tenantId(), "testing.plain.read failure 400 BAD_REQUEST");
	}

	@Test
	void refusesAFeatureOfALargerTier() {
		Account owner = this.tenants.owner(Tier.FREE);
		refused(this.calls.call(owner, "POST", "/testing/entitled", null), 403, "ENTITLEMENT_REQUIRED")
			.jsonPath("$.details.feature")
			.isEqualTo("audit.streaming")
			.jsonPath("$.details.tier")
			.isEqualTo("free");
		this.calls.left(owner.tenantId(), "testing.entitled.use denied 403 ENTITLEMENT_REQUIRED");
		Account larger = this.tenants.owner(Tier.DEV_PRO);
		this.calls.call(larger, "POST", "/testing/entitled", null).expectStatus().isOk().expectBody();
	}

	@Test
	void refusesAnAddOnThatTheTenantDoesNotHold() {
		Account owner = this.tenants.owner(Tier.ENTERPRISE_ELITE, AddOn.BYOHSM);
		refused(this.calls.call(owner, "POST", "/testing/add-on", null), 403, "ADDON_REQUIRED")
			.jsonPath("$.details.addOn")
			.isEqualTo("key-escrow");
		this.calls.left(owner.tenantId(), "testing.add_on.use denied 403 ADDON_REQUIRED");
		Account holder = this.tenants.owner(Tier.FREE, AddOn.KEY_ESCROW);
		this.calls.call(holder, "POST", "/testing/add-on", null).expectStatus().isOk().expectBody();
	}

	@Test
	void refusesAdministrationToADeveloper() {
		Account owner = this.tenants.owner(Tier.FREE);
		Account developer = this.tenants.member(owner.tenantId(), Role.DEVELOPER);
		refused(this.calls.call(developer, "POST", "/testing/admin", null), 403, "FORBIDDEN").jsonPath("$.details.role")
			.isEqualTo("admin");
		this.calls.left(owner.tenantId(), "testing.admin.use denied 403 FORBIDDEN");
		this.calls.call(this.tenants.member(owner.tenantId(), Role.ADMIN), "POST", "/testing/admin", null)
			.expectStatus()
			.isOk()
			.expectBody();
	}

	@Test
	void letsAViewerReadButNotChange() {
		Account owner = this.tenants.owner(Tier.ENTERPRISE_ELITE);
		Account viewer = this.tenants.member(owner.tenantId(), Role.VIEWER);
		this.calls.call(viewer, "GET", "/testing/plain", null).expectStatus().isOk().expectBody();
		refused(this.calls.call(viewer, "POST", "/testing/entitled", null), 403, "FORBIDDEN");
		this.calls.left(owner.tenantId(), "testing.entitled.use denied 403 FORBIDDEN");
	}

	@Test
	void limitsACredentialToItsScopes() {
		Account owner = this.tenants.owner(Tier.ENTERPRISE_ELITE);
		Account reader = this.tenants.key(owner.tenantId(), owner.userId(), List.of("read:kms"), null, Role.OWNER);
		refused(this.calls.call(reader, "GET", "/testing/plain", null), 403, "FORBIDDEN").jsonPath("$.details.scope")
			.isEqualTo("read:testing");
		this.calls.left(owner.tenantId(), "testing.plain.read denied 403 FORBIDDEN");
	}

	@ParameterizedTest
	@ValueSource(strings = { "x-qnsp-tenant", "x-qnsp-tenant-id", "x-tenant-id", "X-TENANT-ID" })
	void refusesAHeaderThatNamesAnotherTenant(String header) {
		Account owner = this.tenants.owner(Tier.FREE);
		Account other = this.tenants.owner(Tier.FREE);
		this.calls.call(owner, "GET", "/testing/plain", null, header, owner.tenantId().toString())
			.expectStatus()
			.isOk()
			.expectBody();
		refused(this.calls.call(owner, "GET", "/testing/plain", null, header, other.tenantId().toString()), 403,
				"TENANT_MISMATCH");
		this.calls.left(owner.tenantId(), "testing.plain.read denied 403 TENANT_MISMATCH");
		assertThat(this.calls.events(other.tenantId())).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "not-a-uuid", "00000000-0000-0000-0000-00000000000g" })
	void refusesAHeaderThatNamesNoTenant(String name) {
		Account owner = this.tenants.owner(Tier.FREE);
		refused(this.calls.call(owner, "GET", "/testing/plain", null, "x-qnsp-tenant", name), 403, "TENANT_MISMATCH");
	}

	@Test
	void refusesASecondNameBehindTheRightOne() {
		Account owner = this.tenants.owner(Tier.FREE);
		String own = owner.tenantId().toString();
		String other = this.tenants.owner(Tier.FREE).tenantId().toString();
		refused(this.calls.call(owner, "GET", "/testing/plain", null, "x-qnsp-tenant", own, "x-tenant-id", other), 403,
				"TENANT_MISMATCH");
		refused(this.calls.call(owner, "GET", "/testing/plain", null, "x-tenant-id", own, "x-tenant-id", other), 403,
				"TENANT_MISMATCH");
		refused(this.calls.call(owner, "GET", "/testing/plain?tenantId=%s&tenantId=%s".formatted(own, other), null),
				403, "TENANT_MISMATCH");
		refused(this.calls.call(owner, "GET", "/testing/tenants/" + other, null, "x-tenant-id", own), 403,
				"TENANT_MISMATCH");
	}

	@Test
	void refusesAQueryOrPathThatNamesAnotherTenant() {
		Account owner = this.tenants.owner(Tier.FREE);
		UUID other = this.tenants.owner(Tier.FREE).tenantId();
		refused(this.calls.call(owner, "GET", "/testing/plain?tenantId=" + other, null), 403, "TENANT_MISMATCH");
		refused(this.calls.call(owner, "GET", "/testing/tenants/" + other, null), 403, "TENANT_MISMATCH");
		assertThat(this.calls.events(owner.tenantId())).containsExactly("testing.plain.read denied 403 TENANT_MISMATCH",
				"testing.tenant.read denied 403 TENANT_MISMATCH");
	}

	@Test
	void letsAnOperatorActInATenantAndJournalsItThere() {
		Account operator = this.tenants.platform(Role.PLATFORM_OPERATOR);
		UUID tenant = this.tenants.owner(Tier.FREE).tenantId();
		this.calls.call(operator, "GET", "/testing/tenants/" + tenant, null)
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.tenantId")
			.isEqualTo(tenant.toString());
		this.calls.call(operator, "GET", "/testing/limited", null, "x-qnsp-tenant", tenant.toString())
			.expectStatus()
			.isOk()
			.expectBody();
		assertThat(this.calls.events(tenant)).containsExactly("testing.tenant.read success 200",
				"testing.limited.read success 200");
		assertThat(this.calls.database()
			.sql("SELECT DISTINCT home_tenant_id FROM audit_event WHERE tenant_id = ?")
			.param(tenant)
			.query(UUID.class)
			.list()).containsExactly(PlatformTenant.ID);
		UUID other = this.tenants.owner(Tier.FREE).tenantId();
		refused(this.calls.call(operator, "GET", "/testing/tenants/" + tenant, null, "x-qnsp-tenant", other.toString()),
				403, "TENANT_MISMATCH");
	}

	@Test
	void letsAnAuditorLookAtATenantButNotChangeIt() {
		Account auditor = this.tenants.platform(Role.PLATFORM_AUDITOR);
		String tenant = this.tenants.owner(Tier.ENTERPRISE_ELITE).tenantId().toString();
		this.calls.call(auditor, "GET", "/testing/limited", null, "x-qnsp-tenant", tenant)
			.expectStatus()
			.isOk()
			.expectBody();
		refused(this.calls.call(auditor, "POST", "/testing/entitled", null, "x-qnsp-tenant", tenant), 403, "FORBIDDEN");
	}

	@Test
	void findsNoTenantThatIsNotThere() {
		Account operator = this.tenants.platform(Role.PLATFORM_OPERATOR);
		refused(this.calls.call(operator, "GET", "/testing/tenants/01890000-0000-7000-8000-000000000000", null), 404,
				"NOT_FOUND");
	}

	@Test
	void refusesASuspendedTenantButNotItsOperator() {
		Account owner = this.tenants.owner(Tier.FREE);
		Account operator = this.tenants.platform(Role.PLATFORM_OPERATOR);
		String path = "/tenant/v1/tenants/" + owner.tenantId();
		this.calls.call(operator, "PATCH", path, "{\"status\": \"suspended\"}").expectStatus().isOk().expectBody();
		refused(this.calls.call(owner, "GET", "/testing/plain", null), 403, "TENANT_SUSPENDED");
		this.calls.call(operator, "GET", "/testing/tenants/" + owner.tenantId(), null)
			.expectStatus()
			.isOk()
			.expectBody();
	}

	@Test
	void servesTheServicesOwnPrefixOnly() {
		Account owner = this.tenants.owner(Tier.FREE);
		refused(this.calls.call(owner, "GET", "/vault/v1/testing", null), 404, "NOT_FOUND");
		this.calls.call(owner, "GET", "/v1/testing", null).expectStatus().isOk().expectBody();
		assertThat(this.calls.events(owner.tenantId())).containsExactly("testing.prefix.read failure 404 NOT_FOUND",
				"testing.prefix.read success 200");
	}

}
