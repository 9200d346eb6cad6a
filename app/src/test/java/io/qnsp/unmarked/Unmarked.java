package io.qnsp.unmarked;

/**
 * Lives in a package without package-info.java, on purpose: a rule must see that.
 */
public final class Unmarked {

}
