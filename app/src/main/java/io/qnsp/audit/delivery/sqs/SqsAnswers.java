package io.qnsp.audit.delivery.sqs;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.qnsp.app.outbound.ForbiddenTargetException;
import io.qnsp.audit.delivery.DeliveryOutcome;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/**
 * What the queue's answers and failures mean for the delivery.
 */
final class SqsAnswers {

	/** The pause when the queue asks for fewer requests. */
	static final Duration PAUSE = Duration.ofSeconds(10);

	private static final Set<String> CONTENT = Set.of("InvalidMessageContents", "InvalidParameterValue",
			"InvalidAttributeValue", "MessageTooLong", "BatchRequestTooLong", "MissingParameter",
			"InvalidParameterCombination");

	private static final int FORBIDDEN = 403;

	private static final int BAD_REQUEST = 400;

	private SqsAnswers() {
	}

	/**
	 * Judges an answer to a request.
	 * @param before how many events were accepted by earlier requests
	 * @param asked how many messages the request held, their ids counting from
	 * {@code before}
	 * @param answer the answer
	 * @return what ended the delivery, or {@code null} when all were taken
	 */
	static @Nullable DeliveryOutcome problem(int before, int asked, SendMessageBatchResponse answer) {
		Map<String, BatchResultErrorEntry> failed = answer.failed()
			.stream()
			.collect(Collectors.toMap(BatchResultErrorEntry::id, Function.identity(), (a, b) -> a));
		Set<String> taken = answer.successful().stream().map((each) -> each.id()).collect(Collectors.toSet());
		for (int i = before; i < before + asked; i++) {
			BatchResultErrorEntry error = failed.get(Integer.toString(i));
			if (error != null) {
				return refused(i, error);
			}
			if (!taken.contains(Integer.toString(i))) {
				return new DeliveryOutcome.Failed(i, "The queue said nothing about a message", null);
			}
		}
		return null;
	}

	private static DeliveryOutcome refused(int accepted, BatchResultErrorEntry error) {
		String code = plain(error.code());
		if (Boolean.TRUE.equals(error.senderFault()) && CONTENT.contains(code)) {
			return new DeliveryOutcome.Rejected(accepted, "The queue refuses the message: " + code);
		}
		return new DeliveryOutcome.Failed(accepted, "The queue did not take the message: " + code,
				isThrottling(code) ? PAUSE : null);
	}

	/**
	 * Judges a request that was not answered, or refused as a whole.
	 * @param accepted how many events were accepted before it
	 * @param single whether it held one message, which is then what was refused
	 * @param failure the failure
	 */
	static DeliveryOutcome failure(int accepted, boolean single, Throwable failure) {
		if (failure instanceof QueueDoesNotExistException) {
			return new DeliveryOutcome.Failed(accepted, "The queue does not exist", null);
		}
		if (failure instanceof AwsServiceException refusal) {
			return refused(accepted, single, refusal);
		}
		for (@Nullable
		Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof ForbiddenTargetException) {
				return new DeliveryOutcome.Failed(accepted, String.valueOf(cause.getMessage()), null);
			}
			if (cause instanceof TimeoutException) {
				return new DeliveryOutcome.Failed(accepted, "The queue did not answer in time", null);
			}
		}
		return new DeliveryOutcome.Failed(accepted, "The queue can't be reached", null);
	}

	private static DeliveryOutcome refused(int accepted, boolean single, AwsServiceException refusal) {
		String code = plain((refusal.awsErrorDetails() != null) ? refusal.awsErrorDetails().errorCode() : null);
		if (refusal.isThrottlingException() || isThrottling(code)) {
			return new DeliveryOutcome.Failed(accepted, "The queue asks for fewer requests", PAUSE);
		}
		if (single && refusal.statusCode() == BAD_REQUEST && CONTENT.contains(code)) {
			return new DeliveryOutcome.Rejected(accepted, "The queue refuses the message: " + code);
		}
		String what = (refusal.statusCode() == FORBIDDEN) ? "The credentials are refused, or don't permit sending"
				: "The queue answered with status " + refusal.statusCode();
		return new DeliveryOutcome.Failed(accepted, code.isEmpty() ? what : what + ": " + code, null);
	}

	/**
	 * Whether a request was refused for what one of its messages holds, without a word
	 * about which.
	 */
	static boolean isContent(Throwable failure) {
		return failure instanceof AwsServiceException refusal && refusal.statusCode() == BAD_REQUEST
				&& refusal.awsErrorDetails() != null && CONTENT.contains(plain(refusal.awsErrorDetails().errorCode()));
	}

	/**
	 * Whether a failure is the other side's or the network's.
	 */
	static boolean isOutside(Throwable failure) {
		return failure instanceof SdkException || failure instanceof TimeoutException
				|| failure.getCause() instanceof SdkException;
	}

	private static boolean isThrottling(String code) {
		return code.contains("Throttl") || code.equals("RequestLimitExceeded") || code.equals("OverLimit");
	}

	// Codes come as "AWS.SimpleQueueService.NonExistentQueue" or "com.amazonaws.sqs#X"
	// too.
	private static String plain(@Nullable String code) {
		if (code == null) {
			return "";
		}
		String last = code.substring(Math.max(code.lastIndexOf('#'), code.lastIndexOf('.')) + 1);
		return last.matches("[A-Za-z0-9]{1,64}") ? last : "";
	}

}
