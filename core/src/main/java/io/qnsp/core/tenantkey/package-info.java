/**
 * The keys of tenants: root key, tenant key, then what the tenant stores. Sealing is
 * bound to tenant, purpose, id and version; deleting a tenant's keys makes everything
 * sealed under them unreadable. Depends on the crypto engine, SQL and the journal's tail.
 */
@NullMarked
package io.qnsp.core.tenantkey;

import org.jspecify.annotations.NullMarked;
