package io.qnsp.app.outbound;

import java.io.IOException;

/**
 * A target that leads to an address that is not public. Nothing was sent. The message
 * names the host, not the address: what a name stands for inside the operator's network
 * is not for the tenant.
 */
public final class ForbiddenTargetException extends IOException {

	private static final long serialVersionUID = 1L;

	ForbiddenTargetException(String host) {
		super("%s does not lead to public addresses only (expected: a host of the public internet)".formatted(host));
	}

}
