package io.qnsp.crypto.lane;

/**
 * The engine's two lanes.
 *
 * @param fast for work of up to some milliseconds, and for batches of small work
 * @param slow for work of tens of milliseconds and more
 */
public record Lanes(Lane fast, Lane slow) {

}
