/**
 * Calls to addresses that tenants name, such as webhooks. Promises that such a call
 * reaches public addresses only: every address that a name stands for is looked at, and
 * the connection goes to an address that was looked at, so neither a name that means
 * something else a moment later nor a redirect leads into the operator's network.
 * Addresses of this machine are open only while the operator allows insecure targets,
 * other private networks only when the operator names them. Depends on Reactor Netty.
 */
@NullMarked
package io.qnsp.app.outbound;

import org.jspecify.annotations.NullMarked;
