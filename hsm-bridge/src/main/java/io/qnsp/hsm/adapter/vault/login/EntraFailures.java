package io.qnsp.hsm.adapter.vault.login;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.microsoft.aad.msal4j.MsalServiceException;
import io.qnsp.hsm.HsmCredential;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.adapter.vault.network.NoAnswerException;
import org.jspecify.annotations.Nullable;

/**
 * What a failed login means. Messages hold Entra ID's code of the error, never its text:
 * that repeats what was sent.
 */
final class EntraFailures {

	private static final int TOO_MANY = 429;

	private static final int SERVER = 500;

	private static final int DEPTH = 20;

	private static final Pattern CODE = Pattern.compile("AADSTS\\d{1,10}");

	private EntraFailures() {
	}

	static HsmException of(RuntimeException error, HsmCredential credential) {
		if (error instanceof HsmException known) {
			return known;
		}
		MsalServiceException answer = find(error, MsalServiceException.class);
		if (answer != null) {
			Integer status = answer.statusCode();
			boolean trouble = status == null || status == TOO_MANY || status >= SERVER;
			return trouble ? new HsmException(Problem.UNAVAILABLE, "login: Entra ID answered " + status)
					: new HsmException(Problem.AUTHENTICATION, credential + ": refused by Entra ID" + code(answer));
		}
		if (find(error, NoAnswerException.class) != null) {
			return new HsmException(Problem.UNAVAILABLE, "login: Entra ID does not answer");
		}
		return new HsmException(Problem.AUTHENTICATION,
				credential + ": not usable for a login (" + error.getClass().getSimpleName() + ")");
	}

	private static String code(MsalServiceException answer) {
		Matcher code = CODE.matcher(String.valueOf(answer.getMessage()));
		return code.find() ? " (" + code.group() + ")" : "";
	}

	private static <E extends Throwable> @Nullable E find(Throwable error, Class<E> type) {
		return Stream.iterate(error, (each) -> each != null, Throwable::getCause)
			.limit(DEPTH)
			.filter(type::isInstance)
			.map(type::cast)
			.findFirst()
			.orElse(null);
	}

}
