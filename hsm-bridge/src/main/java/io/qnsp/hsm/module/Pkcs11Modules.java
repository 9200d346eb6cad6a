package io.qnsp.hsm.module;

import java.util.Map;
import java.util.TreeMap;

import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmSettings.Library;

/**
 * The operator's libraries.
 */
public final class Pkcs11Modules {

	private final Map<String, Pkcs11Module> modules = new TreeMap<>();

	/**
	 * None of them is loaded yet.
	 * @param libraries the libraries by name
	 */
	public Pkcs11Modules(Map<String, Library> libraries) {
		libraries.forEach((name, library) -> this.modules.put(name, new Pkcs11Module(name, library)));
	}

	/**
	 * Finds a library.
	 * @param name the operator's name of it
	 * @return the library
	 * @throws HsmException {@link Problem#LIBRARY_UNUSABLE} if the operator named none so
	 */
	public Pkcs11Module get(String name) {
		Pkcs11Module module = this.modules.get(name);
		if (module == null) {
			throw new HsmException(Problem.LIBRARY_UNUSABLE, "library " + name + ": not configured by the operator"
					+ " (expected: one of " + this.modules.keySet() + ")");
		}
		return module;
	}

}
