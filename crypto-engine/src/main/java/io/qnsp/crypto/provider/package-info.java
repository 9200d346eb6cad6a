/**
 * Which implementation computes what: the JDK, a native library, or Bouncy Castle. A
 * choice is made once, at start-up, for each algorithm: the first candidate that is there
 * and gives its known answers. Depends on the catalogue and on the providers.
 */
@NullMarked
package io.qnsp.crypto.provider;

import org.jspecify.annotations.NullMarked;
