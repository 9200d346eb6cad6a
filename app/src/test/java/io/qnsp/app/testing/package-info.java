/**
 * What tests of the application stand on: one PostgreSQL for the test JVM and one
 * annotation for tests of the running server.
 */
@NullMarked
package io.qnsp.app.testing;

import org.jspecify.annotations.NullMarked;
