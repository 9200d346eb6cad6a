import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Many clients of the event stream at once: slow ones, quiet ones, ones that go away and
 * resume. Each tenant's events are numbered and made one after the other, so that every
 * client knows which event must come next: a missing, a repeated or a misplaced one ends
 * the run with status 1. Late is the time from the timestamp in the event, which is taken
 * before its commit, to the moment the client has read it; server and clients share one
 * clock.
 */
public final class Streams {

	/** What a client asks for, and of two events in a row, which it must get. */
	private enum Kind {

		PREFIX("?eventTypes=auth.risk*", true, true),
		SERVICE("?services=auth&eventTypes=auth.risk.*,auth.risk_signal.*", true, true),
		EVALUATIONS("?eventTypes=auth.risk.evaluate", true, false),
		SEVERITY("?severities=info,warning,critical&eventTypes=auth.risk*", true, true),
		QUIET("?eventTypes=none.of.these", false, false);

		private final String query;

		private final boolean even;

		private final boolean odd;

		Kind(String query, boolean even, boolean odd) {
			this.query = query;
			this.even = even;
			this.odd = odd;
		}

		boolean wants(long number) {
			return (number % 2 == 0) ? this.even : this.odd;
		}

	}

	private static final int MAX_MILLIS = 120_000;

	private static final long DAY = Duration.ofDays(1).toMillis();

	private static final int OPENING_AT_ONCE = 200;

	private static final int RESUMES_EVERY_SECONDS = 20;

	private static final byte[] TIMESTAMP = ascii("\"timestamp\":\"");

	private static final byte[] NUMBER = ascii("\"requestId\":\"load-");

	private final URI base;

	private final String operatorKey;

	private final long serverPid;

	private final int seconds;

	private final int deliveriesPerSecond;

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final Tenant[] tenants;

	private final Client[] clients;

	private final Selector selector;

	private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();

