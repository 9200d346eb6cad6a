/**
 * Delivers to queues of Amazon SQS. Promises: messages are sent in the order of the
 * batch, one request after the other, and only those before the first that the queue did
 * not take count as accepted; a queue whose name ends in {@code .fifo} gets the
 * subscription as its message group and the event's id against repetitions. Requests go
 * to addresses that the rules permit and are signed with the subscription's own
 * credentials, never with those of the machine. Depends on {@link io.qnsp.app.outbound}
 * and the AWS SDK.
 */
@NullMarked
package io.qnsp.audit.delivery.sqs;

import org.jspecify.annotations.NullMarked;
