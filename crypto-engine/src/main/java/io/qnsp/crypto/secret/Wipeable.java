package io.qnsp.crypto.secret;

/**
 * Something that holds secret material until it is closed. Results of this type that a
 * cancelled caller no longer takes are closed by the lane that made them.
 */
public interface Wipeable extends AutoCloseable {

	/**
	 * Refuses new use at once and wipes the material when the last use under way ends.
	 * Closing twice does nothing.
	 */
	@Override
	void close();

}
