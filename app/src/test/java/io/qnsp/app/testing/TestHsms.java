package io.qnsp.app.testing;

import io.qnsp.hsm.testing.FaultyLibrary;
import io.qnsp.hsm.testing.NssToken;
import io.qnsp.hsm.testing.SoftToken;

/**
 * The HSM libraries of the test JVM: {@code softhsm} is SoftHSM, {@code thales} is NSS,
 * which has post-quantum mechanisms, {@code safenet} is SoftHSM behind a library that
 * fails on command, and {@code google_cloud_hsm} has a library that is not there. The
 * other providers have none.
 */
public final class TestHsms {

	private TestHsms() {
	}

	static String[] properties() {
		// Unit tests use no HSM, and the POM gives them none.
		return (System.getenv("SOFTHSM2_CONF") == null) ? new String[0]
				: new String[] { "qnsp.hsm.libraries.softhsm.path=" + SoftToken.library(),
						"qnsp.hsm.libraries.thales.path=" + NssToken.library(),
						"qnsp.hsm.libraries.safenet.path=" + faulty().path(),
						"qnsp.hsm.libraries.googlecloudhsm.path=/no-such-folder/libkmsp11.so", "qnsp.hsm.timeout=2s",
						"qnsp.hsm.slow-timeout=20s", "qnsp.hsm.reopen=1s", "qnsp.hsm.probes=1s" };
	}

	/**
	 * The library of provider {@code safenet}.
	 * @return the one of this JVM
	 */
	public static FaultyLibrary faulty() {
		return Holder.FAULTY;
	}

	private static final class Holder {

		private static final FaultyLibrary FAULTY = FaultyLibrary.create("app");

	}

}
