/**
 * Pages of lists: limits, and opaque cursors for keyset paging. Depends on
 * {@link io.qnsp.core.error}.
 */
@NullMarked
package io.qnsp.core.page;

import org.jspecify.annotations.NullMarked;
