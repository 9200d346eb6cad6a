/**
 * Tests of {@code io.qnsp.audit.delivery.sqs}.
 */
@NullMarked
package io.qnsp.audit.delivery.sqs;

import org.jspecify.annotations.NullMarked;
