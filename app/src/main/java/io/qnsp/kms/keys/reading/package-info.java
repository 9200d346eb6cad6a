/**
 * Keys as callers see them: listed and read, with their versions and public keys. Depends
 * on the rows alone.
 */
@NullMarked
package io.qnsp.kms.keys.reading;

import org.jspecify.annotations.NullMarked;
