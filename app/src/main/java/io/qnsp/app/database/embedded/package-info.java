/**
 * A real PostgreSQL inside the data folder: initialised once, started and stopped with
 * the server, durable, reachable with a password from this machine only, and recovered by
 * itself from whatever a killed server left behind. Depends on the data folder and on the
 * PostgreSQL binaries that zonky packages.
 */
@NullMarked
package io.qnsp.app.database.embedded;

import org.jspecify.annotations.NullMarked;
