package io.qnsp.hsm.binding;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A loaded PKCS#11 library: its slots, tokens and mechanisms. Every method blocks for as
 * long as the library does; failures are {@link CryptokiException}. A library is loaded
 * for the life of the process: unloading one whose threads still run would crash it.
 */
@SuppressWarnings("restricted") // this is the place where native code is called
public final class Cryptoki {

	private static final String INTERFACE = "PKCS 11";

	// bit 63: CK_UNAVAILABLE_INFORMATION; lists beyond this are none
	private static final long MOST = 65_536;

	private final Functions functions;

	private final CryptokiVersion version;

	private Cryptoki(Functions functions, CryptokiVersion version) {
		this.functions = functions;
		this.version = version;
	}

	/**
	 * Loads a library. Runs its initialisers: only of a library that was checked in a
	 * process of its own.
	 * @param path the shared object
	 * @return the library, not yet initialised
	 * @throws IllegalArgumentException if it can't be loaded or is none of PKCS#11
	 */
	public static Cryptoki load(Path path) {
		SymbolLookup symbols = SymbolLookup.libraryLookup(path, Arena.global());
		try (CallMemory memory = new CallMemory()) {
			for (CryptokiVersion version : List.of(CryptokiVersion.V3_2, CryptokiVersion.V3_0)) {
				Optional<MemorySegment> list = symbols.find("C_GetInterface")
					.flatMap((function) -> interfaceList(function, version, memory));
				if (list.isPresent()) {
					return new Cryptoki(new Functions(list.get(), version), version);
				}
			}
			MemorySegment function = symbols.find("C_GetFunctionList")
				.orElseThrow(() -> new IllegalArgumentException(
						path + ": has no C_GetFunctionList (expected: a PKCS#11 library)"));
			return new Cryptoki(new Functions(functionList(function, memory), CryptokiVersion.V2_40),
					CryptokiVersion.V2_40);
		}
	}

	private static Optional<MemorySegment> interfaceList(MemorySegment function, CryptokiVersion version,
			CallMemory memory) {
		MemorySegment wanted = memory.allocate(2);
		wanted.set(ValueLayout.JAVA_BYTE, 0, (byte) version.major());
		wanted.set(ValueLayout.JAVA_BYTE, 1, (byte) version.minor());
		MemorySegment answer = memory.number(0);
		MethodHandle handle = Functions.handle(function, 4);
		long result = Functions.invoke(handle, text(INTERFACE, memory).address(), wanted.address(), answer.address(),
				0);
		long address = CallMemory.number(answer);
		if (result != ReturnCode.CKR_OK.value() || address == 0) {
			return Optional.empty();
		}
		return Optional.of(MemorySegment.ofAddress(address).reinterpret(24).get(ValueLayout.ADDRESS, 8));
	}

	private static MemorySegment functionList(MemorySegment function, CallMemory memory) {
		MemorySegment answer = memory.number(0);
		long result = Functions.invoke(Functions.handle(function, 1), answer.address());
		if (result != ReturnCode.CKR_OK.value() || CallMemory.number(answer) == 0) {
			throw new IllegalArgumentException(
					"C_GetFunctionList: " + ReturnCode.describe(result) + " (expected: a list of functions)");
		}
		return MemorySegment.ofAddress(CallMemory.number(answer));
	}

