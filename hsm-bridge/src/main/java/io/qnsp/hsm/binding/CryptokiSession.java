package io.qnsp.hsm.binding;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A session with a token. For one thread at a time. Every method blocks for as long as
 * the library does; failures are {@link CryptokiException}.
 */
public final class CryptokiSession {

	static final long SERIAL = 4;

	static final long READ_WRITE = 2;

	private static final long USER = 1;

	private static final long UNAVAILABLE = -1;

	// of the longest signature (ML-DSA-87) and ciphertext (ML-KEM-1024), and of a wrapped
	// key of 4 KiB
	private static final int ROOM = 8192;

	private final Functions functions;

	private final long handle;

	CryptokiSession(Functions functions, long handle) {
		this.functions = functions;
		this.handle = handle;
	}

	/** Ends the session, quietly when the token has ended it already. */
	public void close() {
		this.functions.answer(Function.CLOSE_SESSION, this.handle);
	}

	/** Asks the token for the session's state. */
	public void look() {
		try (CallMemory memory = new CallMemory()) {
			this.functions.call(Function.GET_SESSION_INFO, this.handle,
					memory.allocate(Structures.SESSION_INFO_BYTES).address());
		}
	}

	/**
	 * Logs the process in to the token, for all its sessions.
	 * @param pin the user's PIN
	 * @return false when it was logged in already: then the PIN was not checked
	 */
	public boolean login(byte[] pin) {
		try (CallMemory memory = new CallMemory()) {
			long result = this.functions.answer(Function.LOGIN, this.handle, USER, memory.copyOf(pin).address(),
					pin.length);
			if (result == ReturnCode.CKR_USER_ALREADY_LOGGED_IN.value()) {
				return false;
			}
			if (result != ReturnCode.CKR_OK.value()) {
				throw new CryptokiException(Function.LOGIN, result);
			}
			return true;
		}
	}

	/** Logs the process out of the token, quietly when it is out already. */
	public void logout() {
		this.functions.answer(Function.LOGOUT, this.handle);
	}

	/**
	 * Random numbers of the token.
	 * @param length how many bytes
	 * @return the bytes
	 */
	public byte[] random(int length) {
		try (CallMemory memory = new CallMemory()) {
			MemorySegment bytes = memory.allocate(length);
			this.functions.call(Function.GENERATE_RANDOM, this.handle, bytes.address(), length);
			return CallMemory.read(bytes, length);
		}
	}

	/**
	 * Creates an object.
	 * @param template its attributes
	 * @return its handle
	 */
	public long create(List<Attribute> template) {
		try (CallMemory memory = new CallMemory()) {
			MemorySegment object = memory.number(0);
			this.functions.call(Function.CREATE_OBJECT, this.handle, Structures.template(template, memory).address(),
					template.size(), object.address());
			return CallMemory.number(object);
		}
	}

	/**
	 * Destroys an object.
	 * @param object its handle
	 */
	public void destroy(long object) {
		this.functions.call(Function.DESTROY_OBJECT, this.handle, object);
	}

	/**
	 * Finds objects.
	 * @param template what they have
	 * @param most how many at most
	 * @return their handles
	 */
	public List<Long> find(List<Attribute> template, int most) {
		try (CallMemory memory = new CallMemory()) {
			this.functions.call(Function.FIND_OBJECTS_INIT, this.handle,
					Structures.template(template, memory).address(), template.size());
			try {
				MemorySegment found = memory.allocate(8L * most);
				MemorySegment count = memory.number(0);
				this.functions.call(Function.FIND_OBJECTS, this.handle, found.address(), most, count.address());
				List<Long> handles = new ArrayList<>();
				for (int i = 0; i < CallMemory.number(count); i++) {
					handles.add(found.getAtIndex(ValueLayout.JAVA_LONG, i));
				}
				return handles;
			}
			finally {
				this.functions.answer(Function.FIND_OBJECTS_FINAL, this.handle);
			}
		}
	}

