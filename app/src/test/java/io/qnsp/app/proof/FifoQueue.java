package io.qnsp.app.proof;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import tools.jackson.databind.json.JsonMapper;

import io.qnsp.audit.delivery.sqs.SqsTestClients;

/**
 * A FIFO queue of ElasticMQ and whoever empties it, from one thread.
 */
final class FifoQueue implements Runnable, AutoCloseable {

	private static final String NAME = "events.fifo";

	private final JsonMapper json = JsonMapper.shared();

	private final SQSRestServer server = SQSRestServerBuilder.withInterface("127.0.0.1").withPort(0).start();

	private final int port = this.server.waitUntilStarted().localAddress().getPort();

	private final SqsTestClients clients = new SqsTestClients();

	private final SqsAsyncClient sqs = this.clients.of(URI.create("http://127.0.0.1:" + this.port));

	private final List<String> ids = new CopyOnWriteArrayList<>();

	private volatile boolean stopped;

	FifoQueue() {
		this.sqs
			.createQueue((request) -> request.queueName(NAME).attributes(Map.of(QueueAttributeName.FIFO_QUEUE, "true")))
			.join();
	}

	String url() {
		return "http://127.0.0.1:%d/000000000000/%s".formatted(this.port, NAME);
	}

	@Override
	public void run() {
		while (!this.stopped) {
			List<Message> some = this.sqs
				.receiveMessage((request) -> request.queueUrl(url()).maxNumberOfMessages(10).waitTimeSeconds(1))
				.join()
				.messages();
			if (!some.isEmpty()) {
				some.forEach((message) -> this.ids.add(this.json.readTree(message.body()).path("id").asString()));
				delete(some);
			}
		}
	}

	private void delete(List<Message> some) {
		this.sqs
			.deleteMessageBatch((request) -> request.queueUrl(url())
				.entries(some.stream()
					.map((message) -> DeleteMessageBatchRequestEntry.builder()
						.id(message.messageId())
						.receiptHandle(message.receiptHandle())
						.build())
					.toList()))
			.join();
	}

	/**
	 * The ids of the events that came, in order.
	 */
	List<String> ids() {
		return List.copyOf(this.ids);
	}

	void stop() {
		this.stopped = true;
	}

	@Override
	public void close() {
		this.sqs.close();
		this.clients.close();
		this.server.stopAndWait();
	}

}
