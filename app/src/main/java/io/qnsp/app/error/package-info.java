/**
 * The one error shape: maps everything that can go wrong to a
 * {@link io.qnsp.core.error.QnspException} and renders it. Never a stack trace, never a
 * secret, never a 500 for what a client sent. Depends on Spring's web exceptions.
 */
@NullMarked
package io.qnsp.app.error;

import org.jspecify.annotations.NullMarked;