	/**
	 * Reads an attribute.
	 * @param object the object's handle
	 * @param type which attribute
	 * @return its value; empty when the object has none or does not reveal it
	 */
	public Optional<byte[]> attribute(long object, AttributeType type) {
		try (CallMemory memory = new CallMemory()) {
			MemorySegment template = memory.allocate(Structures.ATTRIBUTE_BYTES);
			template.set(ValueLayout.JAVA_LONG, 0, type.value());
			if (!readAttribute(object, template)) {
				return Optional.empty();
			}
			long length = template.get(ValueLayout.JAVA_LONG, 16);
			MemorySegment value = memory.allocate(length);
			template.set(ValueLayout.ADDRESS, 8, value);
			if (!readAttribute(object, template)) {
				return Optional.empty();
			}
			return Optional.of(CallMemory.read(value, template.get(ValueLayout.JAVA_LONG, 16)));
		}
	}

	private boolean readAttribute(long object, MemorySegment template) {
		long result = this.functions.answer(Function.GET_ATTRIBUTE_VALUE, this.handle, object, template.address(), 1);
		if (result == ReturnCode.CKR_ATTRIBUTE_SENSITIVE.value()
				|| result == ReturnCode.CKR_ATTRIBUTE_TYPE_INVALID.value()) {
			return false;
		}
		if (result != ReturnCode.CKR_OK.value()) {
			throw new CryptokiException(Function.GET_ATTRIBUTE_VALUE, result);
		}
		return template.get(ValueLayout.JAVA_LONG, 16) != UNAVAILABLE;
	}

	/**
	 * Makes a secret key.
	 * @param mechanism how
	 * @param template its attributes
	 * @return its handle
	 */
	public long generateKey(Mechanism mechanism, List<Attribute> template) {
		try (CallMemory memory = new CallMemory()) {
			MemorySegment key = memory.number(0);
			this.functions.call(Function.GENERATE_KEY, this.handle, Structures.mechanism(mechanism, memory).address(),
					Structures.template(template, memory).address(), template.size(), key.address());
			return CallMemory.number(key);
		}
	}

	/**
	 * Makes a key pair.
	 * @param mechanism how
	 * @param publicTemplate attributes of the public key
	 * @param privateTemplate attributes of the private key
	 * @return both handles
	 */
	public Pair generateKeyPair(Mechanism mechanism, List<Attribute> publicTemplate, List<Attribute> privateTemplate) {
		try (CallMemory memory = new CallMemory()) {
			MemorySegment publicKey = memory.number(0);
			MemorySegment privateKey = memory.number(0);
			this.functions.call(Function.GENERATE_KEY_PAIR, this.handle,
					Structures.mechanism(mechanism, memory).address(),
					Structures.template(publicTemplate, memory).address(), publicTemplate.size(),
					Structures.template(privateTemplate, memory).address(), privateTemplate.size(), publicKey.address(),
					privateKey.address());
			return new Pair(CallMemory.number(publicKey), CallMemory.number(privateKey));
		}
	}

	/**
	 * Encrypts.
	 * @param mechanism how
	 * @param key the key's handle
	 * @param plaintext what
	 * @return the ciphertext
	 */
	public byte[] encrypt(Mechanism mechanism, long key, byte[] plaintext) {
		return transform(Function.ENCRYPT_INIT, Function.ENCRYPT, mechanism, key, plaintext);
	}

	/**
	 * Decrypts.
	 * @param mechanism how
	 * @param key the key's handle
	 * @param ciphertext what
	 * @return the plaintext
	 */
	public byte[] decrypt(Mechanism mechanism, long key, byte[] ciphertext) {
		return transform(Function.DECRYPT_INIT, Function.DECRYPT, mechanism, key, ciphertext);
	}

	/**
	 * Signs.
	 * @param mechanism how
	 * @param key the key's handle
	 * @param data what
	 * @return the signature
	 */
	public byte[] sign(Mechanism mechanism, long key, byte[] data) {
		return transform(Function.SIGN_INIT, Function.SIGN, mechanism, key, data);
	}

	private byte[] transform(Function begin, Function function, Mechanism mechanism, long key, byte[] input) {
		try (CallMemory memory = new CallMemory()) {
			this.functions.call(begin, this.handle, Structures.mechanism(mechanism, memory).address(), key);
			MemorySegment in = memory.copyOf(input);
			long room = input.length + (long) ROOM;
			MemorySegment out = memory.allocate(room);
			MemorySegment length = memory.number(room);
			this.functions.call(function, this.handle, in.address(), input.length, out.address(), length.address());
			return CallMemory.read(out, CallMemory.number(length));
		}
	}