	private final Queue<Client> toOpen = new ArrayDeque<>();

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);

	private final byte[] bytes = new byte[256 * 1024];

	private final long[] histogram = new long[MAX_MILLIS];

	private final List<String> faults = new ArrayList<>();

	// Written by the reading thread alone.
	private volatile int greeted;

	private volatile long delivered;

	private volatile long resumes;

	private volatile long lagging;

	private volatile long heartbeats;

	private volatile int lost;

	private volatile boolean counting;

	private volatile boolean slow = true;

	private volatile boolean resuming;

	private volatile boolean stopped;

	private int opening;

	private Streams(String[] args) throws IOException {
		this.base = URI.create(args[0]);
		this.operatorKey = args[1];
		this.serverPid = Long.parseLong(args[2]);
		this.clients = new Client[Integer.parseInt(args[3])];
		this.tenants = new Tenant[Integer.parseInt(args[4])];
		this.deliveriesPerSecond = Integer.parseInt(args[5]);
		this.seconds = Integer.parseInt(args[6]);
		this.selector = Selector.open();
	}

	/**
	 * Measures.
	 * @param args base address, the platform operator's key, the server's process id or 0
	 * when its heap and CPU don't matter, clients, tenants, deliveries a second, seconds
	 */
	public static void main(String[] args) throws Exception {
		boolean good = new Streams(args).run();
		System.exit(good ? 0 : 1);
	}

	private boolean run() throws Exception {
		for (int i = 0; i < this.tenants.length; i++) {
			this.tenants[i] = new Tenant(i, tenantKey(i));
		}
		Thread.ofPlatform().name("reader").start(this::read);
		prepareClients();
		int warmUp = Math.min(4, 1 + this.seconds / 5);
		produce(1_000, warmUp);
		int first = Math.min(this.clients.length / 2, 200);
		openClients(0, first);
		produce(1_000, warmUp);
		long before = heapAfterCollection();
		openClients(first, this.clients.length);
		Thread.sleep(1_000);
		long perConnection = (heapAfterCollection() - before) / (this.clients.length - first);
		double fanOut = fanOut();
		double eventsPerSecond = this.deliveriesPerSecond / fanOut;
		System.out.printf("%d clients of %d tenants are connected; heap per idle connection %.1f KiB%n", this.greeted,
				this.tenants.length, perConnection / 1024.0);
		this.resuming = true;
		produce(eventsPerSecond, Math.min(10, this.seconds / 2));
		Cpu cpu = Cpu.of(this.serverPid);
		long from = this.delivered;
		long start = System.nanoTime();
		this.counting = true;
		long made = produce(eventsPerSecond, this.seconds);
		this.counting = false;
		double took = (System.nanoTime() - start) / 1e9;
		long counted = this.delivered - from;
		Cpu used = Cpu.of(this.serverPid).since(cpu);
		this.resuming = false;
		this.slow = false;
		int complete = awaitComplete();
		System.out.printf(
				"%.0f deliveries/s of %.0f events/s for %.0f s, from timestamp to client p50 %d ms, p99 %d ms, p99.9 %d ms, max %d ms%n",
				counted / took, made / took, took, percentile(0.5), percentile(0.99), percentile(0.999), percentile(1));
		System.out.printf("%d resumes, %d times told that it lags, %d heartbeats, %d connections lost unasked%n",
				this.resumes, this.lagging, this.heartbeats, this.lost);
		System.out.printf("CPU of %d cores: server %.2f, this client %.2f, machine with PostgreSQL %.2f%n",
				Runtime.getRuntime().availableProcessors(), used.server / took, used.client / took,
				used.machine / took);
		System.out.printf("%d of %d clients have every event of theirs once and in order; faults: %d%n", complete,
				this.clients.length, this.faults.size());
		this.faults.stream().limit(10).forEach(System.out::println);
		System.out.println("the server's own count: " + serverCounts());
		return complete == this.clients.length && this.faults.isEmpty();
	}

	// --- tenants and events -------------------------------------------------------

	private String tenantKey(int index) throws Exception {
		String created = call("POST", "/tenant/v1/tenants", this.operatorKey, null,
				"{\"name\":\"Load %d\",\"tier\":\"enterprise-elite\",\"owner\":{\"email\":\"owner-%d-%d@example.test\"}}"
					.formatted(index, index, System.nanoTime()));
		String tenant = field(created, "tenantId");
		String key = call("POST", "/auth/api-keys", this.operatorKey, tenant,
				"{\"name\":\"load\",\"userId\":\"%s\",\"scopes\":[\"*\"]}".formatted(field(created, "ownerId")));
		return field(key, "key");
	}

	private String call(String method, String path, String key, String tenant, String body) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.base.resolve(path))
			.header("Authorization", "Bearer " + key)
			.header("Content-Type", "application/json")
			.method(method, HttpRequest.BodyPublishers.ofString(body));
		if (tenant != null) {
			request.header("x-qnsp-tenant", tenant);
		}
		HttpResponse<String> answer = this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
		if (answer.statusCode() >= 300) {
			throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
		}
		return answer.body();
	}

	private static String field(String json, String name) {
		Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(json);
		if (!matcher.find()) {
			throw new IllegalStateException("No " + name + " in an answer");
		}
		return matcher.group(1);
	}

	/** Makes events at a rate, those of a tenant one after the other. */
	private long produce(double eventsPerSecond, int duration) throws InterruptedException {
		AtomicLong made = new AtomicLong();
		AtomicLong next = new AtomicLong();
		CountDownLatch done = new CountDownLatch(this.tenants.length);
		long start = System.nanoTime();
		long end = start + duration * 1_000_000_000L;
		double gap = 1e9 * this.tenants.length / eventsPerSecond;
		for (Tenant tenant : this.tenants) {
			Thread.ofVirtual().start(() -> {
				double due = start + gap * next.getAndIncrement() / this.tenants.length;
				for (; due < end; due += gap) {
					while (System.nanoTime() < due) {
						LockSupport.parkNanos((long) due - System.nanoTime());
					}
					try {
						tenant.makeEvent(this);
						made.incrementAndGet();
					}
					catch (Exception ex) {
						this.orders.add(() -> this.faults.add("An event could not be made: " + ex));
					}
				}
				done.countDown();
			});
		}
		done.await();
		return made.get();
	}

	private double fanOut() {
		double perTwoEvents = 0;
		for (Client client : this.clients) {
			perTwoEvents += (client.kind.even ? 1 : 0) + (client.kind.odd ? 1 : 0);
		}
		return perTwoEvents / 2 / this.tenants.length;
	}

	private static final class Tenant {

		private final int index;

		private final String key;

		/** How many events were made; the first has the number 0. */
		private volatile long made;

		Tenant(int index, String key) {
			this.index = index;
			this.key = key;
		}

		void makeEvent(Streams streams) throws Exception {
			boolean even = this.made % 2 == 0;
			HttpRequest request = HttpRequest
				.newBuilder(streams.base.resolve(even ? "/auth/risk/evaluate" : "/auth/risk/signals"))
				.header("Authorization", "Bearer " + this.key)
				.header("Content-Type", "application/json")
				.header("X-Request-Id", "load-" + this.made + "-" + this.index)
				.POST(HttpRequest.BodyPublishers.ofString(even
						? "{\"userId\":\"stream\",\"ipAddress\":\"203.0.113.7\",\"userAgent\":\"Mozilla/5.0 (X11; Linux x86_64) Firefox/142.0\"}"
						: "{\"userId\":\"stream\",\"signalType\":\"new_device\",\"severity\":\"low\"}"))
				.build();
			HttpResponse<String> answer = streams.http.send(request, HttpResponse.BodyHandlers.ofString());
			if (answer.statusCode() >= 300) {
				throw new IllegalStateException(answer.statusCode() + " " + answer.body());
			}
			this.made++;
		}

	}

	// --- clients ------------------------------------------------------------------

	private void prepareClients() {
		for (int i = 0; i < this.clients.length; i++) {
			Tenant tenant = this.tenants[i % this.tenants.length];
			int n = i / this.tenants.length;
			Kind kind = (n % 10 == 9) ? Kind.QUIET : Kind.values()[n % 4];
			this.clients[i] = new Client(tenant, kind, n % 50 == 7, n % 20 == 3);
		}
	}

	private void openClients(int from, int to) throws InterruptedException {
		order(() -> this.toOpen.addAll(Arrays.asList(this.clients).subList(from, to)));
		while (this.greeted < to) {
			Thread.sleep(20);
		}
	}

	private void order(Runnable order) {
		this.orders.add(order);
		this.selector.wakeup();
	}

	private int awaitComplete() throws InterruptedException {
		int complete = 0;
		for (int i = 0; i < 1_200; i++) {
			complete = 0;
			for (Client client : this.clients) {
				complete += client.isComplete() ? 1 : 0;
			}
			if (complete == this.clients.length) {
				break;
			}
			Thread.sleep(50);
		}
		this.stopped = true;
		for (Client client : this.clients) {
			if (!client.isComplete()) {
				this.faults
					.add("A client expects event " + client.expected + " of " + client.tenant.made + ": " + client);
			}
		}
		return complete;
	}

	private void read() {
		try {
			long tick = System.nanoTime();
			while (!this.stopped) {
				this.selector.select((key) -> handle((Client) key.attachment(), key), 50);
				for (Runnable order = this.orders.poll(); order != null; order = this.orders.poll()) {
					order.run();
				}
				while (this.opening < OPENING_AT_ONCE && !this.toOpen.isEmpty()) {
					this.opening++;
					this.toOpen.remove().open();
				}
				if (System.nanoTime() - tick > 100_000_000L) {
					tick = System.nanoTime();
					tenthOfASecond();
				}
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private int turn;

	private void tenthOfASecond() throws IOException {
		this.turn++;
		int turns = RESUMES_EVERY_SECONDS * 10;
		for (int i = 0; i < this.clients.length; i++) {
			Client client = this.clients[i];
			if (client.slow && client.key != null && client.key.isValid() && client.greetedNow) {
				client.key.interestOps(SelectionKey.OP_READ);
			}
			if (this.resuming && client.resumes && i * 7919L % turns == this.turn % turns && client.greetedNow
					&& client.lastId != null) {
				this.resumes++;
				client.close();
				this.toOpen.add(client);
			}
		}
	}

	private void handle(Client client, SelectionKey key) {
		try {
			if (key.isConnectable()) {
				client.connected();
			}
			else if (key.isReadable()) {
				client.readable();
			}
		}
		catch (IOException ex) {
			client.lostUnasked(ex.toString());
		}
	}

	private final class Client {

		private final Tenant tenant;

		private final Kind kind;

		private final boolean slow;

		private final boolean resumes;

		private SocketChannel channel;

		private SelectionKey key;

		private boolean greetedNow;

		private boolean greetedOnce;

		private String lastId;

		/** The number of the event that must come next; -1 until the first connection. */
		private volatile long expected = -1;

		/** Events below this number were made while the client was away. */
		private long livesFrom;

		private boolean inBody;

		private int chunkLeft;

		private int sizeLine;

		private boolean sizeStarted;

		private byte[] partial = new byte[1024];

		private int length;

		Client(Tenant tenant, Kind kind, boolean slow, boolean resumes) {
			this.tenant = tenant;
			this.kind = kind;
			this.slow = slow;
			this.resumes = resumes;
		}

		@Override
		public String toString() {
			return this.kind + " of tenant " + this.tenant.index + (this.slow ? ", slow" : "")
					+ (this.resumes ? ", resumes" : "") + (this.greetedNow ? "" : ", not connected");
		}

		boolean isComplete() {
			return this.expected >= this.tenant.made;
		}

		void open() throws IOException {
			this.channel = SocketChannel.open();
			this.channel.configureBlocking(false);
			this.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
			if (this.slow) {
				this.channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
			}
			this.inBody = false;
			this.chunkLeft = 0;
			this.sizeStarted = false;
			this.sizeLine = 0;
			this.length = 0;
			this.key = this.channel.register(Streams.this.selector, SelectionKey.OP_CONNECT, this);
			if (this.channel.connect(new InetSocketAddress(Streams.this.base.getHost(), Streams.this.base.getPort()))) {
				connected();
			}
		}

		void connected() throws IOException {
			this.channel.finishConnect();
			String resume = (this.lastId != null) ? "Last-Event-ID: " + this.lastId + "\r\n" : "";
			this.channel.write(ByteBuffer.wrap(ascii("GET /v1/streaming/events" + this.kind.query
					+ " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nAuthorization: Bearer "
					+ this.tenant.key + "\r\n" + resume + "\r\n")));
			this.key.interestOps(SelectionKey.OP_READ);
		}

		void close() throws IOException {
			this.greetedNow = false;
			this.key.cancel();
			this.channel.close();
		}

		void lostUnasked(String why) {
			if (!this.greetedNow) {
				Streams.this.opening--;
			}
			Streams.this.lost++;
			if (Streams.this.lost <= 5) {
				System.out.println("A connection was lost: " + why + ", " + this);
			}
			try {
				close();
			}
			catch (IOException ex) {
				Streams.this.faults.add(ex.toString());
			}
			Streams.this.toOpen.add(this);
		}

		void readable() throws IOException {
			ByteBuffer buffer = Streams.this.buffer;
			buffer.clear();
			if (this.slow && Streams.this.slow && this.greetedNow) {
				buffer.limit(200);
				// Goes on reading at the next tenth of a second.
				this.key.interestOps(0);
			}
			int read = this.channel.read(buffer);
			if (read < 0) {
				lostUnasked("end of stream");
				return;
			}
			buffer.flip();
			buffer.get(Streams.this.bytes, 0, read);
			decode(Streams.this.bytes, read);
		}

		private void decode(byte[] bytes, int read) throws IOException {
			int i = 0;
			while (i < read) {
				if (!this.inBody) {
					append(bytes, i, 1);
					i++;
					if (endsWith("\r\n\r\n")) {
						String head = new String(this.partial, 0, this.length, StandardCharsets.US_ASCII);
						if (!head.startsWith("HTTP/1.1 200")) {
							throw new IOException(head.substring(0, head.indexOf('\r')));
						}
						this.inBody = true;
						this.length = 0;
					}
				}
				else if (this.chunkLeft > 0) {
					int take = Math.min(this.chunkLeft, read - i);
					this.chunkLeft -= take;
					body(bytes, i, take);
					i += take;
				}
				else {
					chunkSize(bytes[i++]);
				}
			}
		}

		// Chunks end with CR LF, which is skipped before the next size.
		private void chunkSize(byte b) {
			int digit = Character.digit(b, 16);
			if (digit >= 0) {
				this.sizeStarted = true;
				this.sizeLine = this.sizeLine * 16 + digit;
			}
			else if (b == '\n' && this.sizeStarted) {
				this.chunkLeft = this.sizeLine;
				this.sizeLine = 0;
				this.sizeStarted = false;
			}
		}

		private void body(byte[] bytes, int from, int count) {
			int start = from;
			int end = from + count;
			for (int i = from; i < end; i++) {
				if (bytes[i] == '\n' && ((i > start) ? bytes[i - 1] == '\n'
						: this.length > 0 && this.partial[this.length - 1] == '\n')) {
					append(bytes, start, i + 1 - start);
					message(this.partial, this.length);
					this.length = 0;
					start = i + 1;
				}
			}
			append(bytes, start, end - start);
		}

		private void append(byte[] bytes, int from, int count) {
			if (this.length + count > this.partial.length) {
				this.partial = Arrays.copyOf(this.partial, Math.max(this.partial.length * 2, this.length + count));
			}
			System.arraycopy(bytes, from, this.partial, this.length, count);
			this.length += count;
		}

		private boolean endsWith(String text) {
			int from = this.length - text.length();
			for (int i = 0; i < text.length(); i++) {
				if (from < 0 || this.partial[from + i] != text.charAt(i)) {
					return false;
				}
			}
			return true;
		}

		private void message(byte[] text, int size) {
			if (text[0] == 'i') {
				event(text, size);
			}
			else if (text[0] == ':') {
				if (!this.greetedNow) {
					greet();
				}
				else {
					Streams.this.heartbeats++;
				}
			}
			else if (new String(text, 0, size, StandardCharsets.US_ASCII).startsWith("event: lagging")) {
				Streams.this.lagging++;
			}
		}

		private void greet() {
			this.greetedNow = true;
			Streams.this.opening--;
			this.livesFrom = this.tenant.made + 2;
			if (this.expected < 0) {
				this.expected = next(this.tenant.made);
			}
			if (!this.greetedOnce) {
				this.greetedOnce = true;
				Streams.this.greeted++;
			}
		}

		private long next(long number) {
			if (this.kind == Kind.QUIET) {
				return Long.MAX_VALUE;
			}
			return this.kind.wants(number) ? number : number + 1;
		}

		private void event(byte[] text, int size) {
			int line = 4;
			while (text[line] != '\n') {
				line++;
			}
			int at = find(text, size, NUMBER, line);
			long number = (at < 0) ? -1 : number(text, at);
			// A stream without a place to resume at starts where the server's tail stands,
			// which may be a moment behind what was answered.
			if (this.lastId == null && number >= 0 && number < this.expected) {
				this.expected = next(number);
			}
			if (number != this.expected) {
				Streams.this.faults.add("Expected event %d, got %d: %s".formatted(this.expected, number, this));
			}
			this.expected = next(number + 1);
			this.lastId = new String(text, 4, line - 4, StandardCharsets.US_ASCII);
			Streams.this.delivered++;
			if (Streams.this.counting && !this.slow && number >= this.livesFrom) {
				int time = find(text, size, TIMESTAMP, line);
				Streams.this.histogram[(int) Math.min(late(text, time), MAX_MILLIS - 1)]++;
			}
		}

	}

	private static int find(byte[] text, int size, byte[] what, int from) {
		outer: for (int i = from; i <= size - what.length; i++) {
			for (int j = 0; j < what.length; j++) {
				if (text[i + j] != what[j]) {
					continue outer;
				}
			}
			return i + what.length;
		}
		return -1;
	}

	private static long number(byte[] text, int from) {
		long value = 0;
		for (int i = from; text[i] >= '0' && text[i] <= '9'; i++) {
			value = value * 10 + text[i] - '0';
		}
		return value;
	}

	// 2026-11-24T11:29:59.034Z
	private static long late(byte[] text, int at) {
		long taken = two(text, at + 11) * 3_600_000L + two(text, at + 14) * 60_000L + two(text, at + 17) * 1000L
				+ ((text[at + 19] == '.') ? two(text, at + 20) * 10 + text[at + 22] - '0' : 0);
		return Math.floorMod(System.currentTimeMillis() - taken, DAY);
	}

	private static int two(byte[] text, int at) {
		return (text[at] - '0') * 10 + text[at + 1] - '0';
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	private int percentile(double share) {
		long total = Arrays.stream(this.histogram).sum();
		long rank = (long) Math.ceil(total * share);
		long seen = 0;
		for (int millis = 0; millis < MAX_MILLIS; millis++) {
			seen += this.histogram[millis];
			if (seen >= rank && seen > 0) {
				return millis;
			}
		}
		return MAX_MILLIS;
	}

	// --- the server's process -----------------------------------------------------

	private long heapAfterCollection() throws Exception {
		if (this.serverPid == 0) {
			return 0;
		}
		jcmd("GC.run");
		jcmd("GC.run");
		Matcher used = Pattern.compile("(?m)^ *(?:PSYoungGen|ParOldGen|garbage-first heap) +total \\d+K, used (\\d+)K")
			.matcher(jcmd("GC.heap_info"));
		long total = 0;
		while (used.find()) {
			total += Long.parseLong(used.group(1)) * 1024;
		}
		return total;
	}

	private String serverCounts() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(this.base.resolve("/actuator/prometheus"))
			.header("Authorization", "Bearer " + this.operatorKey)
			.build();
		return this.http.send(request, HttpResponse.BodyHandlers.ofString())
			.body()
			.lines()
			.filter((line) -> line.startsWith("qnsp_sse"))
			.map((line) -> line.substring("qnsp_sse_".length()).replaceFirst("\\{[^}]*}", ""))
			.collect(Collectors.joining(", "));
	}

	private String jcmd(String command) throws Exception {
		String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
		Process process = new ProcessBuilder(jcmd, Long.toString(this.serverPid), command).redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		process.waitFor();
		return output;
	}

	/** Seconds of CPU. */
	private record Cpu(double server, double client, double machine) {

		static Cpu of(long pid) throws IOException {
			String[] process = Files.readString(Path.of("/proc/" + (pid != 0 ? pid : "self") + "/stat"))
				.replaceFirst("^.*\\) ", "")
				.split(" ");
			double own = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
				.getProcessCpuTime() / 1e9;
			String[] all = Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +");
			double busy = 0;
			for (int i : new int[] { 1, 2, 3, 6, 7 }) {
				busy += Long.parseLong(all[i]) / 100.0;
			}
			return new Cpu((Long.parseLong(process[11]) + Long.parseLong(process[12])) / 100.0, own, busy);
		}

		Cpu since(Cpu before) {
			return new Cpu(this.server - before.server, this.client - before.client, this.machine - before.machine);
		}

	}

}
