package io.qnsp.audit.append;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.qnsp.core.error.FieldProblems;
import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;
import org.springframework.core.codec.AbstractDataBufferDecoder;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.stereotype.Component;
import org.springframework.util.MimeType;
import org.springframework.web.reactive.config.WebFluxConfigurer;

/**
 * Reads the body of an append: one event, an array of events, or an object that holds the
 * array. It is a decoder of its own for its limit: 512 KiB, half of what other endpoints
 * read.
 */
@Component
final class AppendDecoder extends AbstractDataBufferDecoder<AppendRequest> implements WebFluxConfigurer {

	static final int MAX_BODY = 512 * 1024;

	private static final String EVENTS = "events";

	private final JsonMapper json;

	private final EventReader reader;

	AppendDecoder(JsonMapper json, Clock clock) {
		super(MediaType.APPLICATION_JSON);
		this.json = json;
		this.reader = new EventReader(json, clock);
		setMaxInMemorySize(MAX_BODY);
	}

	@Override
	public void configureHttpMessageCodecs(ServerCodecConfigurer configurer) {
		configurer.customCodecs().register(this);
	}

	@Override
	public boolean canDecode(ResolvableType elementType, @Nullable MimeType mimeType) {
		return elementType.toClass() == AppendRequest.class && super.canDecode(elementType, mimeType);
	}

	@Override
	public AppendRequest decode(DataBuffer buffer, ResolvableType targetType, @Nullable MimeType mimeType,
			@Nullable Map<String, Object> hints) {
		try {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.read(bytes);
			return read(bytes);
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	/**
	 * Reads a body.
	 * @throws QnspException a 400 with everything that is wrong by its path
	 */
	AppendRequest read(byte[] body) {
		JsonNode root = tree(body);
		if (root.isArray()) {
			return new AppendRequest(events(root, ""));
		}
		JsonNode wrapped = root.isObject() ? root.get(EVENTS) : null;
		if (wrapped == null) {
			FieldProblems problems = new FieldProblems();
			AppendedEvent event = this.reader.read(root, "", problems);
			problems.throwIfAny();
			return new AppendRequest((event != null) ? List.of(event) : List.of());
		}
		if (!wrapped.isArray()) {
			throw QnspException.badRequest(EVENTS, "wrong type (expected: array)");
		}
		if (root.size() > 1) {
			throw QnspException.badRequest("body", "fields beside events (expected: none)");
		}
		return new AppendRequest(events(wrapped, EVENTS));
	}

	private JsonNode tree(byte[] body) {
		try {
			return this.json.readTree(body);
		}
		catch (JacksonException ex) {
			throw new DecodingException("JSON decoding error: " + ex.getOriginalMessage(), ex);
		}
	}

	private List<AppendedEvent> events(JsonNode array, String path) {
		if (array.isEmpty() || array.size() > AppendRequest.MOST) {
			throw QnspException.badRequest(path.isEmpty() ? "body" : path,
					"%d events (expected: 1..%d)".formatted(array.size(), AppendRequest.MOST));
		}
		FieldProblems problems = new FieldProblems();
		List<AppendedEvent> events = new ArrayList<>();
		for (int i = 0; i < array.size(); i++) {
			AppendedEvent event = this.reader.read(array.get(i), path + "[" + i + "].", problems);
			if (event != null) {
				events.add(event);
			}
		}
		problems.throwIfAny();
		return events;
	}

}
