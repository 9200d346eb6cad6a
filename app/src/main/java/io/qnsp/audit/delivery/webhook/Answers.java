package io.qnsp.audit.delivery.webhook;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.timeout.ReadTimeoutException;
import io.qnsp.app.outbound.ForbiddenTargetException;
import io.qnsp.app.outbound.OutboundAnswer;
import io.qnsp.audit.delivery.DeliveryOutcome;

/**
 * What a receiver's answer means.
 */
final class Answers {

	private Answers() {
	}

	/**
	 * Reads an answer: 2xx accepts, 410 ends the subscription, 413 refuses the event for
	 * good, 400, 415 and 422 refuse it for what it is; everything else, redirects
	 * included, may be over later.
	 */
	static DeliveryOutcome outcome(OutboundAnswer answer, Instant now) {
		int status = answer.status();
		String told = "the receiver answered " + status;
		return switch (status) {
			case 410 -> new DeliveryOutcome.Gone(told + ": it wants nothing any more");
			case 413 -> new DeliveryOutcome.Rejected(0, told + ": the event is too large for it", true);
			case 400, 415, 422 -> new DeliveryOutcome.Rejected(0, told, false);
			default -> (status >= 200 && status < 300) ? new DeliveryOutcome.Accepted()
					: new DeliveryOutcome.Failed(0,
							(status >= 300 && status < 400) ? told + ": redirects are not followed" : told,
							RetryAfter.read(answer.retryAfter(), now));
		};
	}

	/**
	 * Reads a failure. What an exception says of the server's inside is not for the
	 * tenant.
	 */
	static DeliveryOutcome failure(Throwable ex, Duration limit) {
		String told = switch (ex) {
			case ForbiddenTargetException forbidden -> String.valueOf(forbidden.getMessage());
			case UnknownHostException known -> "the host's name can't be resolved";
			case SSLException known -> "no secure connection: the certificate or the handshake was refused";
			case ConnectTimeoutException known -> "no connection in time";
			case ConnectException known -> "no connection";
			case TimeoutException known -> "no answer within " + limit;
			case ReadTimeoutException known -> "no answer within " + limit;
			default -> "the connection broke before there was an answer";
		};
		return new DeliveryOutcome.Failed(0, told, null);
	}

}
