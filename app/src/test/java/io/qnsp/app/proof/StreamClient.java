package io.qnsp.app.proof;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.qnsp.app.testing.ServerProcess;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A dashboard: holds the event stream open and, whenever it is cut off, connects again
 * with the id of the last event it has seen, as a browser's EventSource does.
 */
final class StreamClient implements Runnable {

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(2))
		.build();

	private final JsonMapper json = JsonMapper.shared();

	private final List<String> eventIds = new ArrayList<>();

	private final Set<String> seen = ConcurrentHashMap.newKeySet();

	private final List<String> otherEvents = new CopyOnWriteArrayList<>();

	private final AtomicInteger connections = new AtomicInteger();

	private final ServerProcess server;

	private final String key;

	private @Nullable String cursor;

	private volatile String lastEventId = "";

	private volatile @Nullable InputStream open;

	private volatile boolean stopped;

	StreamClient(ServerProcess server, String key) {
		this.server = server;
		this.key = key;
	}

	@Override
	public void run() {
		while (!this.stopped) {
			try {
				connect();
			}
			catch (IOException ex) {
				// The server is gone; a moment later it may be back.
				LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

	private void connect() throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.server.uri("/v1/streaming/events"))
			.header("Authorization", "Bearer " + this.key)
			.header("Accept", "text/event-stream");
		if (this.cursor != null) {
			request.header("Last-Event-ID", this.cursor);
		}
		HttpResponse<InputStream> response = this.http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
		try (InputStream body = response.body();
				BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
			if (response.statusCode() != 200) {
				throw new IOException("status " + response.statusCode());
			}
			this.open = body;
			this.connections.incrementAndGet();
			read(lines);
		}
	}

	// An event that is cut off has no empty line at its end and does not count.
	private void read(BufferedReader lines) throws IOException {
		String id = "";
		String type = "message";
		StringBuilder data = new StringBuilder();
		for (String line = lines.readLine(); line != null; line = lines.readLine()) {
			if (line.isEmpty()) {
				if (!data.isEmpty()) {
					take(id, type, data.toString());
				}
				type = "message";
				data.setLength(0);
			}
			else if (line.startsWith("id:")) {
				id = line.substring(3).strip();
			}
			else if (line.startsWith("event:")) {
				type = line.substring(6).strip();
			}
			else if (line.startsWith("data:")) {
				data.append(line.substring(5).strip());
			}
		}
	}

	private void take(String id, String type, String data) {
		if (!type.equals("audit_event")) {
			this.otherEvents.add(type + " " + data);
			return;
		}
		String eventId = this.json.readTree(data).path("eventId").asString();
		this.eventIds.add(eventId);
		this.seen.add(eventId);
		this.cursor = id;
		this.lastEventId = eventId;
	}

	void stop() throws IOException {
		this.stopped = true;
		InputStream body = this.open;
		if (body != null) {
			body.close();
		}
	}

	boolean isConnected() {
		return this.connections.get() > 0;
	}

	int connections() {
		return this.connections.get();
	}

	String lastEventId() {
		return this.lastEventId;
	}

	/**
	 * Whether an event has come.
	 */
	boolean hasSeen(String eventId) {
		return this.seen.contains(eventId);
	}

	List<String> otherEvents() {
		return this.otherEvents;
	}

	/**
	 * What was seen, in order; to be read after the client has ended.
	 */
	List<String> eventIds() {
		return this.eventIds;
	}

}
