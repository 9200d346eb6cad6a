/**
 * What has to be done before the server answers its first call, and what one instance at
 * a time does in the background. Depends on Reactor.
 */
@NullMarked
package io.qnsp.core.lifecycle;

import org.jspecify.annotations.NullMarked;
