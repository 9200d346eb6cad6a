import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * How late events reach the clients of the event stream: from the timestamp in the event,
 * which is taken before its commit, to the moment the client has read it. Server and
 * clients share one clock.
 */
public final class StreamLatency {

	private static final byte[] FIELD = "\"timestamp\":\"".getBytes(StandardCharsets.US_ASCII);

	private static final int MAX_MILLIS = 60_000;

	private static final long DAY = Duration.ofDays(1).toMillis();

	private static final AtomicIntegerArray HISTOGRAM = new AtomicIntegerArray(MAX_MILLIS);

	private static final AtomicLong RECEIVED = new AtomicLong();

	private static volatile boolean counting;

	private StreamLatency() {
	}

	/**
	 * Measures.
	 * @param args base address, credential, clients, events a second, seconds to warm up,
	 * seconds to measure
	 */
	public static void main(String[] args) throws Exception {
		URI base = URI.create(args[0]);
		int clients = Integer.parseInt(args[2]);
		int rate = Integer.parseInt(args[3]);
		CountDownLatch greeted = new CountDownLatch(clients);
		for (int client = 0; client < clients; client++) {
			Thread.ofVirtual().start(() -> follow(base, args[1], greeted));
		}
		greeted.await();
		produce(base, args[1], rate, Integer.parseInt(args[4]));
		Thread.sleep(2000);
		counting = true;
		long before = System.nanoTime();
		int sent = produce(base, args[1], rate, Integer.parseInt(args[5]));
		double seconds = (System.nanoTime() - before) / 1e9;
		Thread.sleep(2000);
		counting = false;
		System.out.printf(
				"%d clients, %.0f events/s, %d events sent, %.4f of them received by each client, p50 %d ms, p99 %d ms, p99.9 %d ms, max %d ms%n",
				clients, sent / seconds, sent, RECEIVED.get() / (double) sent / clients, percentile(0.5),
				percentile(0.99), percentile(0.999), percentile(1));
		System.exit(0);
	}

	private static int produce(URI base, String credential, int rate, int seconds) throws InterruptedException {
		HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		Semaphore inFlight = new Semaphore(64);
		AtomicLong failed = new AtomicLong();
		int total = rate * seconds;
		long start = System.nanoTime();
		for (int sent = 0; sent < total; sent++) {
			long due = start + sent * 1_000_000_000L / rate;
			while (System.nanoTime() < due) {
				LockSupport.parkNanos(due - System.nanoTime());
			}
			inFlight.acquire();
			http.sendAsync(evaluation(base, credential, sent), HttpResponse.BodyHandlers.discarding())
				.whenComplete((answer, failure) -> {
					inFlight.release();
					if (failure != null || answer.statusCode() != 200) {
						failed.incrementAndGet();
					}
				});
		}
		inFlight.acquire(64);
		if (failed.get() > 0) {
			throw new IllegalStateException(failed + " of " + total + " calls failed");
		}
		return total;
	}

	private static HttpRequest evaluation(URI base, String credential, int number) {
		return HttpRequest.newBuilder(base.resolve("/auth/risk/evaluate"))
			.header("Authorization", "Bearer " + credential)
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(
					"{\"userId\":\"stream-%d\",\"ipAddress\":\"203.0.113.7\",\"userAgent\":\"Mozilla/5.0 (X11; Linux x86_64) Firefox/142.0\"}"
						.formatted(number % 100)))
			.build();
	}

	private static void follow(URI base, String credential, CountDownLatch greeted) {
		try (Socket socket = new Socket(base.getHost(), base.getPort())) {
			socket.getOutputStream()
				.write("GET /v1/streaming/events HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n"
					.formatted(base.getHost(), credential)
					.getBytes(StandardCharsets.US_ASCII));
			read(socket.getInputStream(), greeted);
		}
		catch (IOException ex) {
			throw new IllegalStateException("A client lost its stream", ex);
		}
	}

	private static void read(InputStream stream, CountDownLatch greeted) throws IOException {
		byte[] buffer = new byte[64 * 1024];
		int matched = 0;
		int length = stream.read(buffer);
		greeted.countDown();
		StringBuilder time = new StringBuilder();
		boolean inTime = false;
		for (; length > 0; length = stream.read(buffer)) {
			for (int i = 0; i < length; i++) {
				byte b = buffer[i];
				if (inTime) {
					if (b == '"') {
						inTime = false;
						record(time);
						time.setLength(0);
					}
					else {
						time.append((char) b);
					}
				}
				else if (b == FIELD[matched]) {
					matched++;
					if (matched == FIELD.length) {
						matched = 0;
						inTime = true;
					}
				}
				else {
					matched = (b == FIELD[0]) ? 1 : 0;
				}
			}
		}
		throw new IOException("end of stream");
	}

	// 2026-11-24T11:29:59.034Z
	private static void record(CharSequence time) {
		if (!counting) {
			return;
		}
		long taken = digits(time, 11, 13) * 3_600_000L + digits(time, 14, 16) * 60_000L + digits(time, 17, 19) * 1000L
				+ ((time.length() > 20) ? digits(time, 20, 23) : 0);
		long late = Math.floorMod(System.currentTimeMillis() - taken, DAY);
		HISTOGRAM.incrementAndGet((int) Math.min(late, MAX_MILLIS - 1));
		RECEIVED.incrementAndGet();
	}

	private static int digits(CharSequence text, int from, int to) {
		int value = 0;
		for (int i = from; i < to; i++) {
			value = value * 10 + text.charAt(i) - '0';
		}
		return value;
	}

	private static int percentile(double share) {
		long rank = (long) Math.ceil(RECEIVED.get() * share);
		long seen = 0;
		for (int millis = 0; millis < MAX_MILLIS; millis++) {
			seen += HISTOGRAM.get(millis);
			if (seen >= rank && seen > 0) {
				return millis;
			}
		}
		return MAX_MILLIS;
	}

}
