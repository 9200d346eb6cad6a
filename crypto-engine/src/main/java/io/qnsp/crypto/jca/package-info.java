/**
 * Keys of JCA providers: made, loaded from their raw forms, destroyed. Depends on the
 * encodings.
 */
@NullMarked
package io.qnsp.crypto.jca;

import org.jspecify.annotations.NullMarked;
