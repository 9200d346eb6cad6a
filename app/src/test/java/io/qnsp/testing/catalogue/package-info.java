/**
 * A second service for tests of the catalogue. Depends on Spring's annotations.
 */
@NullMarked
package io.qnsp.testing.catalogue;

import org.jspecify.annotations.NullMarked;
