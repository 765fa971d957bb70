package dev.portcullis.token;

import static dev.portcullis.token.ForeignTokens.CORP;
import static dev.portcullis.token.ForeignTokens.CORP_KEY;
import static dev.portcullis.token.ForeignTokens.OTHER;
import static dev.portcullis.token.ForeignTokens.OTHER_KEY;
import static dev.portcullis.token.ForeignTokens.RSA;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.fetch.FetchResult;
import dev.portcullis.testing.Proves;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys that other issuers publish: which are taken, from where, and for how long. */
class ForeignKeysTest {

  private final ForeignTokens foreign = new ForeignTokens();

  @Test
  @Proves({"S1", "S4"})
  void aHostileIssuerThatPublishesAnothersIdDisplacesNothing() {
    foreign.publish("other", OTHER_KEY.jwk("c1"));
    foreign.start("");
    assertThat(foreign.verdict(foreign.token(foreign.claims(CORP), CORP_KEY.signer("c1"))))
        .isEqualTo("live");
    assertThat(foreign.verdict(foreign.token(foreign.claims(OTHER), OTHER_KEY.signer("c1"))))
        .isEqualTo("live");
    assertThat(foreign.verdict(foreign.token(foreign.claims(CORP), OTHER_KEY.signer("c1"))))
        .isEqualTo("issuer");
  }

  @Test
  @Proves({"S1", "S4"})
  void aHostileIssuerThatPublishesAnothersVeryKeyDisplacesNothing() {
    foreign.publish("other", CORP_KEY.jwk("c1"));
    foreign.publish("corp", CORP_KEY.jwk("c1"));
    foreign.start("");
    assertThat(foreign.verdict(foreign.token(foreign.claims(CORP), CORP_KEY.signer("c1"))))
        .isEqualTo("live");
  }

  @Test
  @Proves({"S2", "S3"})
  void onlyTheAlgorithmsAllowedAreBound() {
    foreign.start("algorithms: [RS256]");
    assertThat(foreign.verdict(foreign.corp(claims -> {}))).isEqualTo("unavailable");
    foreign.publish("corp", RSA.jwk("r1").replace("RS256", "PS256"));
    foreign.start("algorithms: [RS256]");
    assertThat(foreign.verdict(foreign.token(foreign.claims(CORP), RSA.signer("r1"))))
        .isEqualTo("unavailable");
  }

  @Test
  @Proves("S4")
  void aKeysIdIsAnyTextOf256Characters() {
    foreign.publish("corp", CORP_KEY.jwk("k".repeat(256)), CORP_KEY.jwk("k".repeat(257)));
    foreign.start("");
    assertThat(
            foreign.verdict(foreign.token(foreign.claims(CORP), CORP_KEY.signer("k".repeat(256)))))
        .isEqualTo("live");
    assertThat(
            foreign.verdict(foreign.token(foreign.claims(CORP), CORP_KEY.signer("k".repeat(257)))))
        .isEqualTo("header");
  }

  @ParameterizedTest
  @Proves("S46")
  @CsvSource({
    "https://keys.example.com/corp, true",
    "https://127.0.0.1/corp, false",
    "https://localhost/corp, false",
    "https://[::1]/corp, false",
    "https://keys.inside.example.com/corp, false",
    "https://127.1/corp, false",
    "http://localhost/corp, false",
    "http://keys.example.com/corp, false",
    "https://a@keys.example.com/corp, false",
    "file:///etc/corp, false",
    "//keys.example.com/corp, false",
  })
  void metadataOfAnotherMachineNamesNoAddressOnThisOne(String jwksUri, boolean followed) {
    var metadata = "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(CORP, jwksUri);
    foreign
        .web()
        .put(
            CORP + "/.well-known/openid-configuration",
            new FetchResult.Document(metadata.getBytes(UTF_8), null));
    var keys = foreign.web().get("https://keys.example.com/corp");
    foreign.web().put(jwksUri, keys);
    foreign.discovering();
    assertThat(foreign.verdict(foreign.corp(claims -> {})))
        .isEqualTo(followed ? "live" : "unavailable");
  }

  @Test
  @Proves("S46")
  void metadataMustNameTheIssuerItWasAskedOf() {
    var metadata =
        "{\"issuer\":\"%s\",\"jwks_uri\":\"https://keys.example.com/corp\"}".formatted(OTHER);
    foreign
        .web()
        .put(
            CORP + "/.well-known/openid-configuration",
            new FetchResult.Document(metadata.getBytes(UTF_8), null));
    foreign.discovering();
    assertThat(foreign.verdict(foreign.corp(claims -> {}))).isEqualTo("unavailable");
  }

  @Test
  @Proves("S18")
  void aKeyThatIsTakenOutTakesItsTokensAlong() {
    var token =
        foreign.corp(
            claims -> claims.put("exp", foreign.clock().instant().getEpochSecond() + 80_000));
    assertThat(foreign.verdict(token)).isEqualTo("live");
    foreign.publish("corp", OTHER_KEY.jwk("c2"));
    foreign.clock().advance(Duration.ofHours(1));
    foreign.refresh();
    assertThat(foreign.verdict(token)).isEqualTo("key");
  }

