package io.qnsp.core.tenant;

import java.util.UUID;

/**
 * The tenant of the platform itself: operators belong to it, and so does what happens
 * before anybody is known.
 */
public final class PlatformTenant {

	/** The platform tenant's id, the same on every installation. */
	public static final UUID ID = UUID.fromString("00000000-0000-7000-8000-000000000001");

	private PlatformTenant() {
	}

}
