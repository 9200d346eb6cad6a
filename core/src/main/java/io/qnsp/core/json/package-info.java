/**
 * JSON that callers may fill as they like: what of it can be stored and given back
 * unchanged. Depends on the errors.
 */
@NullMarked
package io.qnsp.core.json;

import org.jspecify.annotations.NullMarked;
