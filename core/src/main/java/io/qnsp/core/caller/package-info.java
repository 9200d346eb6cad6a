/**
 * Who is calling, as the credential says: tenant, subject, roles and scopes. The tenant
 * comes from the credential alone. Depends on nothing.
 */
@NullMarked
package io.qnsp.core.caller;

import org.jspecify.annotations.NullMarked;
