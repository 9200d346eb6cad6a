package io.qnsp.core.integrity.merkle;

/**
 * What is stored of a tree is not what the tree needs: a tile is missing or cut off.
 */
public final class DamagedTreeException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates it.
	 * @param message which tile, and what was expected
	 */
	public DamagedTreeException(String message) {
		super(message);
	}

}
