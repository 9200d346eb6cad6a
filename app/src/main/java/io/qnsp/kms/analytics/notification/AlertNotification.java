package io.qnsp.kms.analytics.notification;

/**
 * A notification that is to be delivered now.
 *
 * @param message what to tell
 * @param place its place among the notifications of the alert
 * @param channel whom to tell
 * @param attempt how many times it has been begun, this time included
 */
record AlertNotification(AlertMessage message, int place, String channel, int attempt) {

	@Override
	public String toString() {
		return "AlertNotification[" + this.message.alertId() + " " + this.place + "]";
	}

}
