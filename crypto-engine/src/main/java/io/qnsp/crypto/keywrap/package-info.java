/**
 * Wrapping keys under AES keys: AES key wrap with padding (SP 800-38F, RFC 5649) of the
 * JDK. Depends on the secrets.
 */
@NullMarked
package io.qnsp.crypto.keywrap;

import org.jspecify.annotations.NullMarked;
