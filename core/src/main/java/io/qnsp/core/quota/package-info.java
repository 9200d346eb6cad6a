/**
 * Quota consumption: counted in the transaction of the change that consumes it, so a
 * change that fails or a server that dies gives its unit back by itself. Depends on
 * {@link io.qnsp.core.sql}.
 */
@NullMarked
package io.qnsp.core.quota;

import org.jspecify.annotations.NullMarked;
