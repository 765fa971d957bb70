package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the environment and system properties do to the file. */
class EnvironmentTest {

  private static TestSource role(String value) {
    return TestSource.of("auth: {admin_role: '" + value + "'}");
  }

  @Nested
  class Variables {

    @Test
    void areTakenFromTheEnvironmentBeforeSystemProperties() {
      var source = role("${ROLE}").property("ROLE", "from-property");

      assertThat(source.settings().adminRole()).isEqualTo("from-property");
      assertThat(source.env("ROLE", "from-environment").settings().adminRole())
          .isEqualTo("from-environment");
    }

    @Test
    void haveDefaults() {
      assertThat(role("${ROLE:boss}").settings().adminRole()).isEqualTo("boss");
      assertThat(role("${ROLE:boss}").env("ROLE", "chief").settings().adminRole())
          .isEqualTo("chief");
      assertThat(role("${ROLE:http://x:80/}").settings().adminRole()).isEqualTo("http://x:80/");
      assertThat(role("${ROLE:${OTHER:boss}}").settings().adminRole()).isEqualTo("boss");
    }

    @Test
    void standAnywhereInAValue() {
      var source = role("a-${ONE}-b-${TWO:2}-c").env("ONE", "1");

      assertThat(source.settings().adminRole()).isEqualTo("a-1-b-2-c");
    }

    @Test
    void areEscapedByADollar() {
      assertThat(role("$${ROLE}").settings().adminRole()).isEqualTo("${ROLE}");
      assertThat(role("cost$5").settings().adminRole()).isEqualTo("cost$5");
    }

    @Test
    void areNotLookedForInWhatAVariableHolds() {
      var source = role("${ROLE}").env("ROLE", "a${OTHER}b");

      assertThat(source.settings().adminRole()).isEqualTo("a${OTHER}b");
    }

    @Test
    void makeAKeyWithoutDefaultOptionalWhenEmpty() {
      var source = TestSource.of("auth: {public_url: '${URL:}'}");

      assertThat(source.settings().publicUrl()).isNull();
    }

    @Test
    void areNamedAllWhenMissing() {
      assertThatThrownBy(role("${ONE}/${TWO}/${ONE}/${THREE:3}")::load)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("1 problem ")
          .hasMessageContaining("auth.admin_role (line 1)")
          .hasMessageContaining("needs ONE and TWO, set neither");
    }

    @Test
    void areRefusedInANotationOfOthers() {
      assertThatThrownBy(role("${ROLE:-boss}")::load).hasMessageContaining("write ${NAME:default}");
      assertThatThrownBy(role("${ROLE")::load).hasMessageContaining("has ${ without }");
    }
  }

  @Nested
  class Overrides {

    @Test
    void winOverTheFileSystemPropertiesFirst() {
      var source = role("from-file").env("AUTH_ADMIN_ROLE", "from-environment");

      var loaded = source.load();
      assertThat(loaded.settings().adminRole()).isEqualTo("from-environment");
      assertThat(loaded.notices())
          .contains("auth.admin_role is set by the environment variable AUTH_ADMIN_ROLE.");
      assertThat(source.property("auth.admin_role", "from-property").settings().adminRole())
          .isEqualTo("from-property");
    }

    @Test
    void addWhatTheFileHasNot() {
      var source =
          TestSource.of("auth: {sessions: }")
              .env("AUTH_PROVIDERS_JWT_SECRET", TestSource.JWT_SECRET)
              .env("AUTH_PUBLIC_URL", "https://app.example.com")
              .env("AUTH_TRUSTED_PROXIES", "10.0.0.0/8, ::1")
              .property("auth.sessions.idle", "20m")
              .property("auth.bootstrap.username", "root");

      var settings = source.settings();
      assertThat(settings.jwt().algorithm()).isEqualTo(JwsAlgorithm.HS256);
      assertThat(settings.publicUrl()).hasToString("https://app.example.com");
      assertThat(settings.trustedProxies()).hasSize(2);
      assertThat(settings.sessions().idle()).hasMinutes(20);
      assertThat(settings.bootstrapUsername()).isEqualTo("root");
    }

    @Test
    void areTakenLiterally() {
      var source = role("x").env("AUTH_ADMIN_ROLE", "${NOT_A_VARIABLE}");

      assertThat(source.settings().adminRole()).isEqualTo("${NOT_A_VARIABLE}");
    }

    @Test
    void switchASectionOffThatTheFileHas() {
      var source = TestSource.of("auth: {providers: {ldap: {server: x}}}");

      assertThat(source.env("AUTH_PROVIDERS_LDAP_ENABLED", "false").settings().enabled()).isTrue();
    }

    @Test
    void reachTheNamedEntriesOfASection() {
      var source =
          TestSource.of("auth: {providers: {oauth: {enabled: false, clients: {my-idp: {}}}}}")
              .env("AUTH_PROVIDERS_OAUTH_CLIENTS_MY_IDP_CLIENT_ID", "shop");

      assertThat(source.load().notices())
          .anyMatch(notice -> notice.startsWith("auth.providers.oauth.clients.my-idp.client_id "));
    }

    @Test
    void areCheckedLikeTheFileAndNamedAsTheSource() {
      assertThatThrownBy(TestSource.of("auth: {}").env("AUTH_DOOR", "hole")::load)
          .hasMessageContaining("auth.door (environment variable AUTH_DOOR)");
    }

    @Test
    void warnWhenTheyAreNearAKeyAndNone() {
      var loaded =
          TestSource.of("auth: {}")
              .env("AUTH_PROVIDERS_JWT_SECERT", TestSource.JWT_SECRET)
              .env("AUTH_SOMETHING_OF_ANOTHER_PRODUCT", "x")
              .property("auth.sesions.idle", "5m")
              .property("auth.config", "/x")
              .property("auth.door.config", "/x")
              .load();

      assertThat(loaded.warnings())
          .containsExactly(
              "auth.sesions.idle is set and is not a key; did you mean auth.sessions.idle?",
              "AUTH_PROVIDERS_JWT_SECERT is set and is not a key; did you mean"
                  + " AUTH_PROVIDERS_JWT_SECRET?");
    }
  }
}
