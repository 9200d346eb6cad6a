/**
 * The way to PostgreSQL: bound statements with a timeout, connections that carry the
 * caller's tenant for row-level security, and transactions. A repository writes SQL
 * through {@link io.qnsp.core.sql.Sql} and through nothing else. Depends on Spring's
 * R2DBC support and the PostgreSQL driver.
 */
@NullMarked
package io.qnsp.core.sql;

import org.jspecify.annotations.NullMarked;
