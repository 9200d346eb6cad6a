package io.qnsp.audit.delivery.sqs;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.qnsp.audit.delivery.DeliveryOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

import static org.assertj.core.api.Assertions.assertThat;

class SqsAnswersTests {

	private static SendMessageBatchResponse answer(List<Integer> taken, BatchResultErrorEntry... failed) {
		return SendMessageBatchResponse.builder()
			.successful(taken.stream()
				.map((id) -> SendMessageBatchResultEntry.builder().id(Integer.toString(id)).build())
				.toList())
			.failed(failed)
			.build();
	}

	private static BatchResultErrorEntry failed(int id, String code, boolean senderFault) {
		return BatchResultErrorEntry.builder().id(Integer.toString(id)).code(code).senderFault(senderFault).build();
	}

	private static AwsServiceException refusal(int status, String code) {
		return SqsException.builder()
			.statusCode(status)
			.message("secret-of-the-other-side")
			.awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
			.build();
	}

	@Test
	void allTakenIsNoProblem() {
		assertThat(SqsAnswers.problem(10, 3, answer(List.of(12, 10, 11)))).isNull();
	}

	@Test
	void onlyThoseBeforeTheFirstThatWasNotTakenAreAccepted() {
		assertThat(SqsAnswers.problem(10, 5,
				answer(List.of(10, 11, 13, 14), failed(12, "AWS.SimpleQueueService.InternalError", false))))
			.isEqualTo(new DeliveryOutcome.Failed(12, "The queue did not take the message: InternalError", null));
		assertThat(SqsAnswers.problem(10, 5, answer(List.of(10, 11, 13)))).isInstanceOfSatisfying(
				DeliveryOutcome.Failed.class, (failure) -> assertThat(failure.accepted()).isEqualTo(12));
		assertThat(SqsAnswers.problem(0, 3,
				answer(List.of(1), failed(2, "InvalidMessageContents", true), failed(0, "InternalError", false))))
			.isInstanceOfSatisfying(DeliveryOutcome.Failed.class, (failure) -> assertThat(failure.accepted()).isZero());
	}

	@Test
	void aMessageRefusedForWhatItIsIsRejectedUnlessTheQueueIsAtFault() {
		assertThat(SqsAnswers.problem(0, 2, answer(List.of(0), failed(1, "InvalidMessageContents", true))))
			.isEqualTo(new DeliveryOutcome.Rejected(1, "The queue refuses the message: InvalidMessageContents"));
		assertThat(SqsAnswers.problem(0, 2, answer(List.of(0), failed(1, "InvalidMessageContents", false))))
			.isInstanceOf(DeliveryOutcome.Failed.class);
		assertThat(SqsAnswers.problem(0, 2, answer(List.of(0), failed(1, "KMS.AccessDeniedException", true))))
			.isInstanceOf(DeliveryOutcome.Failed.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ThrottlingException", "RequestThrottled", "KmsThrottled",
			"com.amazonaws.sqs#RequestThrottled" })
	void aQueueThatAsksForLessGetsAPause(String code) {
		assertThat(SqsAnswers.problem(0, 1, answer(List.of(), failed(0, code, true)))).isInstanceOfSatisfying(
				DeliveryOutcome.Failed.class,
				(failure) -> assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(10)));
		assertThat(SqsAnswers.failure(3, false, refusal(400, code)))
			.isEqualTo(new DeliveryOutcome.Failed(3, "The queue asks for fewer requests", Duration.ofSeconds(10)));
	}

	@Test
	void whatRefusesTheWholeRequestIsToldWithoutTheOtherSidesWords() {
		assertThat(SqsAnswers.failure(3, false, QueueDoesNotExistException.builder().build()))
			.isEqualTo(new DeliveryOutcome.Failed(3, "The queue does not exist", null));
		assertThat(SqsAnswers.failure(0, false, refusal(403, "InvalidClientTokenId")).toString())
			.contains("credentials")
			.doesNotContain("secret-of-the-other-side");
		assertThat(SqsAnswers.failure(0, true, refusal(400, "InvalidMessageContents")))
			.isInstanceOf(DeliveryOutcome.Rejected.class);
		assertThat(SqsAnswers.failure(0, false, refusal(400, "InvalidMessageContents")))
			.isInstanceOf(DeliveryOutcome.Failed.class);
		assertThat(SqsAnswers.failure(0, false, refusal(500, "<html>injected</html>")).toString())
			.doesNotContain("html");
		assertThat(SqsAnswers.failure(0, false, SdkClientException.create("secret-of-the-other-side")))
			.isEqualTo(new DeliveryOutcome.Failed(0, "The queue can't be reached", null));
	}

	@Test
	void everyKindOfFailureOfTheSdkIsOutside() {
		assertThat(IntStream.of(400, 403, 500).mapToObj((status) -> refusal(status, "X")))
			.allMatch(SqsAnswers::isOutside);
		assertThat(SqsAnswers.isOutside(new java.util.concurrent.CompletionException(SdkClientException.create("x"))))
			.isTrue();
		assertThat(SqsAnswers.isOutside(new IllegalStateException("ours"))).isFalse();
	}

}
