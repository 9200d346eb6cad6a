package io.qnsp.hsm.binding;

/**
 * The functions that the bridge calls: where they stand in the function list and how many
 * arguments they take. All arguments are passed as 64-bit numbers, pointers by their
 * address: for integers and pointers the calling conventions of Linux on x86-64 and arm64
 * don't tell them apart.
 */
enum Function {

	INITIALIZE("C_Initialize", 0, 1), FINALIZE("C_Finalize", 1, 1), GET_INFO("C_GetInfo", 2, 1),
	GET_SLOT_LIST("C_GetSlotList", 4, 3), GET_TOKEN_INFO("C_GetTokenInfo", 6, 2),
	GET_MECHANISM_LIST("C_GetMechanismList", 7, 3), GET_MECHANISM_INFO("C_GetMechanismInfo", 8, 3),
	OPEN_SESSION("C_OpenSession", 12, 5), CLOSE_SESSION("C_CloseSession", 13, 1),
	GET_SESSION_INFO("C_GetSessionInfo", 15, 2), LOGIN("C_Login", 18, 4), LOGOUT("C_Logout", 19, 1),
	CREATE_OBJECT("C_CreateObject", 20, 4), DESTROY_OBJECT("C_DestroyObject", 22, 2),
	GET_ATTRIBUTE_VALUE("C_GetAttributeValue", 24, 4), FIND_OBJECTS_INIT("C_FindObjectsInit", 26, 3),
	FIND_OBJECTS("C_FindObjects", 27, 4), FIND_OBJECTS_FINAL("C_FindObjectsFinal", 28, 1),
	ENCRYPT_INIT("C_EncryptInit", 29, 3), ENCRYPT("C_Encrypt", 30, 5), DECRYPT_INIT("C_DecryptInit", 33, 3),
	DECRYPT("C_Decrypt", 34, 5), SIGN_INIT("C_SignInit", 42, 3), SIGN("C_Sign", 43, 5),
	VERIFY_INIT("C_VerifyInit", 48, 3), VERIFY("C_Verify", 49, 5), GENERATE_KEY("C_GenerateKey", 58, 5),
	GENERATE_KEY_PAIR("C_GenerateKeyPair", 59, 8), WRAP_KEY("C_WrapKey", 60, 6), UNWRAP_KEY("C_UnwrapKey", 61, 8),
	GENERATE_RANDOM("C_GenerateRandom", 64, 3),
	// from 3.2 on
	ENCAPSULATE_KEY("C_EncapsulateKey", 92, 8), DECAPSULATE_KEY("C_DecapsulateKey", 93, 8);

	private final String functionName;

	private final int position;

	private final int arguments;

	Function(String functionName, int position, int arguments) {
		this.functionName = functionName;
		this.position = position;
		this.arguments = arguments;
	}

	String functionName() {
		return this.functionName;
	}

	int position() {
		return this.position;
	}

	int arguments() {
		return this.arguments;
	}

	boolean isIn(CryptokiVersion version) {
		return this.position < version.functions();
	}

}
