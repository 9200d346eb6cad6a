/**
 * The database of this server: the embedded PostgreSQL or one by URL, checked for
 * durability and row-level security before anything uses it, brought to its schema
 * version, and reached through two pools, one per tenant and one across tenants. Gives
 * the {@code Sql} and {@code Transactions} beans; depends on {@code io.qnsp.core.sql} and
 * the data folder.
 */
@NullMarked
package io.qnsp.app.database;

import org.jspecify.annotations.NullMarked;
