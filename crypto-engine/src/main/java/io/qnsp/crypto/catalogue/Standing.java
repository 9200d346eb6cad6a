package io.qnsp.crypto.catalogue;

/**
 * What the published transition plans say of using an algorithm, best first.
 */
public enum Standing {

	/** What new keys should use. */
	RECOMMENDED,

	/** No objection, but something better is recommended. */
	ACCEPTABLE,

	/** Still allowed at one's own risk; to be replaced. */
	DEPRECATED,

	/** No longer allowed to protect anything. */
	FORBIDDEN;

	/**
	 * The name in answers.
	 * @return for example {@code recommended}
	 */
	public String wireName() {
		return switch (this) {
			case RECOMMENDED -> "recommended";
			case ACCEPTABLE -> "acceptable";
			case DEPRECATED -> "deprecated";
			case FORBIDDEN -> "forbidden";
		};
	}

}