	private static MemorySegment text(String text, CallMemory memory) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		MemorySegment segment = memory.allocate(bytes.length + 1L);
		MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
		return segment;
	}

	/**
	 * Which version of the function list it is used by.
	 * @return the newest that both know
	 */
	public CryptokiVersion version() {
		return this.version;
	}

	/**
	 * Initialises the library, for use by many threads.
	 * @param parameters the reserved argument, null for none
	 */
	public void initialize(@Nullable String parameters) {
		try (CallMemory memory = new CallMemory()) {
			MemorySegment reserved = (parameters != null) ? text(parameters, memory) : MemorySegment.NULL;
			long result = this.functions.answer(Function.INITIALIZE,
					Structures.initializeArguments(reserved, memory).address());
			if (result != ReturnCode.CKR_OK.value() && result != ReturnCode.CKR_CRYPTOKI_ALREADY_INITIALIZED.value()) {
				throw new CryptokiException(Function.INITIALIZE, result);
			}
		}
	}

	/** Ends the library: all sessions and logins of all slots are gone. */
	public void finish() {
		this.functions.call(Function.FINALIZE, 0);
	}

	/**
	 * Tokens in all slots.
	 * @return one for each slot that has one
	 */
	public List<TokenInfo> tokens() {
		List<TokenInfo> tokens = new ArrayList<>();
		for (long slot : list(Function.GET_SLOT_LIST, 1)) {
			token(slot).ifPresent(tokens::add);
		}
		return tokens;
	}

	/**
	 * The token in a slot.
	 * @param slot the slot
	 * @return empty for an empty slot or a token that the library can't read
	 */
	public Optional<TokenInfo> token(long slot) {
		try (CallMemory memory = new CallMemory()) {
			MemorySegment info = memory.allocate(Structures.TOKEN_INFO_BYTES);
			this.functions.call(Function.GET_TOKEN_INFO, slot, info.address());
			return Optional.of(Structures.tokenInfo(slot, info));
		}
		catch (CryptokiException ex) {
			if (ex.is(ReturnCode.CKR_TOKEN_NOT_PRESENT, ReturnCode.CKR_TOKEN_NOT_RECOGNIZED,
					ReturnCode.CKR_SLOT_ID_INVALID, ReturnCode.CKR_DEVICE_REMOVED, ReturnCode.CKR_DEVICE_ERROR,
					ReturnCode.CKR_GENERAL_ERROR, ReturnCode.CKR_FUNCTION_FAILED)) {
				return Optional.empty();
			}
			throw ex;
		}
	}

	/**
	 * Mechanisms that a token claims.
	 * @param slot its slot
	 * @return those that the bridge knows
	 */
	public Set<MechanismType> mechanisms(long slot) {
		Set<Long> numbers = new HashSet<>();
		for (long number : list(Function.GET_MECHANISM_LIST, slot)) {
			numbers.add(number);
		}
		Set<MechanismType> known = new HashSet<>();
		for (MechanismType type : MechanismType.values()) {
			if (numbers.contains(type.value())) {
				known.add(type);
			}
		}
		return known;
	}

	/**
	 * Sizes of keys of a mechanism.
	 * @param slot the token's slot
	 * @param type the mechanism
	 * @return its largest key, as the mechanism counts it
	 */
	public long largestKey(long slot, MechanismType type) {
		try (CallMemory memory = new CallMemory()) {
			MemorySegment info = memory.allocate(Structures.MECHANISM_INFO_BYTES);
			this.functions.call(Function.GET_MECHANISM_INFO, slot, type.value(), info.address());
			return info.get(ValueLayout.JAVA_LONG, 8);
		}
	}

	/**
	 * Opens a session that can write.
	 * @param slot the token's slot
	 * @return the session; the caller closes it
	 */
	public CryptokiSession open(long slot) {
		try (CallMemory memory = new CallMemory()) {
			MemorySegment handle = memory.number(0);
			this.functions.call(Function.OPEN_SESSION, slot, CryptokiSession.SERIAL | CryptokiSession.READ_WRITE, 0, 0,
					handle.address());
			return new CryptokiSession(this.functions, CallMemory.number(handle));
		}
	}

	/**
	 * Whether it can encapsulate and decapsulate.
	 * @return true from 3.2 on
	 */
	public boolean encapsulates() {
		return this.functions.has(Function.ENCAPSULATE_KEY) && this.functions.has(Function.DECAPSULATE_KEY);
	}

	// Both lists are read alike; the count may grow between the two calls.
	private long[] list(Function function, long about) {
		try (CallMemory memory = new CallMemory()) {
			MemorySegment count = memory.number(0);
			while (true) {
				this.functions.call(function, about, 0, count.address());
				long room = Math.min(CallMemory.number(count), MOST);
				MemorySegment numbers = memory.allocate(8 * room);
				count.set(ValueLayout.JAVA_LONG, 0, room);
				long result = this.functions.answer(function, about, numbers.address(), count.address());
				if (result == ReturnCode.CKR_OK.value()) {
					return numbers.asSlice(0, 8 * Math.min(room, CallMemory.number(count)))
						.toArray(ValueLayout.JAVA_LONG);
				}
				if (result != ReturnCode.CKR_BUFFER_TOO_SMALL.value()) {
					throw new CryptokiException(function, result);
				}
			}
		}
	}

}
