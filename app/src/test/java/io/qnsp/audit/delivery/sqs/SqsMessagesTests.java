package io.qnsp.audit.delivery.sqs;

import java.util.List;
import java.util.stream.IntStream;

import io.qnsp.audit.delivery.OutgoingEvent;
import io.qnsp.audit.delivery.TestOutgoing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

import static org.assertj.core.api.Assertions.assertThat;

class SqsMessagesTests {

	private static final SqsMessages STANDARD = new SqsMessages("group", false);

	private static List<SendMessageBatchRequestEntry> messages(int count, int noteSize) {
		return IntStream.range(0, count)
			.mapToObj((i) -> STANDARD.of(TestOutgoing.event(i, "x".repeat(noteSize)), i))
			.toList();
	}

	@Test
	void aMessageIsTheEventWithItsAttributesBeside() {
		OutgoingEvent event = TestOutgoing.event(1, "note");
		SendMessageBatchRequestEntry message = STANDARD.of(event, 4);
		assertThat(message.id()).isEqualTo("4");
		assertThat(message.messageBody().getBytes(java.nio.charset.StandardCharsets.UTF_8)).isEqualTo(event.json());
		assertThat(message.messageAttributes()).containsOnlyKeys("ce_specversion", "ce_id", "ce_source", "ce_type",
				"ce_subject", "ce_time", "ce_tenantid", "ce_severity", "ce_outcome", "ce_sequence");
		assertThat(message.messageAttributes().get("ce_id").stringValue()).isEqualTo(event.id().toString());
		assertThat(message.messageGroupId()).isNull();
		assertThat(message.messageDeduplicationId()).isNull();
	}

	@Test
	void inAFifoQueueTheSubscriptionIsTheGroupAndTheEventIsKnownAgain() {
		OutgoingEvent event = TestOutgoing.event(1, "note");
		SendMessageBatchRequestEntry message = new SqsMessages("group", true).of(event, 0);
		assertThat(message.messageGroupId()).isEqualTo("group");
		assertThat(message.messageDeduplicationId()).isEqualTo(event.id().toString());
	}

	@Test
	void charactersThatSqsRefusesAreEscaped() {
		String body = STANDARD.of(TestOutgoing.event(1, "a\uFFFEb\uFFFFc"), 0).messageBody();
		assertThat(body).contains("a\\ufffeb\\uffffc").doesNotContain("\uFFFE", "\uFFFF");
	}

	@Test
	void aRequestHoldsTenMessages() {
		assertThat(SqsMessages.requests(messages(25, 10))).extracting(List::size).containsExactly(10, 10, 5);
	}

	@ParameterizedTest
	@ValueSource(ints = { 20_000, 60_000, 130_000, 200_000 })
	void aRequestIsNeverTooLargeAndAllMessagesAreInOneOfThem(int noteSize) {
		List<SendMessageBatchRequestEntry> all = messages(12, noteSize);
		List<List<SendMessageBatchRequestEntry>> requests = SqsMessages.requests(all);
		assertThat(requests.stream().flatMap(List::stream).toList()).isEqualTo(all);
		assertThat(requests)
			.allMatch((request) -> request.stream().mapToInt(SqsMessages::size).sum() <= SqsMessages.MAX_BYTES);
	}

	@Test
	void nothingBehindAMessageThatIsTooLargeIsSent() {
		List<SendMessageBatchRequestEntry> all = new java.util.ArrayList<>(messages(3, 10));
		all.add(STANDARD.of(TestOutgoing.event(3, "x".repeat(SqsMessages.MAX_BYTES)), 3));
		all.addAll(messages(2, 10));
		assertThat(SqsMessages.requests(all)).isEqualTo(List.of(all.subList(0, 3)));
	}

}
