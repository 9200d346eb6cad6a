package io.qnsp.hsm.binding;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a function of PKCS#11 answers ({@code CK_RV}, PKCS#11 3.2 section 5.1.7), and what
 * it means.
 */
public enum ReturnCode {

	/** Success. */
	CKR_OK(0x0L, "Success"),
	/** Cancelled. */
	CKR_CANCEL(0x1L, "Cancelled"),
	/** The computer has too little memory. */
	CKR_HOST_MEMORY(0x2L, "The computer has too little memory"),
	/** No such slot. */
	CKR_SLOT_ID_INVALID(0x3L, "No such slot"),
	/** Unrecoverable error. */
	CKR_GENERAL_ERROR(0x5L, "Unrecoverable error"),
	/** The function failed. */
	CKR_FUNCTION_FAILED(0x6L, "The function failed"),
	/** Invalid arguments. */
	CKR_ARGUMENTS_BAD(0x7L, "Invalid arguments"),
	/** The library can't lock as asked for. */
	CKR_CANT_LOCK(0xAL, "The library can't lock as asked for"),
	/** An attribute can't be set by callers. */
	CKR_ATTRIBUTE_READ_ONLY(0x10L, "An attribute can't be set by callers"),
	/** An attribute can't be revealed. */
	CKR_ATTRIBUTE_SENSITIVE(0x11L, "An attribute can't be revealed"),
	/** The object has no such attribute. */
	CKR_ATTRIBUTE_TYPE_INVALID(0x12L, "The object has no such attribute"),
	/** Invalid value of an attribute. */
	CKR_ATTRIBUTE_VALUE_INVALID(0x13L, "Invalid value of an attribute"),
	/** The token's policy forbids it. */
	CKR_ACTION_PROHIBITED(0x1BL, "The token's policy forbids it"),
	/** Invalid data. */
	CKR_DATA_INVALID(0x20L, "Invalid data"),
	/** Data of a wrong length. */
	CKR_DATA_LEN_RANGE(0x21L, "Data of a wrong length"),
	/** The device failed. */
	CKR_DEVICE_ERROR(0x30L, "The device failed"),
	/** The device has too little memory. */
	CKR_DEVICE_MEMORY(0x31L, "The device has too little memory"),
	/** The device was removed. */
	CKR_DEVICE_REMOVED(0x32L, "The device was removed"),
	/** Invalid ciphertext. */
	CKR_ENCRYPTED_DATA_INVALID(0x40L, "Invalid ciphertext"),
	/** Ciphertext of a wrong length. */
	CKR_ENCRYPTED_DATA_LEN_RANGE(0x41L, "Ciphertext of a wrong length"),
	/** The ciphertext or its associated data was changed. */
	CKR_AEAD_DECRYPT_FAILED(0x42L, "The ciphertext or its associated data was changed"),
	/** The function was cancelled. */
	CKR_FUNCTION_CANCELED(0x50L, "The function was cancelled"),
	/** The library lacks the function. */
	CKR_FUNCTION_NOT_SUPPORTED(0x54L, "The library lacks the function"),
	/** No such key. */
	CKR_KEY_HANDLE_INVALID(0x60L, "No such key"),
	/** The token has no keys of this size. */
	CKR_KEY_SIZE_RANGE(0x62L, "The token has no keys of this size"),
	/** The key is of another type. */
	CKR_KEY_TYPE_INCONSISTENT(0x63L, "The key is of another type"),
	/** The key may not do this. */
	CKR_KEY_FUNCTION_NOT_PERMITTED(0x68L, "The key may not do this"),
	/** The key can't be wrapped. */
	CKR_KEY_NOT_WRAPPABLE(0x69L, "The key can't be wrapped"),
	/** The key can't be extracted. */
	CKR_KEY_UNEXTRACTABLE(0x6AL, "The key can't be extracted"),
	/** The token lacks the mechanism. */
	CKR_MECHANISM_INVALID(0x70L, "The token lacks the mechanism"),
	/** Invalid parameters of the mechanism. */
	CKR_MECHANISM_PARAM_INVALID(0x71L, "Invalid parameters of the mechanism"),
	/** No such object. */
	CKR_OBJECT_HANDLE_INVALID(0x82L, "No such object"),
	/** Another operation is under way. */
	CKR_OPERATION_ACTIVE(0x90L, "Another operation is under way"),
	/** No operation is under way. */
	CKR_OPERATION_NOT_INITIALIZED(0x91L, "No operation is under way"),
	/** Wrong PIN. */
	CKR_PIN_INCORRECT(0xA0L, "Wrong PIN"),
	/** A PIN with invalid characters. */
	CKR_PIN_INVALID(0xA1L, "A PIN with invalid characters"),
	/** A PIN of a wrong length. */
	CKR_PIN_LEN_RANGE(0xA2L, "A PIN of a wrong length"),
	/** The PIN has expired. */
	CKR_PIN_EXPIRED(0xA3L, "The PIN has expired"),
	/** The PIN is locked. */
	CKR_PIN_LOCKED(0xA4L, "The PIN is locked"),
	/** The session was closed. */
	CKR_SESSION_CLOSED(0xB0L, "The session was closed"),
	/** The token has no more sessions. */
	CKR_SESSION_COUNT(0xB1L, "The token has no more sessions"),
	/** No such session. */
	CKR_SESSION_HANDLE_INVALID(0xB3L, "No such session"),
	/** The session is read-only. */
	CKR_SESSION_READ_ONLY(0xB5L, "The session is read-only"),
	/** A session exists. */
	CKR_SESSION_EXISTS(0xB6L, "A session exists"),
	/** Invalid signature. */
	CKR_SIGNATURE_INVALID(0xC0L, "Invalid signature"),
	/** A signature of a wrong length. */
	CKR_SIGNATURE_LEN_RANGE(0xC1L, "A signature of a wrong length"),
	/** Attributes are missing. */
	CKR_TEMPLATE_INCOMPLETE(0xD0L, "Attributes are missing"),
	/** Attributes contradict each other. */
	CKR_TEMPLATE_INCONSISTENT(0xD1L, "Attributes contradict each other"),
	/** No token in the slot. */
	CKR_TOKEN_NOT_PRESENT(0xE0L, "No token in the slot"),
	/** The token is not initialised or not known. */
	CKR_TOKEN_NOT_RECOGNIZED(0xE1L, "The token is not initialised or not known"),
	/** The token is write-protected. */
	CKR_TOKEN_WRITE_PROTECTED(0xE2L, "The token is write-protected"),
	/** No such unwrapping key. */
	CKR_UNWRAPPING_KEY_HANDLE_INVALID(0xF0L, "No such unwrapping key"),
	/** The unwrapping key is of a wrong size. */
	CKR_UNWRAPPING_KEY_SIZE_RANGE(0xF1L, "The unwrapping key is of a wrong size"),
	/** The unwrapping key is of another type. */
	CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT(0xF2L, "The unwrapping key is of another type"),
	/** Logged in already. */
	CKR_USER_ALREADY_LOGGED_IN(0x100L, "Logged in already"),
	/** Not logged in. */
	CKR_USER_NOT_LOGGED_IN(0x101L, "Not logged in"),
	/** The token's user has no PIN. */
	CKR_USER_PIN_NOT_INITIALIZED(0x102L, "The token's user has no PIN"),
	/** No such user type. */
	CKR_USER_TYPE_INVALID(0x103L, "No such user type"),
	/** Invalid wrapped key. */
	CKR_WRAPPED_KEY_INVALID(0x110L, "Invalid wrapped key"),
	/** A wrapped key of a wrong length. */
	CKR_WRAPPED_KEY_LEN_RANGE(0x112L, "A wrapped key of a wrong length"),
	/** No such wrapping key. */
	CKR_WRAPPING_KEY_HANDLE_INVALID(0x113L, "No such wrapping key"),
	/** The wrapping key is of a wrong size. */
	CKR_WRAPPING_KEY_SIZE_RANGE(0x114L, "The wrapping key is of a wrong size"),
	/** The wrapping key is of another type. */
	CKR_WRAPPING_KEY_TYPE_INCONSISTENT(0x115L, "The wrapping key is of another type"),
	/** The token has no random numbers. */
	CKR_RANDOM_NO_RNG(0x121L, "The token has no random numbers"),
	/** Invalid or unknown domain parameters. */
	CKR_DOMAIN_PARAMS_INVALID(0x130L, "Invalid or unknown domain parameters"),
	/** The token lacks the curve. */
	CKR_CURVE_NOT_SUPPORTED(0x140L, "The token lacks the curve"),
	/** The buffer is too small. */
	CKR_BUFFER_TOO_SMALL(0x150L, "The buffer is too small"),
	/** The library is not initialised. */
	CKR_CRYPTOKI_NOT_INITIALIZED(0x190L, "The library is not initialised"),
	/** The library is initialised already. */
	CKR_CRYPTOKI_ALREADY_INITIALIZED(0x191L, "The library is initialised already"),
	/** Invalid lock. */
	CKR_MUTEX_BAD(0x1A0L, "Invalid lock"),
	/** Invalid public key. */
	CKR_PUBLIC_KEY_INVALID(0x1B9L, "Invalid public key"),
	/** The request was rejected. */
	CKR_FUNCTION_REJECTED(0x200L, "The request was rejected"),
	/** The operation can't be cancelled. */
	CKR_OPERATION_CANCEL_FAILED(0x202L, "The operation can't be cancelled");

	private static final Map<Long, ReturnCode> BY_VALUE = Arrays.stream(values())
		.collect(Collectors.toUnmodifiableMap(ReturnCode::value, Function.identity()));

	private final long value;

	private final String meaning;

	ReturnCode(long value, String meaning) {
		this.value = value;
		this.meaning = meaning;
	}

	/**
	 * Its number.
	 * @return the {@code CK_RV}
	 */
	public long value() {
		return this.value;
	}

	/**
	 * Finds a code.
	 * @param value the {@code CK_RV}
	 * @return the code, empty for one of a vendor
	 */
	public static Optional<ReturnCode> of(long value) {
		return Optional.ofNullable(BY_VALUE.get(value));
	}

	/**
	 * A code for people.
	 * @param value the {@code CK_RV}
	 * @return for example {@code CKR_PIN_INCORRECT (Wrong PIN)}
	 */
	public static String describe(long value) {
		return of(value).map((code) -> code.name() + " (" + code.meaning + ")")
			.orElseGet(() -> "0x" + Long.toHexString(value).toUpperCase(Locale.ROOT) + " (a code of the vendor's own)");
	}

}
