package io.qnsp.hsm.module;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmSettings.Library;
import io.qnsp.hsm.HsmTarget;
import io.qnsp.hsm.binding.Cryptoki;
import io.qnsp.hsm.binding.CryptokiException;
import io.qnsp.hsm.binding.TokenInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A library, loaded when it is first used. All connections of the library share it; their
 * calls run side by side. Blocking: only for threads of connections.
 */
public final class Pkcs11Module {

	private static final Logger LOG = LoggerFactory.getLogger(Pkcs11Module.class);

	private static final Duration PATIENCE = Duration.ofSeconds(40);

	private final String name;

	private final Library library;

	// Taken for reading by every call and for writing by a restart.
	private final ReentrantReadWriteLock calls = new ReentrantReadWriteLock();

	private final ReentrantLock loading = new ReentrantLock();

	private final AtomicLong starts = new AtomicLong();

	private final Map<Long, Object> owners = new ConcurrentHashMap<>();

	private final RefusedPins refusedPins = new RefusedPins();

	private volatile @Nullable Cryptoki loaded;

	/**
	 * A library that is not loaded yet.
	 * @param name the operator's name of it
	 * @param library where it is
	 */
	public Pkcs11Module(String name, Library library) {
		this.name = name;
		this.library = library;
	}

	/**
	 * The operator's name of the library.
	 * @return for example {@code softhsm}
	 */
	public String name() {
		return this.name;
	}

	/**
	 * How often the library was started. Sessions of an earlier start are gone.
	 * @return 0 before the first one
	 */
	public long starts() {
		return this.starts.get();
	}

	/**
	 * Calls the library. It is not restarted meanwhile.
	 * @param call what to do with it
	 * @return what the call returned
	 * @throws HsmException {@link Problem#LIBRARY_UNUSABLE} if it can't be loaded
	 */
	public <T extends @Nullable Object> T use(Function<Cryptoki, T> call) {
		Cryptoki cryptoki = this.loaded;
		if (cryptoki == null) {
			cryptoki = load();
		}
		this.calls.readLock().lock();
		try {
			return call.apply(cryptoki);
		}
		finally {
			this.calls.readLock().unlock();
		}
	}

	private Cryptoki load() {
		lockForLoading();
		try {
			Cryptoki there = this.loaded;
			if (there != null) {
				return there;
			}
			LibraryCheck.check(this.library);
			Cryptoki cryptoki = Cryptoki.load(this.library.path());
			cryptoki.initialize(this.library.parameters());
			this.starts.incrementAndGet();
			this.loaded = cryptoki;
			LOG.info("PKCS#11 library {} is loaded: {} by PKCS#11 {}", this.name, this.library.path(),
					cryptoki.version().label());
			return cryptoki;
		}
		catch (CryptokiException | IllegalArgumentException ex) {
			throw new HsmException(Problem.LIBRARY_UNUSABLE, this.name + ": " + ex.getMessage(), ex);
		}
		finally {
			this.loading.unlock();
		}
	}

	private void lockForLoading() {
		try {
			if (!this.loading.tryLock(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
				throw new HsmException(Problem.UNAVAILABLE, this.name + ": the library is still being loaded");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new HsmException(Problem.UNAVAILABLE, this.name + ": interrupted while the library is being loaded",
					ex);
		}
	}

	/**
	 * Ends and initialises the library again, which is what makes a token that went and
	 * came back usable. All connections of the library lose their sessions and open new
	 * ones by themselves. Other calls wait for the restart, but a restart gives up
	 * quickly if a call does not end: then nothing has happened.
	 * @param seen the {@link #starts()} under which the token was lost
	 * @param patience how long other calls may be kept waiting
	 * @return whether the library has been restarted since then
	 */
	public boolean restart(long seen, Duration patience) {
		Cryptoki cryptoki = this.loaded;
		if (cryptoki == null || !lockOutCalls(patience)) {
			return false;
		}
		try {
			if (this.starts.get() != seen) {
				return true;
			}
			LOG.warn("PKCS#11 library {} is restarted, because a token of it is lost", this.name);
			cryptoki.finish();
			cryptoki.initialize(this.library.parameters());
			this.starts.incrementAndGet();
			return true;
		}
		finally {
			this.calls.writeLock().unlock();
		}
	}

	private boolean lockOutCalls(Duration patience) {
		try {
			return this.calls.writeLock().tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Finds a token.
	 * @param cryptoki the library in use
	 * @param target its name
	 * @return the token
	 * @throws HsmException {@link Problem#NO_SUCH_TOKEN} if there is none or more than
	 * one
	 */
	public TokenInfo find(Cryptoki cryptoki, HsmTarget.Token target) {
		List<TokenInfo> found = cryptoki.tokens()
			.stream()
			.filter(TokenInfo::isInitialized)
			.filter((token) -> target.name()
				.equals((target.by() == HsmTarget.By.LABEL) ? token.label() : token.serial()))
			.toList();
		if (found.isEmpty()) {
			throw new HsmException(Problem.NO_SUCH_TOKEN, target + ": not found");
		}
		if (found.size() > 1) {
			throw new HsmException(Problem.NO_SUCH_TOKEN,
					target + ": there are " + found.size() + " (expected: one; their serial numbers are "
							+ found.stream().map(TokenInfo::serial).collect(Collectors.joining(", ")) + ")");
		}
		return found.getFirst();
	}

	/**
	 * Takes a slot for one connection.
	 * @param token the token in it
	 * @param owner the connection
	 * @throws HsmException {@link Problem#SLOT_TAKEN} if it is another's
	 */
	public void claim(TokenInfo token, Object owner) {
		Object there = this.owners.putIfAbsent(token.slot(), owner);
		if (there != null && !there.equals(owner)) {
			throw new HsmException(Problem.SLOT_TAKEN, this.name + ": token " + token.serial()
					+ " is used by another connection (expected: one connection for a token)");
		}
	}

	/**
	 * Refuses a login to a token that has refused too many PINs of whatever connections.
	 * @param token the token
	 * @throws HsmException {@link Problem#PAUSED} if it is left alone for a while
	 */
	public void requireNoPause(TokenInfo token) {
		Duration pause = this.refusedPins.pause(token.serial(), System.nanoTime());
		if (!pause.isZero()) {
			throw HsmException
				.paused("the token refused %d PINs in a row and is left alone".formatted(RefusedPins.MOST), pause);
		}
	}

	/**
	 * Counts a PIN that a token has refused.
	 * @param token the token
	 */
	public void refusedPin(TokenInfo token) {
		this.refusedPins.refused(token.serial(), System.nanoTime());
	}

	/**
	 * Forgets what a token has refused, since it has accepted a PIN.
	 * @param token the token
	 */
	public void acceptedPin(TokenInfo token) {
		this.refusedPins.accepted(token.serial());
	}

	/**
	 * Whether any connection uses it.
	 * @return true if a slot is taken
	 */
	public boolean isInUse() {
		return !this.owners.isEmpty();
	}

	/**
	 * Gives a connection's slots back.
	 * @param owner the connection
	 */
	public void release(Object owner) {
		this.owners.values().removeIf(owner::equals);
	}

}
