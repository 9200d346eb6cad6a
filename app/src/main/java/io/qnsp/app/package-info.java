/**
 * The Spring Boot application.
 */
@NullMarked
package io.qnsp.app;

import org.jspecify.annotations.NullMarked;
