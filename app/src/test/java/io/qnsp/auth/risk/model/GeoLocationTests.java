package io.qnsp.auth.risk.model;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class GeoLocationTests {

	/* On a great circle d = R·angle: one degree is 6371·π/180 = 111.194927 km. */
	@ParameterizedTest
	@CsvSource({ "0, 0, 0, 0, 0", "0, 0, 0, 1, 111.194927", "0, 0, 90, 0, 10007.543398", "0, 0, 0, 180, 20015.086796",
			"90, 0, -90, 0, 20015.086796", "90, 0, 90, 137, 0", "-90, 12, -90, -170, 0", "0, 180, 0, -180, 0",
			"0, 179.5, 0, -179.5, 111.194927", "45, 45, -45, -135, 20015.086796" })
	void measuresGreatCircles(double lat1, double lon1, double lat2, double lon2, double kilometres) {
		GeoLocation.Position one = new GeoLocation.Position(lat1, lon1);
		GeoLocation.Position other = new GeoLocation.Position(lat2, lon2);
		assertThat(one.kilometresTo(other)).isCloseTo(kilometres, Offset.offset(1e-4));
		assertThat(other.kilometresTo(one)).isCloseTo(kilometres, Offset.offset(1e-4));
	}

	@Test
	void measuresParisToNewYork() {
		assertThat(Sample.PARIS.kilometresTo(Sample.NEW_YORK)).isCloseTo(5837, Offset.offset(1.0));
	}

	@ParameterizedTest
	@CsvSource({ "NaN, 0", "0, NaN", "90.1, 0", "0, -180.1", "Infinity, 0", "0, -Infinity" })
	void refusesImpossibleCoordinates(double latitude, double longitude) {
		assertThat(GeoLocation.Position.problem(latitude, longitude)).startsWith("geoLocation.");
		assertThatIllegalArgumentException().isThrownBy(() -> new GeoLocation.Position(latitude, longitude));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "F", "FRA", "UK", "XX", "T1", "\u0000R", "f\u0131" })
	void refusesUnknownCountries(String country) {
		assertThat(GeoLocation.countryProblem("geoLocation.country", country)).startsWith("geoLocation.country: ");
		assertThatIllegalArgumentException().isThrownBy(() -> new GeoLocation(country, null, null));
	}

	@Test
	void writesCountriesInUpperCase() {
		assertThat(new GeoLocation("fr", "Paris", null).country()).isEqualTo("FR");
		assertThat(GeoLocation.countryProblem("x", "xk")).isNull();
	}

}