	/**
	 * Verifies.
	 * @param mechanism how
	 * @param key the key's handle
	 * @param data what
	 * @param signature the signature
	 * @return whether it is one of the data
	 */
	public boolean verify(Mechanism mechanism, long key, byte[] data, byte[] signature) {
		try (CallMemory memory = new CallMemory()) {
			this.functions.call(Function.VERIFY_INIT, this.handle, Structures.mechanism(mechanism, memory).address(),
					key);
			long result = this.functions.answer(Function.VERIFY, this.handle, memory.copyOf(data).address(),
					data.length, memory.copyOf(signature).address(), signature.length);
			if (result == ReturnCode.CKR_SIGNATURE_INVALID.value()
					|| result == ReturnCode.CKR_SIGNATURE_LEN_RANGE.value()) {
				return false;
			}
			if (result != ReturnCode.CKR_OK.value()) {
				throw new CryptokiException(Function.VERIFY, result);
			}
			return true;
		}
	}

	/**
	 * Wraps a key of the token.
	 * @param mechanism how
	 * @param wrapping handle of the key that wraps
	 * @param key handle of the key to wrap
	 * @return the wrapped key
	 */
	public byte[] wrap(Mechanism mechanism, long wrapping, long key) {
		try (CallMemory memory = new CallMemory()) {
			MemorySegment out = memory.allocate(ROOM);
			MemorySegment length = memory.number(ROOM);
			this.functions.call(Function.WRAP_KEY, this.handle, Structures.mechanism(mechanism, memory).address(),
					wrapping, key, out.address(), length.address());
			return CallMemory.read(out, CallMemory.number(length));
		}
	}

	/**
	 * Unwraps a key into the token.
	 * @param mechanism how
	 * @param unwrapping handle of the key that unwraps
	 * @param wrapped the wrapped key
	 * @param template attributes of the new key
	 * @return its handle
	 */
	public long unwrap(Mechanism mechanism, long unwrapping, byte[] wrapped, List<Attribute> template) {
		try (CallMemory memory = new CallMemory()) {
			MemorySegment key = memory.number(0);
			this.functions.call(Function.UNWRAP_KEY, this.handle, Structures.mechanism(mechanism, memory).address(),
					unwrapping, memory.copyOf(wrapped).address(), wrapped.length,
					Structures.template(template, memory).address(), template.size(), key.address());
			return CallMemory.number(key);
		}
	}

	/**
	 * Encapsulates a new key.
	 * @param mechanism how
	 * @param publicKey handle of the public key
	 * @param template attributes of the new key
	 * @return the ciphertext and the new key
	 */
	public Encapsulation encapsulate(Mechanism mechanism, long publicKey, List<Attribute> template) {
		try (CallMemory memory = new CallMemory()) {
			MemorySegment out = memory.allocate(ROOM);
			MemorySegment length = memory.number(ROOM);
			MemorySegment key = memory.number(0);
			this.functions.call(Function.ENCAPSULATE_KEY, this.handle,
					Structures.mechanism(mechanism, memory).address(), publicKey,
					Structures.template(template, memory).address(), template.size(), out.address(), length.address(),
					key.address());
			return new Encapsulation(CallMemory.read(out, CallMemory.number(length)), CallMemory.number(key));
		}
	}

	/**
	 * Decapsulates a key.
	 * @param mechanism how
	 * @param privateKey handle of the private key
	 * @param ciphertext of the parameter set's length
	 * @param template attributes of the new key
	 * @return its handle
	 */
	public long decapsulate(Mechanism mechanism, long privateKey, byte[] ciphertext, List<Attribute> template) {
		try (CallMemory memory = new CallMemory()) {
			MemorySegment key = memory.number(0);
			this.functions.call(Function.DECAPSULATE_KEY, this.handle,
					Structures.mechanism(mechanism, memory).address(), privateKey,
					Structures.template(template, memory).address(), template.size(),
					memory.copyOf(ciphertext).address(), ciphertext.length, key.address());
			return CallMemory.number(key);
		}
	}

	/**
	 * A key pair.
	 *
	 * @param publicKey handle of the public key
	 * @param privateKey handle of the private key
	 */
	public record Pair(long publicKey, long privateKey) {

	}

	/**
	 * What came of encapsulating.
	 *
	 * @param ciphertext for the owner of the private key
	 * @param key handle of the new key
	 */
	public record Encapsulation(byte[] ciphertext, long key) {

	}

}
