/**
 * Keys in HSMs at work: wrap, unwrap, sign, verify. Promises that a private key is used
 * where it lives, that what does not unwrap is told in one way, and that a scheme which
 * does not fit a key is refused with those that do. Depends on the keys and the
 * connections.
 */
@NullMarked
package io.qnsp.kms.byohsm.operation;

import org.jspecify.annotations.NullMarked;
