package io.qnsp.auth.risk.login;

import java.time.Instant;

import io.qnsp.auth.risk.evidence.LoginEvidence;
import io.qnsp.auth.risk.model.UserKey;

/**
 * A login that is learned.
 *
 * @param user who
 * @param evidence where and with what
 * @param at when
 */
public record Login(UserKey user, LoginEvidence evidence, Instant at) {

}
