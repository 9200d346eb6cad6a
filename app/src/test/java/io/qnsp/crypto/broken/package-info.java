/**
 * Holds a class that breaks the rules of its module, to show that the rules see it.
 * Depends on what the module must not know.
 */
@NullMarked
package io.qnsp.crypto.broken;

import org.jspecify.annotations.NullMarked;
