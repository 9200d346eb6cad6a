package io.qnsp.app.database;

/**
 * The roles that {@code db/bootstrap/roles.sql} makes.
 */
enum DatabaseRole {

	/** Owns the schema; migrations at start-up only. */
	OWNER("qnsp_owner"),
	/** Serves callers, one tenant at a time. */
	APP("qnsp_app"),
	/** Works across tenants. */
	SYSTEM("qnsp_system");

	private final String user;

	DatabaseRole(String user) {
		this.user = user;
	}

	String user() {
		return this.user;
	}

}
