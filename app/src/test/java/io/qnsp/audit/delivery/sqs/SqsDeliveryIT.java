package io.qnsp.audit.delivery.sqs;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.app.outbound.Outbound;
import io.qnsp.app.outbound.OutboundPool;
import io.qnsp.app.outbound.TargetRules;
import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.audit.delivery.DeliveryCalls;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * SQS from the API call to ElasticMQ.
 */
@QnspServerTest
class SqsDeliveryIT {

	private static final String QUEUE = "events.fifo";

	private final OutboundPool connections = new Outbound(new TargetRules(true), Duration.ofSeconds(10)).pool("test",
			2);

	private SQSRestServer server = SQSRestServerBuilder.withInterface("127.0.0.1").withPort(0).start();

	private final int port = this.server.waitUntilStarted().localAddress().getPort();

	private final SqsAsyncClient sqs = SqsAsyncClient.builder()
		.httpClient(new SdkHttp(this.connections))
		.endpointOverride(URI.create("http://127.0.0.1:" + this.port))
		.region(Region.EU_CENTRAL_1)
		.credentialsProvider(AnonymousCredentialsProvider.create())
		.build();

	private final String queueUrl = "http://127.0.0.1:%d/000000000000/%s".formatted(this.port, QUEUE);

	@Autowired
	private WebTestClient web;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private DeliveryCalls delivery;

	@AfterEach
	void stop() {
		this.sqs.close();
		this.connections.close().block(Duration.ofSeconds(10));
		this.server.stopAndWait();
	}

	private void createQueue() {
		this.sqs
			.createQueue(
					(request) -> request.queueName(QUEUE).attributes(Map.of(QueueAttributeName.FIFO_QUEUE, "true")))
			.join();
	}

	private List<Message> taken(int count) {
		List<Message> all = new ArrayList<>();
		Eventually.until(count + " messages", () -> {
			List<Message> some = this.sqs.receiveMessage(
					(request) -> request.queueUrl(this.queueUrl).maxNumberOfMessages(10).messageAttributeNames("All"))
				.join()
				.messages();
			some.forEach((message) -> this.sqs
				.deleteMessage((request) -> request.queueUrl(this.queueUrl).receiptHandle(message.receiptHandle()))
				.join());
			all.addAll(some);
			return all.size() >= count;
		});
		return all;
	}

	private static List<String> ids(List<Message> messages) {
		return messages.stream().map((message) -> message.messageAttributes().get("ce_id").stringValue()).toList();
	}

	@Test
	void whatHappensArrivesInOrderOnceEachAlsoAfterTheQueueWasAway() {
		createQueue();
		Account owner = this.tenants.owner();
		String body = """
				{"name":"siem","filters":{"eventTypes":["test.thing.*"]},"destination":{"type":"sqs","config":{
				 "queueUrl":"%s","region":"eu-central-1","accessKeyId":"AKIAIOSFODNN7EXAMPLE",
				 "secretAccessKey":"not-a-real-secret-key"}}}
				""".formatted(this.queueUrl);
		String created = TestCalls.body(TestCalls.call(this.web, "POST", DeliveryCalls.PATH, owner, body), 201);
		assertThat(created).doesNotContain("not-a-real-secret-key");
		UUID id = UUID.fromString(this.delivery.read(created).path("subscriptionId").asString());
		List<String> happened = this.delivery.happen(owner.tenantId(), 45);
		this.delivery.happenElsewhere(owner.tenantId(), 3);
		List<Message> messages = taken(45);
		assertThat(ids(messages)).containsExactlyElementsOf(happened);
		assertThat(messages).allSatisfy((message) -> {
			assertThat(this.delivery.read(message.body()).path("id").asString())
				.isEqualTo(message.messageAttributes().get("ce_id").stringValue());
			assertThat(message.messageAttributes()).hasSize(10);
		});
		this.server.stopAndWait();
		List<String> later = this.delivery.happen(owner.tenantId(), 25);
		Eventually.until("a failure is shown",
				() -> this.delivery.get(this.web, owner, id)
					.path("delivery")
					.path("lastError")
					.toString()
					.contains("The queue can't be reached"));
		this.server = SQSRestServerBuilder.withInterface("127.0.0.1").withPort(this.port).start();
		this.server.waitUntilStarted();
		createQueue();
		assertThat(ids(taken(25))).containsExactlyElementsOf(later);
	}

}
