package io.qnsp.auth.risk.model;

import java.util.List;

/**
 * How much better the attempt fits anybody in the tenant than the user it claims to be
 * (Freeman et al., NDSS 2016, equation 7 without attack data):
 *
 * <pre>
 * r = Π_f p_global(f) / p_user(f) · (1 / users) / (n / N)
 * </pre>
 *
 * over the two features f, address and user agent, with n the user's and N all logins. A
 * likelihood is the weighted sum over the levels of the feature's hierarchy, as in
 * das-group/rba-algorithm:
 *
 * <pre>
 * p_user(f)   = Σ_l w_l · c_l / n
 * p_global(f) = w_0 · smoothed(C_0) + Σ_{l&gt;0} w_l · C_l / N
 * smoothed(C) = C/N · (1 − U/(N+U)) = C / (N+U) if C &gt; 0, else 1 / (N+U)
 * U           = 1 + number of different values on each coarser level
 * </pre>
 *
 * c and C count the user's and all logins with the attempt's value. Three bounds are
 * added to it, because the result is read on an absolute scale and not as a percentile:
 * <ul>
 * <li>p_user is at least p_global / {@link RiskThresholds#UNSEEN_RATIO}. The algorithm
 * takes that value when the user had none of the feature's values; without the bound,
 * having had one of them once would make an attempt riskier than never having had it.
 * </li>
 * <li>A feature's ratio is at most 1 if the user signed in at least
 * {@link RiskThresholds#FAMILIAR_LOGINS} times with the very address, network or user
 * agent: whoever works at home nine days of ten is no suspect in the office, however many
 * others sit there.</li>
 * <li>The last term stays within {@link RiskThresholds#ACTIVITY_BOUND} and its
 * inverse.</li>
 * </ul>
 */
final class LikelihoodRatio {

	private LikelihoodRatio() {
	}

	/**
	 * The ratio r.
	 * @param features the attempt's values
	 * @param user the user's history, with at least one login
	 * @param tenant the tenant's history for these values
	 * @return more than 0, at most 4 * 4 * 2
	 */
	static double of(LoginFeatures features, UserHistory user, TenantHistory tenant) {
		return ofFeature(Feature.ADDRESS, features, user, tenant) * ofFeature(Feature.AGENT, features, user, tenant)
				* activity(user, tenant);
	}

	/**
	 * One feature's p_global / p_user.
	 * @param hierarchy the feature's levels, the most specific first
	 * @param features the attempt's values
	 * @param user the user's history, with at least one login
	 * @param tenant the tenant's history for these values
	 * @return more than 0, at most 4
	 */
	static double ofFeature(List<Feature> hierarchy, LoginFeatures features, UserHistory user, TenantHistory tenant) {
		double userLogins = Math.max(1, user.logins());
		// The tenant's projection may lag behind the user's.
		double allLogins = Math.max(userLogins, (double) tenant.logins());
		double unseenSlots = 1;
		double userLikelihood = 0;
		double coarse = 0;
		double specific = 0;
		boolean familiar = false;
		for (int level = 0; level < hierarchy.size(); level++) {
			Feature feature = hierarchy.get(level);
			long userCount = user.count(feature, features.value(feature));
			double count = Math.min(allLogins, (double) Math.max(userCount, tenant.count(feature)));
			userLikelihood += feature.weight() * userCount / userLogins;
			familiar |= feature.isSpecific() && userCount >= RiskThresholds.FAMILIAR_LOGINS;
			if (level == 0) {
				specific = count;
			}
			else {
				unseenSlots += tenant.distinct(feature);
				coarse += feature.weight() * count / allLogins;
			}
		}
		double smoothed = Math.max(1, specific) / (allLogins + unseenSlots);
		double likelihood = hierarchy.getFirst().weight() * smoothed + coarse;
		double ratio = likelihood / Math.max(userLikelihood, likelihood / RiskThresholds.UNSEEN_RATIO);
		return familiar ? Math.min(1, ratio) : ratio;
	}

	private static double activity(UserHistory user, TenantHistory tenant) {
		double userLogins = Math.max(1, user.logins());
		double share = userLogins / Math.max(userLogins, (double) tenant.logins());
		double term = 1 / (Math.max(1, tenant.users()) * share);
		return Math.clamp(term, 1 / RiskThresholds.ACTIVITY_BOUND, RiskThresholds.ACTIVITY_BOUND);
	}

}
