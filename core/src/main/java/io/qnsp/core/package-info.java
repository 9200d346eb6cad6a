/**
 * What every service stands on. Knows no Spring Web and no service.
 */
@NullMarked
package io.qnsp.core;

import org.jspecify.annotations.NullMarked;
