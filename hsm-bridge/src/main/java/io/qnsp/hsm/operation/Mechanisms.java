package io.qnsp.hsm.operation;

import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.binding.CryptokiException;
import io.qnsp.hsm.binding.MechanismType;
import io.qnsp.hsm.binding.ReturnCode;
import io.qnsp.hsm.token.TokenSession;

/**
 * What a token claims, and what its answers mean to callers.
 */
public final class Mechanisms {

	private Mechanisms() {
	}

	static void require(TokenSession session, MechanismType type, String what) {
		if (!session.claims(type)) {
			throw new HsmException(Problem.UNSUPPORTED,
					what + ": token " + session.token().label() + " lacks " + type.standardName());
		}
	}

	/**
	 * What an answer of the library means.
	 * @param ex the answer
	 * @param what what was tried
	 * @return the failure for callers
	 */
	public static HsmException failure(CryptokiException ex, String what) {
		return new HsmException(problem(ex), what + ": " + ex.getMessage(), ex);
	}

	private static Problem problem(CryptokiException ex) {
		return ex.code().map((code) -> switch (code) {
			case CKR_MECHANISM_INVALID, CKR_MECHANISM_PARAM_INVALID, CKR_FUNCTION_NOT_SUPPORTED, CKR_KEY_SIZE_RANGE,
					CKR_CURVE_NOT_SUPPORTED, CKR_DOMAIN_PARAMS_INVALID ->
				Problem.UNSUPPORTED;
			case CKR_DATA_INVALID, CKR_DATA_LEN_RANGE, CKR_ENCRYPTED_DATA_INVALID, CKR_ENCRYPTED_DATA_LEN_RANGE,
					CKR_AEAD_DECRYPT_FAILED, CKR_WRAPPED_KEY_INVALID, CKR_WRAPPED_KEY_LEN_RANGE ->
				Problem.INVALID_INPUT;
			case CKR_PIN_INCORRECT, CKR_PIN_INVALID, CKR_PIN_LEN_RANGE, CKR_PIN_EXPIRED, CKR_PIN_LOCKED,
					CKR_USER_PIN_NOT_INITIALIZED ->
				Problem.AUTHENTICATION;
			case CKR_HOST_MEMORY, CKR_GENERAL_ERROR, CKR_FUNCTION_FAILED, CKR_DEVICE_ERROR, CKR_DEVICE_MEMORY,
					CKR_DEVICE_REMOVED, CKR_TOKEN_NOT_PRESENT, CKR_TOKEN_NOT_RECOGNIZED, CKR_SLOT_ID_INVALID,
					CKR_SESSION_COUNT, CKR_SESSION_CLOSED, CKR_SESSION_HANDLE_INVALID, CKR_USER_NOT_LOGGED_IN,
					CKR_CRYPTOKI_NOT_INITIALIZED, CKR_FUNCTION_CANCELED, CKR_CANCEL, CKR_OPERATION_ACTIVE,
					CKR_KEY_HANDLE_INVALID, CKR_OBJECT_HANDLE_INVALID, CKR_WRAPPING_KEY_HANDLE_INVALID,
					CKR_UNWRAPPING_KEY_HANDLE_INVALID ->
				Problem.UNAVAILABLE;
			default -> Problem.REFUSED;
		}).orElse(Problem.UNAVAILABLE);
	}

	static boolean isVague(CryptokiException ex) {
		return ex.is(ReturnCode.CKR_GENERAL_ERROR, ReturnCode.CKR_FUNCTION_FAILED, ReturnCode.CKR_DEVICE_ERROR,
				ReturnCode.CKR_HOST_MEMORY);
	}

}
