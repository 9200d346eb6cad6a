/**
 * Texts from outside in forms that others read: addresses, cells of spreadsheets. Pure.
 * Depends on nothing.
 */
@NullMarked
package io.qnsp.core.text;

import org.jspecify.annotations.NullMarked;
