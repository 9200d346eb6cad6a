package io.qnsp.hsm.testing.vault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import org.jspecify.annotations.Nullable;

/** A server on this machine that remembers what it was asked, and fails on command. */
abstract class FakeServer implements AutoCloseable {

	static final ObjectMapper JSON = new ObjectMapper();

	private final HttpServer server;

	private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final AtomicReference<@Nullable Fault> fault = new AtomicReference<>();

	private final AtomicReference<CountDownLatch> gate = new AtomicReference<>(new CountDownLatch(0));

	private volatile String hanging = "";

	FakeServer(@Nullable TestCertificate certificate) {
		try {
			InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
			if (certificate != null) {
				HttpsServer https = HttpsServer.create(anyPort, 0);
				https.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
				this.server = https;
			}
			else {
				this.server = HttpServer.create(anyPort, 0);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(this.threads);
		this.server.createContext("/", this::serve);
		this.server.start();
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	/**
	 * Method and path of each request, logins and challenges too.
	 * @return in the order of arrival
	 */
	public List<String> requests() {
		return List.copyOf(this.requests);
	}

	/**
	 * How many requests had a text in their method and path.
	 * @param text the text
	 * @return a count
	 */
	public long requests(String text) {
		return this.requests.stream().filter((each) -> each.contains(text)).count();
	}

	/**
	 * Answers with a status from now on.
	 * @param text requests whose method and path hold it
	 * @param status the status
	 * @param times how often
	 */
	public void fail(String text, int status, int times) {
		this.fault.set(new Fault((request) -> request.contains(text), status, "", times));
	}

	/**
	 * Sends all requests elsewhere from now on.
	 * @param location where to
	 */
	public void redirect(String location) {
		this.fault.set(new Fault((request) -> true, 302, location, Integer.MAX_VALUE));
	}

	/** Answers nothing any more, and keeps the connections. */
	public void hang() {
		hang("");
	}

	/**
	 * Does not answer some requests any more.
	 * @param text requests whose method and path hold it
	 */
	public void hang(String text) {
		this.hanging = text;
		this.gate.set(new CountDownLatch(1));
	}

	/** Answers what waits, and works again. */
	public void resume() {
		this.fault.set(null);
		this.gate.get().countDown();
	}

	private void serve(HttpExchange exchange) throws IOException {
		String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
		this.requests.add(request);
		try (exchange) {
			byte[] body = exchange.getRequestBody().readAllBytes();
			if (request.contains(this.hanging)) {
				this.gate.get().await();
			}
			Fault now = this.fault.get();
			if (now != null && now.applies(request)) {
				exchange.getResponseHeaders().set("Retry-After", "7");
				exchange.getResponseHeaders().set("Location", now.location);
				answer(exchange, now.status, "{\"error\":{\"code\":\"Ordered\",\"message\":\"by the test\"}}");
				return;
			}
			handle(exchange, request, new String(body, StandardCharsets.UTF_8));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	abstract void handle(HttpExchange exchange, String request, String body) throws IOException;

	static void answer(HttpExchange exchange, int status, String json) throws IOException {
		byte[] body = json.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
		exchange.sendResponseHeaders(status, (body.length == 0) ? -1 : body.length);
		exchange.getResponseBody().write(body);
	}

	static void answer(HttpExchange exchange, int status, JsonNode json) throws IOException {
		answer(exchange, status, json.toString());
	}

	@Override
	public void close() {
		resume();
		this.server.stop(0);
		this.threads.close();
	}

	private static final class Fault {

		private final Predicate<String> which;

		private final int status;

		private final String location;

		private final java.util.concurrent.atomic.AtomicInteger left;

		Fault(Predicate<String> which, int status, String location, int times) {
			this.which = which;
			this.status = status;
			this.location = location;
			this.left = new java.util.concurrent.atomic.AtomicInteger(times);
		}

		boolean applies(String request) {
			return this.which.test(request) && this.left.getAndDecrement() > 0;
		}

	}

}
