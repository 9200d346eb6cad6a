package io.qnsp.audit.delivery.sqs;

import java.net.URI;
import java.time.Duration;

import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

import io.qnsp.app.outbound.Outbound;
import io.qnsp.app.outbound.OutboundPool;
import io.qnsp.app.outbound.TargetRules;

/**
 * Clients with which tests look into the queues of an SQS server of this machine.
 */
public final class SqsTestClients implements AutoCloseable {

	private final OutboundPool connections = new Outbound(new TargetRules(true), Duration.ofSeconds(20)).pool("test",
			2);

	/**
	 * A client.
	 * @param server where the server listens
	 * @return a client, to be closed before this
	 */
	public SqsAsyncClient of(URI server) {
		return SqsAsyncClient.builder()
			.httpClient(new SdkHttp(this.connections))
			.endpointOverride(server)
			.region(Region.EU_CENTRAL_1)
			.credentialsProvider(AnonymousCredentialsProvider.create())
			.build();
	}

	@Override
	public void close() {
		this.connections.close().block(Duration.ofSeconds(10));
	}

}
