package io.qnsp.auth.broken.inner;

/**
 * A detail.
 *
 * @param value its value
 */
public record Detail(String value) {

}
