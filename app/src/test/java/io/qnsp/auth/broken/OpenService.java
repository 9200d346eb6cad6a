package io.qnsp.auth.broken;

/**
 * A class, not an interface, that others can see.
 */
public final class OpenService {

}
