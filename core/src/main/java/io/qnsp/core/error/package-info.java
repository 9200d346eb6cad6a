/**
 * What can go wrong, as values: a closed list of machine codes with their HTTP status and
 * one exception that carries them. Every refusal and failure a caller may see is one of
 * these; the web layer renders them in one place. Depends on nothing.
 */
@NullMarked
package io.qnsp.core.error;

import org.jspecify.annotations.NullMarked;
