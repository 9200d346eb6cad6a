package io.qnsp.core.projection;

/**
 * Is told when a projection has advanced, so that what is cached from its tables can be
 * read again.
 */
@FunctionalInterface
public interface ProjectionListener {

	/**
	 * Takes the news, after the commit. Must not block; what it throws is logged.
	 * @param advanced which projection, and how far
	 */
	void onAdvanced(ProjectionAdvanced advanced);

}
