package io.qnsp.auth.broken;

/**
 * A repository that others can see.
 */
public interface OpenRepository {

}