  /** A day back: what was fetched then is fetched again at once, and what is gone is gone. */
  @Test
  @Proves("S18")
  void aClockThatIsSetBackKeepsNoKeyInForce() {
    foreign.clock().advance(Duration.ofDays(-1));
    foreign.refresh();
    assertThat(foreign.verdict(foreign.corp(claims -> {}))).isEqualTo("live");
    foreign.publish("corp", OTHER_KEY.jwk("c2"));
    foreign.clock().advance(Duration.ofMinutes(-2));
    foreign.refresh();
    assertThat(foreign.verdict(foreign.corp(claims -> {}))).isEqualTo("key");
  }

  @Test
  @Proves("S74")
  void keysOfUnknownAgeServeNobodyAndAreLookedForAsSoonAsTheyCanBeHad() {
    var keys = foreign.web().get("https://keys.example.com/corp");
    foreign.web().clear();
    foreign.clock().advance(Duration.ofMinutes(-2));
    assertThat(foreign.verdict(foreign.corp(claims -> {}))).isEqualTo("unavailable");
    foreign.refresh();
    assertThat(foreign.verdict(foreign.corp(claims -> {}))).isEqualTo("unavailable");
    foreign.web().put("https://keys.example.com/corp", keys);
    foreign.clock().advance(Duration.ofDays(-1));
    assertThat(foreign.verdict(foreign.corp(claims -> {}))).isEqualTo("live");
  }

  @Test
  @Proves("S46")
  void aNewKeyIsLookedForButNotForEachToken() {
    int before = foreign.fetches();
    foreign.publish("corp", CORP_KEY.jwk("c1"), RSA.jwk("c2"));
    var token = foreign.token(foreign.claims(CORP), RSA.signer("c2"));
    assertThat(foreign.verdict(token)).isEqualTo("key");
    assertThat(foreign.fetches()).isEqualTo(before);
    foreign.clock().advance(Duration.ofSeconds(30));
    assertThat(foreign.verdict(token)).isEqualTo("live");
    int after = foreign.fetches();
    for (int i = 0; i < 1000; i++) {
      assertThat(
              foreign.verdict(
                  ForeignTokens.token("at+jwt", "x" + i, foreign.claims(CORP), RSA.signer("c2"))))
          .isEqualTo("key");
    }
    assertThat(foreign.fetches()).isEqualTo(after);
  }

  @Test
  @Proves("S74")
  void whileKeysCannotBeHadItsTokensAreNeitherTakenNorRefused() {
    foreign.web().clear();
    foreign.start("");
    assertThat(foreign.verdict(foreign.corp(claims -> {}))).isEqualTo("unavailable");
    foreign.publish("corp", CORP_KEY.jwk("c1"));
    foreign.publish("other", OTHER_KEY.jwk("o1"));
    foreign.clock().advance(Duration.ofMinutes(1));
    assertThat(foreign.verdict(foreign.corp(claims -> {}))).isEqualTo("live");
  }

  @Test
  @Proves("S74")
  void theLastKeysServeUntilTheyAreTooOld() {
    foreign.start("max_stale: 2h");
    var token =
        foreign.corp(
            claims -> claims.put("exp", foreign.clock().instant().getEpochSecond() + 80_000));
    assertThat(foreign.verdict(token)).isEqualTo("live");
    foreign.web().clear();
    foreign.clock().advance(Duration.ofHours(2));
    foreign.refresh();
    assertThat(foreign.verdict(token)).isEqualTo("live");
    assertThat(foreign.states()).containsEntry("corp", "stale");
    foreign.clock().advance(Duration.ofSeconds(1));
    assertThat(foreign.verdict(token)).isEqualTo("unavailable");
    assertThat(foreign.states()).containsEntry("corp", "down");
  }

  @Test
  @Proves("S46")
  void aSetThatIsNoGoodLeavesTheLastOneInForce() {
    var thousand =
        Stream.iterate(0, i -> i + 1)
            .limit(1000)
            .map(i -> OTHER_KEY.jwk("k" + i))
            .toArray(String[]::new);
    foreign.publish("corp", thousand);
    foreign.clock().advance(Duration.ofHours(1));
    foreign.refresh();
    assertThat(foreign.verdict(foreign.corp(claims -> {}))).isEqualTo("live");
    assertThat(foreign.verdict(foreign.token(foreign.claims(CORP), OTHER_KEY.signer("k1"))))
        .isEqualTo("unavailable");
  }

  @Test
  @Proves("S3")
  void aWeakOrDoubtfulKeyIsLeftOut() {
    foreign.publish(
        "corp",
        CORP_KEY.jwk("c1"),
        OTHER_KEY.jwk("twice"),
        CORP_KEY.jwk("twice"),
        OTHER_KEY.jwk("enc").replace("\"sig\"", "\"enc\""),
        OTHER_KEY.jwk("private").replace("{", "{\"d\":\"AA\","));
    foreign.start("");
    assertThat(foreign.verdict(foreign.corp(claims -> {}))).isEqualTo("live");
    for (var kid : List.of("twice", "enc", "private")) {
      assertThat(foreign.verdict(foreign.token(foreign.claims(CORP), OTHER_KEY.signer(kid))))
          .as(kid)
          .isEqualTo("key");
    }
  }
}
