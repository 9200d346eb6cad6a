/**
 * Tests of {@code io.qnsp.audit.delivery.kafka}.
 */
@NullMarked
package io.qnsp.audit.delivery.kafka;

import org.jspecify.annotations.NullMarked;
