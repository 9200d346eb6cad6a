package io.qnsp.audit.delivery.sqs;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import io.qnsp.app.outbound.Outbound;
import io.qnsp.app.outbound.OutboundPool;
import io.qnsp.audit.delivery.Destination;
import io.qnsp.audit.delivery.DestinationOpener;
import io.qnsp.audit.delivery.DestinationSettings;
import io.qnsp.audit.subscription.DestinationType;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/**
 * Opens destinations of type {@code sqs}.
 */
final class SqsDestinations implements DestinationOpener {

	private static final Duration REQUEST_LIMIT = Duration.ofSeconds(10);

	private static final int CONNECTIONS = 2;

	// Signing and JSON take a processor, not time.
	private static final int THREADS = 2;

	private static final int QUEUE = 10_000;

	private final Scheduler scheduler = Schedulers.newBoundedElastic(THREADS, QUEUE, "sqs", 30, true);

	// One for all clients: each would have five threads of its own.
	private final ScheduledExecutorService timers = Executors
		.newSingleThreadScheduledExecutor((work) -> Thread.ofPlatform().daemon().name("sqs-timers").unstarted(work));

	private final Outbound outbound;

	private final boolean allowInsecure;

	SqsDestinations(Outbound outbound, boolean allowInsecure) {
		this.outbound = outbound;
		this.allowInsecure = allowInsecure;
	}

	/**
	 * Ends the threads.
	 */
	void close() {
		this.scheduler.dispose();
		this.timers.shutdownNow();
	}

	@Override
	public DestinationType type() {
		return DestinationType.SQS;
	}

	@Override
	public Destination open(DestinationSettings settings) {
		String queueUrl = String.valueOf(settings.config().get("queueUrl"));
		OutboundPool connections = this.outbound.pool("sqs", CONNECTIONS);
		SqsMessages messages = new SqsMessages(settings.subscriptionId().toString(), queueUrl.endsWith(".fifo"));
		Mono<SqsAsyncClient> client = Mono.fromSupplier(() -> client(settings, URI.create(queueUrl), connections))
			.cache();
		return new SqsDestination(queueUrl, messages, client, connections, this.scheduler);
	}

	// Nothing comes from the machine: neither credentials nor files nor a region.
	private SqsAsyncClient client(DestinationSettings settings, URI queue, OutboundPool connections) {
		ProfileFile none = ProfileFile.aggregator().build();
		return SqsAsyncClient.builder()
			.httpClient(new SdkHttp(connections))
			.endpointOverride(URI.create(queue.getScheme() + "://" + queue.getRawAuthority()))
			.region(Region.of(String.valueOf(settings.config().get("region"))))
			.credentialsProvider(credentials(settings.config(), settings.secrets()))
			.asyncConfiguration((async) -> async.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR,
					Runnable::run))
			.overrideConfiguration((all) -> all.retryStrategy(AwsRetryStrategy.doNotRetry())
				.apiCallTimeout(REQUEST_LIMIT)
				.defaultProfileFile(none)
				.scheduledExecutorService(this.timers))
			.build();
	}

	private AwsCredentialsProvider credentials(Map<String, Object> config, Map<String, String> secrets) {
		String secret = secrets.get("secretAccessKey");
		if (secret != null) {
			return StaticCredentialsProvider
				.create(AwsBasicCredentials.create(String.valueOf(config.get("accessKeyId")), secret));
		}
		if (!this.allowInsecure) {
			throw new IllegalStateException("an SQS subscription without credentials (expected: none is stored)");
		}
		return AnonymousCredentialsProvider.create();
	}

}
